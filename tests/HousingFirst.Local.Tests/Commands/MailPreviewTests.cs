using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Local.Commands;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub mail preview</c>, from outside.</summary>
public sealed class MailPreviewTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_contact_sees_the_mails_they_would_get()
    {
        await using var world = await CommandWorld.StoppedAsync();
        foreach (var (contact, kinds) in new[]
        {
            ("dana", "notice digest call-task call-list partner-answer surprise another-channel new-link code contact-list meeting"),
            ("luc", "notice digest call-task call-list partner-answer surprise another-channel rejection new-link code contact-list meeting"),
            ("morgan", "notice digest call-list rejection new-link code meeting"),
            ("robin", "notice digest call-list rejection new-link code morning specialist-task agreements-end month-end meeting"),
            ("bellamy", "rejection receipt new-link code"),
        })
        {
            var folder = Path.Combine(world.Files, contact);
            var written = (await world.JsonAsync("mail", "preview", "--to", contact, "--out", folder)).EnumerateArray().ToArray();
            Assert.Equal(kinds.Split(' '), written.Select(w => w.GetProperty("kind").GetString()));
            Assert.Equal(kinds.Split(' ').Length * 2, Directory.GetFiles(folder).Length);
            foreach (var mail in written)
            {
                var (html, text) = (await ReadAsync(mail, "html"), await ReadAsync(mail, "text"));
                Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
                Assert.Equal(contact == "luc" ? "Logement d’abord\u00A0: à lire" : "Housing First: please read", mail.GetProperty("subject").GetString());
                foreach (var page in (string[])["my", "ask", "stop"])
                    Assert.Contains($"/{page}/sample-that-does-nothing\n", text, StringComparison.Ordinal);
                Assert.Equal(contact is "dana" or "luc", text.Contains("/team/sample-that-does-nothing/told\n", StringComparison.Ordinal));
                Assert.DoesNotContain("HF-", html + text, StringComparison.Ordinal);
            }
        }

        // Nothing was sent.
        Assert.False(Directory.Exists(Path.Combine(world.Data, "mail")) && Directory.EnumerateFiles(Path.Combine(world.Data, "mail")).Any());
    }

    [Fact]
    public async Task One_kind_in_another_language_goes_beside_the_data_and_names_a_worker_of_the_directory()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var line = (await world.DoAsync("mail", "preview", "--to", "morgan", "--kind", "notice", "--lang", "fr")).TrimEnd().Split('\t');
        Assert.Equal(["notice", Path.Combine(world.Data, "mail-preview", "morgan-notice.fr.html"), Path.Combine(world.Data, "mail-preview", "morgan-notice.fr.txt")], line);
        var text = await File.ReadAllTextAsync(line[2], Stop);
        Assert.StartsWith("Veuillez appeler\nLuc Fontaine\nÉquipe de proximité du Pont\n+1 403 555 0104\n", text, StringComparison.Ordinal);
        Assert.Contains("au plus tard à 15\u00A0h aujourd’hui", text, StringComparison.Ordinal);
        Assert.Contains("/n/sample-that-does-nothing?answer=canHelp\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_would_get_is_refused_in_words()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("did you mean morgan?", await world.RefusedAsync("mail", "preview", "--to", "morgen"), StringComparison.Ordinal);
        Assert.Contains("noor gets no mail", await world.RefusedAsync("mail", "preview", "--to", "noor"), StringComparison.Ordinal);
        Assert.Contains(
            "dana gets no receipt: the hub sends it to police who reported by card only",
            await world.RefusedAsync("mail", "preview", "--to", "dana", "--kind", "receipt"),
            StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("mail", "preview")).Code);
        Assert.Equal(2, (await world.RunAsync("mail", "preview", "--to", "dana", "--kind", "letter")).Code);
        Assert.Equal(2, (await world.RunAsync("mail", "preview", "--to", "dana", "--lang", "de")).Code);
        Assert.False(Directory.Exists(Path.Combine(world.Data, "mail-preview")));
    }

    [Fact]
    public async Task Every_sort_of_mail_has_an_example_under_its_name()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var at = await local.Hub.Directory.NowAsync(Stop);
        foreach (var language in Enum.GetValues<Language>())
        {
            var reader = at.Directory.Contact("specialist", "robin")! with { Language = language };
            var examples = new MailExamples(at, local.Options.PublicUrl, reader).All().ToArray();
            Assert.Equal(MailExamples.Kinds, examples.Select(e => e.Kind));
            var sorts = typeof(MailContent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MailContent)) && !t.IsAbstract);
            Assert.Equal(sorts.Select(MailExamples.KindOf).Order(StringComparer.Ordinal), examples.Select(e => e.Kind).Order(StringComparer.Ordinal));
            Assert.All(examples, e => Assert.Equal(language, e.Mail.To.Language));
        }
    }

    private static Task<string> ReadAsync(System.Text.Json.JsonElement mail, string part) => File.ReadAllTextAsync(mail.GetProperty(part).GetString()!, Stop);
}
