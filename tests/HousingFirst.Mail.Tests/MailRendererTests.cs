using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Mail.Calendars;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests;

public sealed partial class MailRendererTests
{
    public static readonly TheoryData<string> Names = [.. Samples.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Every_mail_is_as_it_was_last_read(string name)
    {
        var mail = await MailRenderer.RenderAsync(Samples.All[name]);
        Golden.Matches(name + ".html", mail.Html);
        Golden.Matches(name + ".txt", mail.Text);
    }

    /// <summary>A title is large, and a telephone narrow: a date that may not be broken anywhere would be broken inside its year.</summary>
    [Fact]
    public async Task Every_title_can_be_broken_before_it_is_wider_than_a_telephone()
    {
        foreach (var (name, sample) in Samples.All)
        {
            foreach (var title in Parse(await MailRenderer.RenderAsync(sample)).QuerySelectorAll("h1"))
                Assert.All(title.TextContent.Split(' ', '\n'), part => Assert.True(part.Length <= 22, $"{name}: {part}"));
        }
    }

    [Fact]
    public void Every_golden_mail_has_a_sample() =>
        Assert.All(Golden.Names().Where(file => !file.StartsWith("page-", StringComparison.Ordinal) && !file.EndsWith(".eml", StringComparison.Ordinal)),
            file => Assert.Contains(Path.GetFileNameWithoutExtension(file), Samples.All.Keys));

    [Fact]
    public void Every_sort_of_mail_has_a_sample_in_both_languages()
    {
        var sorts = typeof(MailContent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MailContent)) && !t.IsAbstract).ToArray();
        Assert.True(sorts.Length >= 7);
        foreach (var language in Enum.GetValues<Language>())
        {
            var samples = Samples.All.Values.Where(s => s.To.Language == language).ToArray();
            Assert.All(sorts, sort => Assert.True(samples.Any(s => s.GetType() == sort), $"{sort.Name} has no {language} sample: add one to Samples.cs."));
            Assert.All(Enum.GetValues<SpecialistTaskKind>(), kind =>
                Assert.True(samples.OfType<MailContent.SpecialistTask>().Any(t => t.Task == kind), $"The task {kind} has no {language} sample: add one to Samples.cs."));
            Assert.All(Enum.GetValues<NoticeKind>(), kind => Assert.Contains(samples.OfType<MailContent.Notice>(), n => n.Kind == kind));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_mail_is_small(string name)
    {
        var mail = await MailRenderer.RenderAsync(Samples.All[name]);
        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html) + Encoding.UTF8.GetByteCount(mail.Text), 500, 60 * 1024);
    }

    [Theory]
    [InlineData(NoticeKind.Change, "received canHelp notForMe")]
    [InlineData(NoticeKind.Correction, "received canHelp notForMe")]
    [InlineData(NoticeKind.Escalation, "received canHelp notForMe")]
    [InlineData(NoticeKind.Withdrawal, "received")]
    public async Task Each_answer_is_a_button_to_the_notices_own_page_with_that_answer_ready(NoticeKind kind, string answers)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var notice = Samples.Notice(language, Urgency.U3, kind);
            var buttons = Parse(await MailRenderer.RenderAsync(notice)).QuerySelectorAll("a[href*=answer]").ToArray();
            Assert.Equal(answers.Split(' ').Select(a => $"{notice.Link}?answer={a}"), buttons.Select(b => b.GetAttribute("href")));
            Assert.Equal(
                answers.Split(' ').Select(a => CommonLanguage.Entries.Single(e => e.Kind == GlossaryKind.Answer && e.Term == a).Label(language)),
                buttons.Select(b => b.TextContent));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_readers_own_links_are_last_and_a_programs_people_have_two_more(string name)
    {
        var content = Samples.All[name];
        var links = Parse(await MailRenderer.RenderAsync(content)).QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ToArray();
        Uri[] own = content.Footer switch
        {
            null => [],
            { Team: { } team } foot => [team, new(team + "/told"), .. Month(foot), foot.Settings, foot.Ask, foot.Unsubscribe],
            var foot => [.. Month(foot), foot.Settings, foot.Ask, foot.Unsubscribe],
        };
        Assert.Equal(own.Select(l => l.AbsoluteUri), links.TakeLast(own.Length));
        Assert.Equal(own.Length, links.Where(l => OwnPage().IsMatch(l!)).Distinct().Count());

        static IEnumerable<Uri> Month(MailFooter foot) => new[] { foot.Month }.OfType<Uri>();
    }

    [Fact]
    public async Task Every_phrase_is_in_some_mail()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var mails = await Task.WhenAll(Samples.All.Values.Where(sample => sample.To.Language == language).Select(MailRenderer.RenderAsync));
            var calendars = Samples.All.Values.Where(sample => sample.To.Language == language).Select(CalendarText.Of).OfType<string>();
            var said = string.Concat(mails.Select(mail => mail.Subject + "\n" + mail.Text).Concat(calendars.Select(c => c.Replace("\r\n ", string.Empty, StringComparison.Ordinal))));
            Assert.All(WordsTests.Read("mail", language), phrase =>
                Assert.All(Regex.Split(phrase.Value, "\\{\\d\\}"), piece => Assert.Contains(piece, said, StringComparison.Ordinal)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_subject_is_one_of_two_whatever_changed(string name)
    {
        var content = Samples.All[name];
        var expected = content.To.Language == Language.French ? "Logement d’abord\u00A0: à lire" : "Housing First: please read";
        var mail = await MailRenderer.RenderAsync(content);
        Assert.Equal(expected, mail.Subject);
        Assert.Equal(expected, Parse(mail).Title);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Whom_to_call_stands_before_any_link(string name)
    {
        var content = Samples.All[name] with { Footer = null };
        var mail = await MailRenderer.RenderAsync(content);
        var calls = Calls(content);
        if (calls.Count == 0)
        {
            Assert.DoesNotContain("href", mail.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("http", mail.Text, StringComparison.Ordinal);
            return;
        }

        foreach (var body in (string[])[Parse(mail).Body!.InnerHtml, mail.Text])
        {
            var firstLink = body.IndexOf("https://", StringComparison.Ordinal) is >= 0 and var found ? found : body.Length;
            Assert.All(Words(calls[0]), word => Assert.InRange(body.IndexOf(word, StringComparison.Ordinal), 0, firstLink));
            Assert.All(calls.SelectMany(Words), word => Assert.Contains(word, body, StringComparison.Ordinal));
        }

        Assert.Equal("H1", Parse(mail).Body!.QuerySelector("h1, h2")!.TagName);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Nothing_is_loaded_followed_or_run(string name)
    {
        var mail = await MailRenderer.RenderAsync(Samples.All[name]);
        var page = Parse(mail);
        Assert.Empty(page.QuerySelectorAll("img,script,link,iframe,object,embed,video,audio,form,input,base,svg,meta[http-equiv]"));
        Assert.DoesNotMatch("(?i)url\\(|@import|@font-face|expression", Assert.Single(page.QuerySelectorAll("style")).TextContent);
        Assert.All(page.All, element => Assert.All(element.Attributes, attribute =>
        {
            Assert.DoesNotContain("url(", attribute.Value, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("@import", attribute.Value, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(attribute.Name, (string[])["lang", "charset", "name", "content", "style", "class", "href"]);
        }));
        Assert.All(page.QuerySelectorAll("[href]"), link =>
            Assert.Matches("^(tel:[+0-9;=ext]+|https://hub\\.housingfirst\\.example/[a-z]+/[^?]+(\\?answer=[a-zA-Z]+)?)$", link.GetAttribute("href")!));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Html_and_text_say_the_same_in_the_same_order(string name)
    {
        var mail = await MailRenderer.RenderAsync(Samples.All[name]);
        var html = Regex.Replace(Parse(mail).Body!.TextContent, "[ \n]+", " ");
        var at = 0;
        foreach (var line in mail.Text.Split('\n').Select(line => line.TrimStart('-', ' ')).Where(line => line.Length > 0))
        {
            if (line.StartsWith("https://", StringComparison.Ordinal)) continue;
            var found = html.IndexOf(line, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"Only the text says, or says earlier: {line}");
            at = found + line.Length;
        }

        var textWords = Regex.Replace(Regex.Replace(mail.Text, "https://\\S+", ""), "(?m)^- ?| |\n", "");
        var htmlWords = html.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(textWords, htmlWords);
        Assert.Equal(Parse(mail).QuerySelectorAll("a[href^=https]").Select(a => a.GetAttribute("href")), Url().Matches(mail.Text).Select(m => m.Value));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_page_says_its_language_and_reads_on_a_phone(string name)
    {
        var content = Samples.All[name];
        var page = Parse(await MailRenderer.RenderAsync(content));
        Assert.Equal(content.To.Language == Language.French ? "fr-CA" : "en-CA", page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("width=device-width", page.QuerySelector("meta[name=viewport]")!.GetAttribute("content"), StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("[style*=font-size]"), element =>
            Assert.All(FontSize().Matches(element.GetAttribute("style")!), size => Assert.True(int.Parse(size.Groups[1].ValueSpan, null) >= 16)));
        Assert.All(page.QuerySelectorAll("body > div, body > div > div"), element =>
            Assert.DoesNotMatch("(?<!max-)width:\\d", element.GetAttribute("style")!));
    }

    [Fact]
    public async Task French_mail_keeps_french_typography()
    {
        foreach (var (name, content) in Samples.All.Where(sample => sample.Value.To.Language == Language.French && sample.Value is not MailContent.Rejection))
        {
            var text = Command().Replace(Url().Replace((await MailRenderer.RenderAsync(content)).Text, ""), "");
            Typography.AssertFrench(name, text);
        }
    }

    [Fact]
    public async Task An_answer_is_asked_for_by_the_communitys_clock()
    {
        Assert.Contains("Please answer by 13:30 today, 1\u00A0December\u00A02026.", await Text(Samples.All["notice-u3.en"]), StringComparison.Ordinal);
        Assert.Contains("Veuillez répondre au plus tard à 13\u00A0h\u00A030 aujourd’hui, 1er\u00A0décembre\u00A02026.", await Text(Samples.All["notice-u3.fr"]), StringComparison.Ordinal);
        Assert.Contains("Please answer by 08:30 on Wednesday 2\u00A0December\u00A02026.", await Text(Samples.All["notice-u3-next-day.en"]), StringComparison.Ordinal);
        Assert.Contains("le mercredi 2\u00A0décembre\u00A02026 à 8\u00A0h\u00A030.", await Text(Samples.All["notice-u3-next-day.fr"]), StringComparison.Ordinal);
        Assert.Contains("au plus tard à 16\u00A0h aujourd’hui", await Text(Samples.All["notice-withdrawal.fr"]), StringComparison.Ordinal);
        // 23:30 in Lethbridge is the next day in London: "today" is the community's.
        var late = Samples.Notice(Language.English, Urgency.U3, ackBy: Samples.Local(1, 23, 30)) with { At = Instant.FromUtc(2026, 12, 2, 4, 0) };
        Assert.Contains("by 23:30 today", await Text(late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_says_received_and_when_and_nothing_else() =>
        Assert.Equal("Received by the program on Tuesday 1\u00A0December\u00A02026 at 09:06.\n", await Text(Samples.All["receipt.en"] with { Footer = null }));

    [Fact]
    public async Task Every_label_of_the_vocabulary_is_shown_and_no_code_is()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var code in Vocabulary.Current.Codes)
            {
                var mail = await MailRenderer.RenderAsync(Samples.Notice(language, Urgency.U2, code: code.Code));
                Assert.Contains(code.MailLabel(language), mail.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(code.Code, mail.Html + mail.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Strings_appear_where_they_are_meant_and_nowhere_else()
    {
        var to = new MailRecipient("canary-contact", "Canary-Name", "canary-address@x.example", Language.English);
        var call = new Caller("Canary-Organisation", "Canary-Worker", "+1 403 555 0199");
        var link = new Uri("https://hub.housingfirst.example/n/canary-link");
        var notice = new MailContent.Notice("canary-id", to, Samples.At, NoticeKind.Correction, Urgency.U3, MailLabel.Generic(Urgency.U3), call, Samples.Local(1, 13, 0), link);
        await Shows(notice, "Canary-Organisation", "Canary-Worker", "canary-link");
        await Shows(new MailContent.Digest("canary-id", to, Samples.At, new LocalDate(2026, 12, 1), [new(Urgency.U1, notice.Label, call, link)]), "Canary-Organisation", "Canary-Worker", "canary-link");
        await Shows(new MailContent.CallTask("canary-id", to, Samples.At, Urgency.U2, call, link), "Canary-Organisation", "Canary-Worker", "canary-link");
        await Shows(new MailContent.PartnerAnswer("canary-id", to, Samples.At, NoticeAnswer.CanHelp, Urgency.U3, call), "Canary-Organisation", "Canary-Worker");
        await Shows(
            new MailContent.CallList("canary-id", to, Samples.At, [new CallListEntry(call, Role.OUT, new CallListAlternate("Canary-Alternate", "+1 403 555 0198"), link)]),
            "Canary-Organisation", "Canary-Worker", "Canary-Alternate", "canary-link");
        await Shows(new MailContent.Rejection("canary-id", to, Samples.At, Samples.Local(1, 9, 0), "canary-reason", ["canary-defect"]), "canary-reason", "canary-defect");
        await Shows(new MailContent.SpecialistTask("canary-id", to, Samples.At, SpecialistTaskKind.AddressStopped, "Canary-Organisation", "Canary-Worker"), "Canary-Organisation", "Canary-Worker");
        await Shows(new MailContent.NewLink("canary-id", to, Samples.At, call, link), "Canary-Organisation", "Canary-Worker", "canary-link");
        await Shows(new MailContent.Code("canary-id", to, Samples.At, "042617"));
        await Shows(new MailContent.Surprise("canary-id", to, Samples.At, call, Core.Surprises.SurpriseCause.ToldLate), "Canary-Organisation", "Canary-Worker");
        await Shows(
            new MailContent.ContactList(
                "canary-id", to, Samples.At, ContactListAsk.Nudge, new YearMonth(2026, 12), new LocalDate(2026, 12, 31), [new ContactLine(call, null, null, null, false, false) { Topics = "Canary-Topics", FollowUp = "Canary-Next" }]),
            "Canary-Organisation", "Canary-Worker", "Canary-Topics", "Canary-Next");
        MorningGroup group = new(MorningSubject.Requests, [new(new MorningFact.Unconfirmed("Canary-Organisation", "Canary-Contact"), new MorningAction.Call(call)), new(new MorningFact.ConsentsEnd("Canary-Organisation", 2), new MorningAction.Run("canary-command"))], 0);
        await Shows(new MailContent.Morning("canary-id", to, Samples.At, new LocalDate(2026, 12, 1), [group]), "Canary-Contact", "Canary-Organisation", "Canary-Worker", "canary-command");
        await Shows(new MailContent.Receipt("canary-id", to, Samples.At, Samples.Local(1, 9, 0)));
    }

    [Fact]
    public async Task Markup_in_a_name_is_only_text()
    {
        var mail = await MailRenderer.RenderAsync(Samples.Notice(Language.English, Urgency.U2, call: new Caller("<img src=x>", "\"><script>a</script>&", "1\" onclick=\"x")));
        var page = Parse(mail);
        Assert.Empty(page.QuerySelectorAll("img,script,[onclick]"));
        Assert.Contains("\"><script>a</script>&", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<img src=x>", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_are_written_as_letters() =>
        Assert.DoesNotMatch("&#x(?!A0;|2B;)", (await MailRenderer.RenderAsync(Samples.All["digest.fr"])).Html);

    [Fact]
    public async Task Many_mails_at_once_come_out_as_one_by_one()
    {
        var alone = (await MailRenderer.RenderAsync(Samples.All["digest.fr"])).Html;
        var together = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => MailRenderer.RenderAsync(Samples.All["digest.fr"]))));
        Assert.All(together, mail => Assert.Equal(alone, mail.Html));
    }

    private static async Task Shows(MailContent content, params string[] meant)
    {
        var mail = await MailRenderer.RenderAsync(content);
        foreach (var body in (string[])[mail.Html, mail.Text])
            Assert.Equal(meant.Order(StringComparer.Ordinal), Canary().Matches(body).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Canary().Matches(mail.Subject));
    }

    private static IReadOnlyList<Caller> Calls(MailContent content) => content switch
    {
        MailContent.Notice notice => [notice.Call],
        MailContent.CallTask task => [task.Call],
        MailContent.PartnerAnswer answer => [answer.Call],
        MailContent.CallList list => [list.Entries[0].Call],
        MailContent.AnotherChannel asked => [asked.Partner],
        MailContent.NewLink again => [again.Call],
        MailContent.Digest digest => [.. digest.Lines.Select(line => line.Call), .. digest.Contacts.SelectMany(c => c.Lines).Select(line => line.Call)],
        MailContent.ContactList list => [.. list.Lines.Select(line => line.Call)],
        MailContent.SpecialistTask { Call: { } call } => [call],
        MailContent.Meeting meeting => [meeting.Call],
        MailContent.Surprise surprise => [surprise.Call],
        MailContent.Morning morning => [.. morning.Groups.SelectMany(g => g.Lines).Select(l => l.Action).OfType<MorningAction.Call>().Select(c => c.Who)],
        _ => [],
    };

    private static IEnumerable<string> Words(Caller call) => new[] { call.Organisation, call.Worker, call.Phone }.OfType<string>();

    private static async Task<string> Text(MailContent content) => (await MailRenderer.RenderAsync(content)).Text;

    private static IDocument Parse(RenderedMail mail) => new HtmlParser().ParseDocument(mail.Html);

    [GeneratedRegex("font-size:(\\d+)px")]
    private static partial Regex FontSize();

    [GeneratedRegex("^https://[^/]+/(my|ask|stop|team|month)/")]
    private static partial Regex OwnPage();

    [GeneratedRegex("(?m)^  hub .*$")]
    private static partial Regex Command();

    [GeneratedRegex("https://\\S+")]
    private static partial Regex Url();

    [GeneratedRegex("canary-[a-z]+", RegexOptions.IgnoreCase)]
    private static partial Regex Canary();
}
