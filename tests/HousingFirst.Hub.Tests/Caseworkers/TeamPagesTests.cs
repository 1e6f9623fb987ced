using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using Xunit;

namespace HousingFirst.Hub.Tests.Caseworkers;

/// <summary>A caseworker's two pages over a real socket, as a browser without script uses them.</summary>
public sealed partial class TeamPagesTests
{
    [Fact]
    public async Task One_form_one_preview_one_send_and_who_was_told()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Contains("<option value=\"river-icm/HF-7Q2K\"", form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-3MXB", form.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-01\" max=\"2026-12-01\"", form.Html, StringComparison.Ordinal);
        Assert.Equal(9, OftenBox().Count(form.Html));

        var preview = await site.PostAsync(link, [.. form.Hidden, .. Filled("housing.notice"), ("deadline", "2026-12-15"), ("deadlineTime", ""), ("do", "preview")]);
        Assert.Contains("Nothing has been sent yet.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Gurpreet Sandhu Income Support Office", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Noor Haddad Legal Aid Clinic Agreement ended The organisation's agreement has ended.", preview.Text, StringComparison.Ordinal);
        Assert.Empty(site.World.Queued());

        var sent = await site.PostAsync(link, [.. preview.Hidden, ("do", "send")]);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var told = sent.Headers.Location!.ToString();
        Assert.Matches("^/team/[A-Za-z0-9._-]+/told/[0-9a-f]{32}[?]sent=1$", told);
        Assert.Single(site.World.Queued());
        await site.World.TakeAsync();

        var page = await site.GetAsync(told);
        Assert.Contains("Sent. This is what becomes of it.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Notice to end the tenancy received HF-7Q2K Tuesday 1 December 2026", page.Text.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("tel:+14035550111", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Assert.Equal(Names(preview.Html[..preview.Html.IndexOf("Also on the team", StringComparison.Ordinal)]), Names(page.Html));
        Assert.Contains(told.Replace("?sent=1", string.Empty, StringComparison.Ordinal), (await site.GetAsync(link + "/told")).Html, StringComparison.Ordinal);

        // A reload of the preview, and a second click, are the same message.
        Assert.Equal(told, (await site.PostAsync(link, [.. preview.Hidden, ("do", "send")])).Headers.Location!.ToString());
        Assert.Single(site.World.Queued());
    }

    /// <summary>A mailbox that several people read gets class A only (promise 6): a code sent there would open the clients to all of them.</summary>
    [Fact]
    public async Task A_mailbox_of_several_gets_no_code_and_sees_no_client()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        Assert.Contains("HF-7Q2K", (await site.GetAsync(link)).Html, StringComparison.Ordinal);
        await site.World.ChangeContactAsync("river-icm", "dana", c => c with { Shared = true });
        var codes = site.World.Mailer.To("dana").OfType<MailContent.Code>().Count();
        foreach (var page in new[] { await site.GetAsync(link + "?lang=en"), await site.GetAsync(link + "/told?lang=en"), await site.PostAsync(link + "?lang=en&code=send") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Contains("Several people read the mailbox", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("HF-7Q2K", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(codes, site.World.Mailer.To("dana").OfType<MailContent.Code>().Count());

        // A code goes to one of a person's addresses: one that is shared is enough.
        await site.World.ChangeContactAsync("river-icm", "dana", c => c with { Shared = false });
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(link)).Status);
        var dana = (await site.World.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Contact("river-icm", "dana")!;
        await site.World.ChangeAsync("coulee-act", o => o with { Contacts = [.. o.Contacts, dana with { Shared = true, Alternate = null }] });
        Assert.Equal(HttpStatusCode.Forbidden, (await site.GetAsync(link)).Status);
    }

    [Fact]
    public async Task The_pages_are_French_for_a_French_reader_and_on_asking_and_nothing_typed_is_lost()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link + "?lang=fr");
        Assert.Contains("Informer l’équipe", form.Text, StringComparison.Ordinal);
        Assert.Contains(Vocabulary.Current["housing.notice"].LabelFr, form.Text, StringComparison.Ordinal);
        var french = await site.PostAsync(link + "?lang=fr", [.. form.Hidden, .. Filled("other"), ("note", "Deux « mots »\nici"), ("do", "preview")]);
        Assert.Contains("Rien n’a encore été envoyé.", french.Text, StringComparison.Ordinal);
        Assert.Contains(("note", "Deux « mots »\nici"), french.Hidden);
        var english = await site.PostAsync(link + "?lang=en", [.. french.Hidden, ("do", "preview")]);
        Assert.Contains("Nothing has been sent yet.", english.Text, StringComparison.Ordinal);
        var again = await site.PostAsync(link + "?lang=fr", [.. english.Hidden, ("do", "edit")]);
        Assert.Contains("Deux « mots »\nici</textarea>", WebUtility.HtmlDecode(again.Html), StringComparison.Ordinal);
        Assert.Contains("<option value=\"river-icm/HF-7Q2K\" selected", again.Html, StringComparison.Ordinal);
        Assert.Contains("<option value=\"other\" selected", again.Html, StringComparison.Ordinal);
        Assert.Contains("/told?lang=fr", again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_in_words_and_what_was_typed_stays()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link);
        var wrong = await site.PostAsync(
            link, [.. form.Hidden, ("client", ""), ("often", "housing.notice"), ("occurredOn", "2026-12-02"), ("deadline", ""), ("deadlineTime", "09:30"), ("do", "preview")]);
        Assert.Equal(HttpStatusCode.OK, wrong.Status);
        Assert.Contains("Client: Choose a client.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("The day it happened: Choose today or an earlier day.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("Deadline: This is needed for this change.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"deadline-hint deadline-wrong\" aria-invalid=\"true\"", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"housing.notice\" checked", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-02\"", wrong.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"09:30\"", wrong.Html, StringComparison.Ordinal);
        Assert.Equal(form.Hidden, wrong.Hidden);
    }

    [Theory]
    [InlineData("referral.result", "otherParty", "prairie-hospital")]
    [InlineData("consent.revoked", "consent", "K4/income-support")]
    [InlineData("team.left", "left", "bridge-outreach/luc")]
    public async Task What_only_the_clients_team_can_answer_is_asked_once_the_client_is_known(string code, string field, string value)
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link);
        var more = await site.PostAsync(link, [.. form.Hidden, .. Filled(code), ("do", "preview")]);
        Assert.Contains("This change needs a little more", more.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid=\"", more.Html, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{value}\"", more.Html, StringComparison.Ordinal);
        var empty = await site.PostAsync(link, [.. form.Hidden, .. Filled(code), (field, ""), ("do", "preview")]);
        Assert.Contains("This is needed for this change.", empty.Text, StringComparison.Ordinal);
        var preview = await site.PostAsync(link, [.. form.Hidden, .. Filled(code), (field, value), ("do", "preview")]);
        Assert.Contains("Nothing has been sent yet.", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_also_be_told_has_a_box_that_tells()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link);
        var preview = await site.PostAsync(link, [.. form.Hidden, .. Filled("person.documents"), ("do", "preview")]);
        Assert.Equal(["luc", "morgan", "robin"], Box().Matches(preview.Html).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        var sent = await site.PostAsync(link, [.. preview.Hidden, ("alsoTell", "luc"), ("alsoTell", "robin"), ("do", "send")]);
        await site.World.TakeAsync();
        var told = await site.GetAsync(sent.Headers.Location!.ToString());
        Assert.Contains("Luc Fontaine", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Morgan Tait", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_code_no_page_says_anything_and_no_form_acts()
    {
        await using var site = await TeamSite.StartAsync();
        await site.World.ReceiveAsync(site.World.Change("prairie-hospital", "PH-0018", "away.hospital.in", id: "one"));
        var link = await site.LinkAsync("dana");
        var key = (await site.World.Hub.ReadTold.RunAsync(await site.World.CaseworkerAsync("dana"), TestContext.Current.CancellationToken))[0].Change;
        foreach (var page in new[]
        {
            await site.GetAsync(link), await site.GetAsync(link + "/told"), await site.GetAsync($"{link}/told/{key}"),
            await site.PostAsync(link, [.. Filled("program.worker"), ("do", "preview")]), await site.PostAsync(link, [.. Filled("program.worker"), ("do", "send")]),
        })
        {
            Assert.Contains("A code, to see more", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("HF-", page.Html, StringComparison.Ordinal);
        }

        Assert.Empty(site.World.Queued());

        // A device that knows one person is not another's.
        await site.SignInAsync("priya");
        Assert.Contains("A code, to see more", (await site.GetAsync(link)).Text, StringComparison.Ordinal);
        var foreign = await site.GetAsync($"{await site.LinkAsync("priya")}/told/{key}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Contains("Nothing of yours is here", foreign.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_is_kept_framed_or_scripted_and_no_address_holds_a_reference()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        var form = await site.GetAsync(link);
        var preview = await site.PostAsync(link, [.. form.Hidden, .. Filled("person.documents"), ("do", "preview")]);
        var sent = await site.PostAsync(link, [.. preview.Hidden, ("do", "send")]);
        await site.World.TakeAsync();
        var told = await site.GetAsync(sent.Headers.Location!.ToString());
        var list = await site.GetAsync(link + "/told");
        // The Enter key takes the first button: it looks again, and neither sends nor changes the language.
        foreach (var page in new[] { form, preview }) Assert.Contains("value=\"preview\" class=\"default\"", Button().Match(page.Html).Value, StringComparison.Ordinal);
        foreach (var page in new[] { form, preview, told, list, sent })
        {
            Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
            Assert.Contains("form-action 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("script", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Address().Matches(page.Html), m => m.Groups[1].Value.Contains("HF-", StringComparison.Ordinal));
            foreach (var style in Styles().Matches(page.Html).Select(m => m.Groups[1].Value))
            {
                var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
                Assert.Contains(hash, page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain("HF-", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_link_shows_nothing_acts_on_nothing_and_brings_a_new_one()
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana");
        site.World.Clock.Advance(MailLinks.Life);
        foreach (var page in new[] { await site.GetAsync(link), await site.PostAsync(link, [.. Filled("program.worker"), ("do", "send")]) })
        {
            Assert.Contains("This link is old", page.Text, StringComparison.Ordinal);
            Assert.Contains("value=\"newLink\"", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("HF-", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(link, (await site.GetAsync(link + "/told")).Headers.Location!.ToString());
        Assert.Empty(site.World.Queued());
        await site.PostAsync(link, ("do", "newLink"));
        Assert.Equal(LinkPurpose.Team, Assert.IsType<LinkReading.Valid>(new LinkSigner(site.World.Keys).Read(
            site.World.Mailer.To("dana").OfType<MailContent.NewLink>().Single().Link.Segments[^1], site.World.Clock.GetCurrentInstant())).Token.Purpose);
    }

    [Theory]
    [InlineData("/team/x", "GET", 404)]
    [InlineData("/team/x", "POST", 404)]
    [InlineData("/team/x/told/y", "GET", 404)]
    [InlineData("/team/x", "DELETE", 405)]
    [InlineData("/team/x/told", "POST", 405)]
    public async Task What_is_no_link_gets_the_page_of_broken_links(string path, string verb, int status)
    {
        await using var site = await TeamSite.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        using var response = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.French)]
    public async Task Every_code_has_a_page_in_words(Language language)
    {
        await using var site = await TeamSite.StartAsync();
        var link = await site.SignInAsync("dana") + (language == Language.French ? "?lang=fr" : string.Empty);
        var form = await site.GetAsync(link);
        foreach (var code in OfferedCodes.All)
        {
            Assert.Contains($"value=\"{code.Code}\"", form.Html, StringComparison.Ordinal);
            var page = await site.PostAsync(link,
            [
                .. form.Hidden, .. Filled(code.Code), ("deadline", "2026-12-15"), ("expectedOn", "2026-12-15"), ("note", "x"), ("otherParty", "prairie-hospital"),
                ("consent", "K4/income-support"), ("recipient", "prairie-hospital"), ("allows", "B"), ("from", "2026-12-01"), ("to", "2027-12-01"),
                ("method", "written"), ("witness", ""), ("version", "2026-1"), ("left", "bridge-outreach/luc"), ("joined", "bridge-outreach/amina"), ("role", "OUT"),
                ("theirRef", "BO-999"), ("corrects", "0"), ("do", "preview"),
            ]);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            if (code.Code == "correction.issued") Assert.Contains("wrong", page.Html, StringComparison.Ordinal);
            else Assert.Contains(code.Label(language), page.Text, StringComparison.Ordinal);
            Assert.Equal(code.Code != "correction.issued", page.Hidden.Any(h => h.Name == "seen"));
            Assert.DoesNotContain("lang=\"en\">`", page.Html, StringComparison.Ordinal);
        }
    }

    private static (string Name, string Value)[] Filled(string code) =>
        [("client", "river-icm/HF-7Q2K"), ("often", "other-code"), ("code", code), ("occurredOn", "2026-12-01")];

    private static IEnumerable<string> Names(string html) => Name().Matches(html).Select(m => m.Groups[1].Value);

    [GeneratedRegex("<li><b>([^<]*)</b>")]
    private static partial Regex Name();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Button();

    [GeneratedRegex("name=\"often\"")]
    private static partial Regex OftenBox();

    [GeneratedRegex("name=\"alsoTell\" value=\"([^\"]*)\"")]
    private static partial Regex Box();

    [GeneratedRegex("(?:href|action|formaction)=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();
}
