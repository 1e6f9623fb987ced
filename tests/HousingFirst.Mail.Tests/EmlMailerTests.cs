using System.Diagnostics;
using System.Text;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Eml;
using MimeKit;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests;

public sealed class EmlMailerTests : IDisposable
{
    public static readonly TheoryData<string> Names = [.. Samples.All.Keys];

    private readonly string data = Directory.CreateTempSubdirectory("hf-mail-").FullName;

    private string Folder => Path.Combine(data, "mail");

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Theory, MemberData(nameof(Names))]
    public async Task Every_mail_goes_to_one_person_as_html_and_text(string name)
    {
        var content = Samples.All[name];
        Assert.Equal(MailOutcome.Sent, await Send(new EmlMailer(data), content));
        var file = Assert.Single(Directory.GetFiles(Folder));
        Assert.Equal($"20261201-160705-{content.To.Contact}-{content.MailId}.eml", Path.GetFileName(file));
        var mail = MimeMessage.Load(file, TestContext.Current.CancellationToken);
        Assert.Equal((content.To.Name, content.To.Address), (mail.To.Mailboxes.Single().Name, mail.To.Mailboxes.Single().Address));
        Assert.Empty(mail.Cc.Concat(mail.Bcc).Concat(mail.ReplyTo));
        Assert.Equal("hub@housingfirst.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal(content.At.ToDateTimeOffset(), mail.Date);
        Assert.Equal(content.MailId + "@housingfirst.example", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(content.To.Language == Language.French ? "fr-CA" : "en-CA", mail.Body!.Headers[HeaderId.ContentLanguage]);
        var rendered = await MailRenderer.RenderAsync(content);
        Assert.Equal(rendered.Subject, mail.Subject);
        var body = Assert.IsType<MultipartAlternative>(mail.Body);
        string[] calendar = content is MailContent.Meeting { Calendar: not null } ? ["text/calendar"] : [];
        Assert.Equal(["text/plain", "text/html", .. calendar], body.Select(part => part.ContentType.MimeType));
        Assert.Equal(rendered.Text, mail.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal(rendered.Html, mail.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.All(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 998));
    }

    [Fact]
    public async Task A_mail_file_is_as_it_was_last_read()
    {
        await Send(new EmlMailer(data), Samples.All["notice-u3.fr"]);
        var file = await File.ReadAllTextAsync(Directory.GetFiles(Folder).Single(), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("[^\r]\n", file);
        Golden.Matches("notice-u3.fr.eml", file.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_mail_with_links_at_its_foot_is_ended_with_one_click_of_the_mail_program()
    {
        await Send(new EmlMailer(data), Samples.All["notice-u3.fr"] with { Footer = Samples.LongFooter });
        var file = Directory.GetFiles(Folder).Single();
        var mail = MimeMessage.Load(file, TestContext.Current.CancellationToken);
        Assert.Equal($"<{Samples.LongFooter.Unsubscribe.AbsoluteUri}>", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        // RFC 5322, section 2.2.3: a fold adds a line break before a space; taken out, the link is whole.
        var raw = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("\r\n ", " ", StringComparison.Ordinal);
        Assert.Matches($"List-Unsubscribe: +<{System.Text.RegularExpressions.Regex.Escape(Samples.LongFooter.Unsubscribe.AbsoluteUri)}>\r\n", raw);
    }

    [Fact]
    public async Task A_mail_without_them_has_no_such_header()
    {
        await Send(new EmlMailer(data), Samples.All["notice-no-footer.fr"]);
        var mail = MimeMessage.Load(Directory.GetFiles(Folder).Single(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(mail.Headers, h => h.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_mail_sent_again_is_one_file()
    {
        var content = Samples.All["notice-u2.en"];
        var mailer = new EmlMailer(data);
        await Send(mailer, content);
        var before = await File.ReadAllBytesAsync(Directory.GetFiles(Folder).Single(), TestContext.Current.CancellationToken);
        Assert.Equal(MailOutcome.Sent, await Send(mailer, content));
        Assert.Equal(before, await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Folder)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mail_made_again_after_a_crash_is_the_same_mail_though_its_instant_is_later()
    {
        await Send(new EmlMailer(data), Samples.All["notice-u2.en"]);
        Assert.Equal(MailOutcome.Sent, await Send(new EmlMailer(data), Samples.All["notice-u2.en"] with { At = Samples.At + Duration.FromHours(3) }));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_mail_sent_from_many_threads_and_two_mailers_is_one_file()
    {
        EmlMailer[] mailers = [new(data), new(data)];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Send(mailers[i % 2], Samples.All["digest.fr"]))));
        Assert.All(outcomes, outcome => Assert.Equal(MailOutcome.Sent, outcome));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Two_people_and_two_mails_never_share_a_file()
    {
        var mailer = new EmlMailer(data);
        var notice = Samples.All["notice-u2.en"];
        await Send(mailer, notice);
        await Send(mailer, notice with { MailId = notice.MailId + "-2" });
        await Send(mailer, notice with { To = notice.To with { Contact = "dana" } });
        Assert.Equal(3, Directory.GetFiles(Folder).Length);
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("a/b\\c:d*?\0")]
    [InlineData("..")]
    [InlineData("é")]
    public async Task A_file_name_stays_in_the_folder_whatever_the_ids_hold(string id)
    {
        var notice = Samples.All["notice-u2.en"];
        var mailer = new EmlMailer(data);
        Assert.Equal(MailOutcome.Sent, await Send(mailer, notice with { MailId = id, To = notice.To with { Contact = id } }));
        await Send(mailer, notice with { MailId = id + "2", To = notice.To with { Contact = id } });
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
        Assert.Equal(Folder, Assert.Single(Directory.GetFileSystemEntries(data)));
        Assert.All(Directory.GetFiles(Folder), file => Assert.Matches("^[A-Za-z0-9._~-]{1,250}$", Path.GetFileName(file)));
    }

    [Fact]
    public async Task The_longest_ids_still_make_a_file()
    {
        var notice = Samples.All["notice-u2.en"];
        await Send(new EmlMailer(data), notice with { MailId = new string('m', 500), To = notice.To with { Contact = new string('c', 500) } });
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Only_the_owner_can_read()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights: the data folder's are inherited.");
            return;
        }

        await Send(new EmlMailer(data), Samples.All["receipt.en"]);
        Assert.Equal("rwx", Rights(File.GetUnixFileMode(Folder)));
        Assert.Equal("rw", Rights(File.GetUnixFileMode(Directory.GetFiles(Folder).Single())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@x.example, b@x.example")]
    [InlineData("a@x.example;b@x.example")]
    [InlineData("Sam <sam@x.example>")]
    [InlineData("team: a@x.example, b@x.example;")]
    [InlineData("sam@x.example\r\nBcc: b@x.example")]
    [InlineData("sam@x.example (b@x.example)")]
    [InlineData(" sam@x.example")]
    public async Task An_address_that_is_not_one_address_is_refused(string address)
    {
        var notice = Samples.All["notice-u2.en"];
        Assert.Equal(MailOutcome.Refused, await Send(new EmlMailer(data), notice with { To = notice.To with { Address = address } }));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task A_name_can_add_no_header_and_no_recipient()
    {
        var notice = Samples.All["notice-u2.en"];
        await Send(new EmlMailer(data), notice with { To = notice.To with { Name = "Sam\r\nBcc: b@x.example, <c@x.example>" } });
        var mail = MimeMessage.Load(Directory.GetFiles(Folder).Single(), TestContext.Current.CancellationToken);
        Assert.Equal("sam@river-icm.example", mail.To.Mailboxes.Single().Address);
        Assert.Empty(mail.Bcc);
    }

    [Fact]
    public async Task A_mail_that_fails_leaves_nothing_and_goes_when_tried_again()
    {
        // A file where the folder should be: nothing can be written.
        await File.WriteAllTextAsync(Folder, "", TestContext.Current.CancellationToken);
        var mailer = new EmlMailer(data);
        var fault = await Assert.ThrowsAsync<IOException>(() => Send(mailer, Samples.All["notice-u2.en"]));
        Assert.Contains("tries again by itself", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Sam", fault.Message, StringComparison.Ordinal);
        File.Delete(Folder);
        Assert.Equal(MailOutcome.Sent, await Send(mailer, Samples.All["notice-u2.en"]));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_no_half_file_is_left()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("Mounting a small disk needs root on Linux.");
        var disk = Directory.CreateDirectory(Path.Combine(data, "disk")).FullName;
        if (await Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk) != 0) Assert.Skip("This machine doesn't let a test mount a disk.");
        try
        {
            var mailer = new EmlMailer(disk);
            var notice = Samples.All["notice-u2.en"];
            var sent = 0;
            var fault = await Assert.ThrowsAsync<IOException>(async () =>
            {
                for (; sent < 100; sent++) await Send(mailer, notice with { MailId = $"n-{sent}" });
            });
            Assert.Contains("the disk is full", fault.Message, StringComparison.Ordinal);
            Assert.InRange(sent, 1, 40);
            Assert.Equal(sent, Directory.GetFileSystemEntries(Path.Combine(disk, "mail")).Length);
            Assert.All(Directory.GetFiles(Path.Combine(disk, "mail")), file => Assert.Contains("</html>", File.ReadAllText(file), StringComparison.Ordinal));
            File.Delete(Directory.GetFiles(Path.Combine(disk, "mail"))[0]);
            Assert.Equal(MailOutcome.Sent, await Send(mailer, notice with { MailId = $"n-{sent}" }));
        }
        finally
        {
            await Run("umount", disk);
        }
    }

    [Fact]
    public void A_sender_that_is_no_address_is_refused_at_the_start() =>
        Assert.Contains("Write it as", Assert.Throws<ArgumentException>(() => new EmlMailer(data, "the hub")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_sender_is_the_communitys()
    {
        await Send(new EmlMailer(data, "Logement d’abord <avis@ville.example>"), Samples.All["notice-u2.fr"]);
        var mail = MimeMessage.Load(Directory.GetFiles(Folder).Single(), TestContext.Current.CancellationToken);
        Assert.Equal(("Logement d’abord", "avis@ville.example"), (mail.From.Mailboxes.Single().Name, mail.From.Mailboxes.Single().Address));
        Assert.EndsWith("@ville.example", mail.MessageId, StringComparison.Ordinal);
    }

    private static Task<MailOutcome> Send(EmlMailer mailer, MailContent content) => mailer.SendAsync(content, TestContext.Current.CancellationToken).AsTask();

    private static string Rights(UnixFileMode mode) =>
        (mode.HasFlag(UnixFileMode.UserRead) ? "r" : "") + (mode.HasFlag(UnixFileMode.UserWrite) ? "w" : "") + (mode.HasFlag(UnixFileMode.UserExecute) ? "x" : "")
        + ((mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) == 0 ? "" : " and others");

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
