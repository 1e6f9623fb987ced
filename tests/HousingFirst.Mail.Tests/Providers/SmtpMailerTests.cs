using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Smtp;
using MimeKit;
using Xunit;

namespace HousingFirst.Mail.Tests.Providers;

public sealed class SmtpMailerTests
{
    /// <summary>What docs/operating.md says happens on each answer.</summary>
    public static readonly TheoryData<string, string?, string> Answers = new()
    {
        { "GREETING", "421 Too busy", "later" },
        { "GREETING", "HTTP/1.1 400 Bad Request", "later" },
        { "GREETING", "", "later" },
        { "GREETING", null, "later" },
        { "AUTH", "535 5.7.8 Wrong", "later" },
        { "MAIL", "451 4.7.1 Greylisted", "later" },
        { "MAIL", "550 5.7.1 Not from you", "later" },
        { "RCPT", "450 4.2.0 Greylisted", "deferred" },
        { "RCPT", "452 4.3.1 No room", "later" },
        { "RCPT", "550 5.1.1 No such mailbox", "Refused" },
        { "RCPT", "", "later" },
        { "DATA", "554 5.7.1 No", "later" },
        { "DATA", "", "later" },
        { "END", "452 4.3.1 Full", "later" },
        { "END", "554 5.7.1 Looks like spam", "deferred" },
        { "END", "", "Unknown" },
        { "END", null, "Unknown" },
        { "END", "what?", "Unknown" },
        { "QUIT", "", "Sent" },
        { "QUIT", "500 What?", "Sent" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Each_answer_has_its_outcome_and_nothing_is_sent_twice(string command, string? answer, string expected)
    {
        await using var server = new FakeMailServer((command, answer));
        Assert.Equal(expected, await OutcomeAsync(Settings(server.Port) with { User = "hub", Password = "secret-of-the-test" }));
        Assert.Equal(command is "END" or "QUIT" ? 1 : 0, server.Mails.Count);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_tried_later() => Assert.Equal("later", await OutcomeAsync(Settings(LoopbackServer.ClosedPort())));

    [Theory]
    [InlineData(SmtpTls.Upgrade)]
    [InlineData(SmtpTls.Always)]
    public async Task Without_the_privacy_that_was_asked_for_nothing_is_said(SmtpTls tls)
    {
        await using var server = new FakeMailServer();
        Assert.Equal("later", await OutcomeAsync(Settings(server.Port) with { Tls = tls, User = "hub", Password = "secret-of-the-test" }));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_mail_that_arrives_is_the_one_that_was_written()
    {
        await using var server = new FakeMailServer();
        Assert.Equal("Sent", await OutcomeAsync(Settings(server.Port)));
        Assert.Equal(["MAIL", "RCPT"], server.Commands.Select(c => c.Split(' ')[0]).Where(c => c is "MAIL" or "RCPT" or "AUTH"));
        Assert.Contains("<marieve@prairie-hospital.example>", server.Commands.Single(c => c.StartsWith("RCPT", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var bytes = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(Assert.Single(server.Mails)));
        var mail = await MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Empty(mail.Cc.Concat(mail.Bcc).Concat(mail.ReplyTo));
        var rendered = await MailRenderer.RenderAsync(Samples.All["notice-u3.fr"]);
        Assert.Equal("n-7f3c21-U3-1@ville.example", mail.MessageId);
        Assert.Equal(Lines(rendered.Text), Lines(mail.TextBody!));
        Assert.Equal(Lines(rendered.Html), Lines(mail.HtmlBody!));
    }

    [Fact]
    public async Task What_goes_wrong_names_neither_the_password_nor_the_recipient()
    {
        await using var server = new FakeMailServer(("MAIL", "550 marieve@prairie-hospital.example may not hear from you"));
        var settings = Settings(server.Port) with { User = "hub", Password = "secret-of-the-test" };
        var fault = await Assert.ThrowsAsync<IOException>(async () => await new SmtpMailer(settings).SendAsync(Samples.All["notice-u3.fr"], TestContext.Current.CancellationToken));
        Assert.DoesNotContain("marieve", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault + settings.ToString(), StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static SmtpSettings Settings(int port) =>
        new("127.0.0.1", port, SmtpTls.WhereOffered, null, null, "Logement d’abord <avis@ville.example>") { Patience = TimeSpan.FromSeconds(1) };

    private static async Task<string> OutcomeAsync(SmtpSettings settings)
    {
        try
        {
            return (await new SmtpMailer(settings).SendAsync(Samples.All["notice-u3.fr"], TestContext.Current.CancellationToken)).ToString();
        }
        catch (MailDeferredException)
        {
            return "deferred";
        }
        catch (IOException)
        {
            return "later";
        }
    }
}
