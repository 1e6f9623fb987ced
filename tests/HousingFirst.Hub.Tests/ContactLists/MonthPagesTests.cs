using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tests.Caseworkers;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactLists;

/// <summary>The contacts of the month over a real socket, as a browser without script uses them.</summary>
public sealed partial class MonthPagesTests
{
    private const string Hospital = "prairie-hospital", Housing = "southside-housing", Program = "river-icm";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_tap_records_a_call_with_nothing_new_and_it_counts_fully()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var link = await site.MonthLinkAsync("dana");
        var list = await site.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, list.Status);
        Assert.Contains("River ICM Team , December 2026", Plain(list), StringComparison.Ordinal);
        Assert.Contains("0 of 4 made, 0 of them in person.", list.Text, StringComparison.Ordinal);
        Assert.Contains("Prairie Hospital Social Work Marie-Ève Caron Writes in French. Call +1 403 555 0107 No contact so far. Not in person for 90 days or more.", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Legal Aid Clinic", list.Text, StringComparison.Ordinal);

        var tapped = await site.TapAsync(link, Program, Hospital);
        Assert.Equal((HttpStatusCode.SeeOther, $"{link}?recorded={Program}.{Hospital}"), (tapped.Status, tapped.Headers.Location!.ToString()));
        var after = await site.GetAsync(tapped.Headers.Location!.ToString());
        Assert.Contains("Recorded: Prairie Hospital Social Work.", after.Text, StringComparison.Ordinal);
        Assert.Contains("1 of 4 made, 0 of them in person.", after.Text, StringComparison.Ordinal);
        Assert.Contains("Last contact: 1 December 2026, by telephone.", Plain(after), StringComparison.Ordinal);
        Assert.Equal(3, Taps().Count(after.Html));
        var contact = Assert.Single((await site.World.ObligationAsync(Program, Hospital)).Recorded);
        Assert.Equal((ContactOutcome.Made, ContactMode.Phone, Program), (contact.Outcome, contact.Mode, contact.By));
        Assert.Null(contact.Topics);
        Assert.Contains(await site.World.Hub.Audit.ReadAsync(site.World.Clock.GetCurrentInstant(), Stop), e => e is { Action: "contacts.record", By: "dana" });

        // An address that says so records nothing, and the page doesn't repeat it.
        Assert.DoesNotContain("Recorded", (await site.GetAsync($"{link}?recorded={Program}.{Housing}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tapped_twice_at_once_or_after_a_reload_it_is_recorded_once()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var link = await site.MonthLinkAsync("dana");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.TapAsync(link, Program, Hospital)));
        await site.TapAsync(await site.MonthLinkAsync("dana"), Program, Hospital);
        site.World.Clock.Advance(Duration.FromMinutes(3));
        await site.TapAsync(link, Program, Hospital);
        Assert.Single((await site.World.ObligationAsync(Program, Hospital)).Recorded);
        Assert.Single(await site.World.Hub.Audit.ReadAsync(site.World.Clock.GetCurrentInstant(), Stop), e => e.Action == "contacts.record");

        var path = $"{link}/{Program}/{Housing}";
        var filled = (await site.GetAsync(path)).Hidden.Concat([("outcome", "made"), ("mode", "video"), ("on", "2026-12-01"), ("do", "record")]).ToArray();
        await Task.WhenAll(site.PostAsync(path, filled), site.PostAsync(path, filled));
        Assert.Single((await site.World.ObligationAsync(Program, Housing)).Recorded);

        // Another form is another contact, and so is the same one gone back to and changed.
        await site.PostAsync(path, [.. filled, ("topics", "the new intake hours")]);
        await site.RecordAsync(path, ("outcome", "made"), ("mode", "inPerson"), ("on", "2026-12-01"));
        var recorded = (await site.World.ObligationAsync(Program, Housing)).Recorded;
        Assert.Equal(3, recorded.Length);
        Assert.Equal(ContactMode.InPerson, (await site.World.ObligationAsync(Program, Housing)).Standing(null).Mode);
    }

    [Fact]
    public async Task A_contact_in_full_and_only_the_tick_confirms_the_entry()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var path = $"{await site.MonthLinkAsync("dana")}/{Program}/{Hospital}";
        var form = await site.GetAsync(path);
        Assert.Contains("Record a contact Prairie Hospital Social Work , Marie-Ève Caron", form.Text, StringComparison.Ordinal);
        Assert.Contains("\nDana Kowalchuk</textarea>", WebUtility.HtmlDecode(form.Html), StringComparison.Ordinal);
        var confirmed = (await site.World.ContactAsync(Hospital, "marieve")).Confirmed;
        await site.RecordAsync(
            path, ("outcome", "made"), ("mode", "inPerson"), ("reason", "other"), ("on", "2026-11-30"), ("who", "Dana and Marie-Ève"),
            ("topics", "discharge planning\r\n\r\nnew extension"), ("followUp", "send the form"));
        var contact = Assert.Single((await site.World.ObligationAsync(Program, Hospital, new YearMonth(2026, 11))).Recorded);
        Assert.Equal(
            (new LocalDate(2026, 11, 30), ContactMode.InPerson, "Dana and Marie-Ève", "discharge planning; new extension", "send the form"),
            (contact.On, contact.Mode, contact.Who, contact.Topics, contact.FollowUp));
        Assert.Equal(confirmed, (await site.World.ContactAsync(Hospital, "marieve")).Confirmed);

        Assert.Equal(HttpStatusCode.SeeOther, (await site.RecordAsync(path, ("outcome", "attempted"), ("mode", "text"), ("on", "2026-12-01"), ("confirms", "marieve"))).Status);
        Assert.Equal(new LocalDate(2026, 12, 1), (await site.World.ContactAsync(Hospital, "marieve")).Confirmed);
        Assert.Equal(ObligationState.Attempted, (await site.World.ObligationAsync(Program, Hospital)).Standing(null).State);
        await site.RecordAsync($"{await site.MonthLinkAsync("dana")}/{Program}/{Housing}", ("outcome", "notMade"), ("mode", "phone"), ("reason", "partnerAway"), ("on", "2026-12-01"));
        var list = await site.GetAsync(await site.MonthLinkAsync("dana"));
        Assert.Contains("Tried this month; nobody answered.", list.Text, StringComparison.Ordinal);
        Assert.Contains("Not made: the partner’s contact was away.", list.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outcome", "", "What came of it? Choose one.")]
    [InlineData("mode", "", "How? Choose one.")]
    [InlineData("on", "2026-12-02", "The day: Choose today, or a day of the last two months.")]
    [InlineData("on", "2026-09-29", "The day: Choose today, or a day of the last two months.")]
    [InlineData("topics", "what to do for HF-7Q2K", "What was it about? This looks like a client’s reference.")]
    [InlineData("followUp", "call about PH-0018", "What comes next? This looks like a client’s reference.")]
    [InlineData("who", "Dana about BO-204", "Who talked with whom: This looks like a client’s reference.")]
    [InlineData("topics", "health number 123456789", "What was it about? Nine digits in a row look like a health number.")]
    [InlineData("confirms", "dana", "The entry in the directory: This can’t be recorded as it is.")]
    public async Task What_is_wrong_stands_beside_its_field_in_words_and_nothing_typed_is_lost(string field, string value, string says)
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var path = $"{await site.MonthLinkAsync("dana")}/{Program}/{Hospital}";
        (string Name, string Value)[] right = [("outcome", "made"), ("mode", "phone"), ("on", "2026-12-01"), ("topics", "intake hours"), ("followUp", "a visit")];
        var wrong = await site.RecordAsync(path, [.. right.Where(r => r.Name != field), (field, value)]);
        Assert.Equal(HttpStatusCode.OK, wrong.Status);
        Assert.Contains(says, wrong.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was recorded.", wrong.Text, StringComparison.Ordinal);
        if (field is not ("outcome" or "mode" or "confirms")) Assert.Contains(value, WebUtility.HtmlDecode(wrong.Html), StringComparison.Ordinal);
        Assert.Contains(field == "followUp" ? "intake hours" : "a visit", wrong.Text, StringComparison.Ordinal);
        Assert.Empty((await site.World.ObligationAsync(Program, Hospital)).Recorded);

        // In the other language nothing is lost either, and looking there records nothing.
        var french = await site.PostAsync(path + "?lang=fr", [.. wrong.Hidden, .. right, ("do", "edit")]);
        Assert.Contains("Noter un contact", french.Text, StringComparison.Ordinal);
        Assert.Contains("intake hours", french.Text, StringComparison.Ordinal);
        Assert.Empty((await site.World.ObligationAsync(Program, Hospital)).Recorded);
    }

    [Fact]
    public async Task What_the_last_talk_left_open_stands_in_the_next_months_list_until_they_talk_again()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        await site.RecordAsync(
            $"{await site.MonthLinkAsync("dana")}/{Program}/{Hospital}",
            ("outcome", "made"), ("mode", "phone"), ("on", "2026-12-01"), ("topics", "the new ward"), ("followUp", "visit together"));
        await site.World.AdvanceToAsync(33, 9, 0);
        var link = await site.MonthLinkAsync("dana");
        var january = await site.GetAsync(link);
        Assert.Contains("Last contact: 1 December 2026, by telephone. Not in person for 90 days or more. Last time: the new ward Still to do: visit together Called – nothing new", Plain(january), StringComparison.Ordinal);
        Assert.Contains("Last time: the new ward", (await site.GetAsync($"{link}/{Program}/{Hospital}")).Text, StringComparison.Ordinal);
        await site.TapAsync(link, Program, Hospital);
        Assert.DoesNotContain("the new ward", (await site.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_records_from_its_own_link_with_the_programs_that_owe_it_a_contact()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var link = await site.MonthLinkAsync("marieve");
        var list = await site.GetAsync(link + "?lang=en");
        Assert.Contains("Programs that talk with you every month", list.Text, StringComparison.Ordinal);
        Assert.Contains("River ICM Team Dana Kowalchuk Writes in English. Call +1 403 555 0101 No contact in the last three months.", list.Text, StringComparison.Ordinal);
        Assert.Equal(3, Taps().Count(list.Html));
        Assert.Equal(HttpStatusCode.SeeOther, (await site.TapAsync(link, Hospital, Program)).Status);
        await site.RecordAsync($"{link}/{Hospital}/coulee-act", ("outcome", "made"), ("mode", "inPerson"), ("on", "2026-12-01"), ("topics", "rounds"));

        Assert.Equal((ObligationState.Made, Hospital), (await site.World.ObligationAsync(Program, Hospital)) is { Recorded: [var one] } river ? (river.Standing(null).State, one.By) : default);
        Assert.Equal(ContactMode.InPerson, (await site.World.ObligationAsync("coulee-act", Hospital)).Standing(null).Mode);
        var french = await site.GetAsync(link);
        Assert.Contains("Dernier contact : 1er décembre 2026, en personne.", Plain(french), StringComparison.Ordinal);
        Assert.Contains("Contact établi, ou raison donnée", french.Text, StringComparison.Ordinal);
        Assert.Contains("rounds", (await site.GetAsync($"{await site.MonthLinkAsync("priya")}")).Text, StringComparison.Ordinal);
    }

    /// <summary>A partner's month begins with the talks of the months before, as a program's does; a quarter back.</summary>
    [Fact]
    public async Task A_partner_sees_the_last_talk_of_earlier_months()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var world = site.World;
        foreach (var (program, on, mode) in ((string, string, string)[])[(Program, "2026-12-01", "inPerson"), (Program, "2026-11-20", "phone"), ("coulee-act", "2026-11-20", "video")])
            await world.ReceiveAsync(world.Contact(program, Hospital, "made", $"\"mode\":\"{mode}\"", on: on));
        await world.AdvanceToAsync(33, 9, 0);
        await world.ReceiveAsync(world.Contact(Program, Hospital, "attempted", "\"mode\":\"phone\""));
        var january = Plain(await site.GetAsync(await site.MonthLinkAsync("marieve") + "?lang=en"));
        Assert.Contains("Call +1 403 555 0101 Last contact: 1 December 2026, in person. Tried this month; nobody answered.", january, StringComparison.Ordinal);
        Assert.Contains("Last contact: 20 November 2026, by video.", january, StringComparison.Ordinal);
        Assert.Contains("No contact in the last three months.", january, StringComparison.Ordinal);
        Assert.Equal(3, Taps().Count((await site.GetAsync(await site.MonthLinkAsync("marieve"))).Html));
    }

    [Fact]
    public async Task Before_the_month_opens_and_after_it_has_closed_a_contact_can_be_recorded_and_the_page_says_what_it_is()
    {
        await using var site = await TeamSite.StartAsync();
        await site.World.WithoutWarningsAsync();
        site.World.Clock.Advance(-Duration.FromHours(6));
        var early = await site.GetAsync(await site.MonthLinkAsync("dana"));
        Assert.Contains("The month opens on Tuesday 1 December 2026.", Plain(early), StringComparison.Ordinal);
        Assert.Equal(4, Taps().Count(early.Html));
        await site.TapAsync(await site.MonthLinkAsync("dana"), Program, Hospital);
        site.World.Clock.Advance(Duration.FromHours(6));
        await site.World.OpenMonthAsync();
        Assert.Contains("1 of 4 made", (await site.GetAsync(await site.MonthLinkAsync("dana"))).Text, StringComparison.Ordinal);

        await site.World.AdvanceToAsync(30, 17, 30);
        var link = await site.MonthLinkAsync("dana");
        Assert.Contains("The month is closed.", (await site.GetAsync(link)).Text, StringComparison.Ordinal);
        await site.TapAsync(link, Program, Housing);
        Assert.Contains("Recorded after the close.", (await site.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_pages_changes_nothing_and_they_are_kept_framed_or_scripted_by_nobody()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var link = await site.MonthLinkAsync("dana");
        var before = await EndState.OfAsync(site.World);
        var form = $"{link}/{Program}/{Hospital}";
        foreach (var path in new[] { link, link + "?lang=fr", form, form + "?lang=fr", await site.MonthLinkAsync("marieve"), await site.MonthLinkAsync("robin") })
        {
            var page = await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
            Assert.DoesNotContain("script", page.Html, StringComparison.OrdinalIgnoreCase);
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            Assert.All(Styles().Matches(page.Html), style => Assert.Contains(
                Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style.Groups[1].Value))), policy, StringComparison.Ordinal));
            using var head = await site.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }

        // The Enter key takes a form's first button: it shows the form again, and neither records nor changes the language.
        Assert.Contains("class=\"default\"", Button().Match((await site.GetAsync(form)).Html).Value, StringComparison.Ordinal);
        Assert.Equal(before, await EndState.OfAsync(site.World));
    }

    [Fact]
    public async Task Nobody_records_for_another_organisation_nor_between_two_who_owe_each_other_nothing()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var before = await EndState.OfAsync(site.World);
        var (dana, marieve) = (await site.MonthLinkAsync("dana"), await site.MonthLinkAsync("marieve"));
        Assert.Equal(HttpStatusCode.BadRequest, (await site.TapAsync(dana, "coulee-act", Hospital)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.TapAsync(marieve, Hospital, Housing)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.TapAsync(dana, Program, Program)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.TapAsync(dana, Program, "nobody")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.PostAsync(dana, ("own", Program), ("with", Hospital), ("do", "something"))).Status);
        (string, string)[] filled = [("outcome", "made"), ("mode", "phone"), ("on", "2026-12-01"), ("do", "record")];
        foreach (var path in new[] { $"{dana}/coulee-act/{Hospital}", $"{marieve}/{Hospital}/{Housing}", $"{dana}/{Program}/nobody", $"{dana}/{Program}/{Program}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync(path, filled)).Status);
        }

        Assert.Equal(before, await EndState.OfAsync(site.World));
    }

    [Fact]
    public async Task A_link_opens_for_its_purpose_its_epoch_and_a_contact_of_an_organisation_that_takes_part()
    {
        var world = await HubWorld.CreateAsync();
        var signer = new LinkSigner(world.Keys);
        string Token(string contact, LinkPurpose purpose = LinkPurpose.Month, int epoch = 0, int days = 30) =>
            signer.Sign(new LinkToken("-", contact, purpose, epoch, world.Clock.GetCurrentInstant() + Duration.FromDays(days)));
        async Task<string> OpensAsync(string token) => (await world.Hub.FindListReader.RunAsync(token, Stop)).GetType().Name;

        Assert.Equal("Known", await OpensAsync(Token("dana")));
        Assert.Equal("Known", await OpensAsync(Token("marieve")));
        foreach (var purpose in Enum.GetValues<LinkPurpose>().Except([LinkPurpose.Month])) Assert.Equal("Unknown", await OpensAsync(Token("dana", purpose)));
        foreach (var token in new[] { Token("dana", epoch: 1), Token("bellamy"), Token("nobody"), "x", "x.y", "" }) Assert.Equal("Unknown", await OpensAsync(token));
        Assert.Equal("Expired", await OpensAsync(Token("dana", days: 0)));
        await world.ChangeContactAsync(Program, "dana", c => c with { LinkEpoch = 1 });
        Assert.Equal("Unknown", await OpensAsync(Token("dana")));
        Assert.Equal("Known", await OpensAsync(Token("dana", epoch: 1)));
        await world.ChangeAsync(Program, o => o with { Standing = new Core.Partners.Standing(Core.Partners.StandingKind.Suspended, world.Clock.GetCurrentInstant()) });
        Assert.Equal("Unknown", await OpensAsync(Token("dana", epoch: 1)));
        Assert.Null(await world.Hub.FindListReader.LinkAsync("dana", Stop));
        Assert.Null(await world.Hub.FindListReader.LinkAsync("bellamy", Stop));
    }

    [Fact]
    public async Task An_old_link_shows_nothing_records_nothing_and_brings_a_new_one()
    {
        await using var site = await ListSteps.OpenSiteAsync();
        var link = await site.MonthLinkAsync("dana");
        site.World.Clock.Advance(MailLinks.Life);
        foreach (var page in new[] { await site.GetAsync(link), await site.TapAsync(link, Program, Hospital) })
        {
            Assert.Contains("This link is old", page.Text, StringComparison.Ordinal);
            Assert.Contains("value=\"newLink\"", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("Prairie", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal(link, (await site.GetAsync($"{link}/{Program}/{Hospital}")).Headers.Location!.ToString());
        Assert.Empty((await site.World.ObligationAsync(Program, Hospital)).Recorded);
        await site.PostAsync(link, ("do", "newLink"));
        Assert.Equal(LinkPurpose.Month, Assert.IsType<LinkReading.Valid>(new LinkSigner(site.World.Keys).Read(
            site.World.Mailer.To("dana").OfType<MailContent.NewLink>().Single().Link.Segments[^1], site.World.Clock.GetCurrentInstant())).Token.Purpose);
    }

    [Theory]
    [InlineData("/month/x", "GET", 404)]
    [InlineData("/month/x", "POST", 404)]
    [InlineData("/month/x/river-icm/prairie-hospital", "GET", 404)]
    [InlineData("/month/x", "DELETE", 405)]
    [InlineData("/month/x/river-icm/prairie-hospital", "PUT", 405)]
    public async Task What_is_no_link_gets_the_page_of_broken_links(string path, string verb, int status)
    {
        await using var site = await TeamSite.StartAsync();
        using var response = await site.Http.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path), Stop);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task What_each_page_asks_of_storage()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.OpenMonthAsync();
        var (dana, marieve) = (await world.ListReaderAsync("dana"), await world.ListReaderAsync("marieve"));
        var at = await world.Hub.Directory.NowAsync(Stop);
        async Task<int> CostAsync(Func<Task> does)
        {
            tables!.Reset();
            await does();
            return tables.Requests.Count;
        }

        // The program's month; nobody has talked before.
        Assert.Equal(1, await CostAsync(async () => await world.Hub.Contacts.ReadList.RunAsync(dana.Own[0], dana.Contact.Language, at, Stop)));
        // Its id, the month, its batch, the partner's view, who did it.
        Assert.Equal(5, await CostAsync(async () => await world.Hub.Contacts.RecordByLink.RunAsync(dana, dana.Own[0], Hospital, ContactForm.Called(at.Today), Stop)));
        // The same again reads its id, and writes no batch.
        Assert.Equal(5, await CostAsync(async () => await world.Hub.Contacts.RecordByLink.RunAsync(dana, dana.Own[0], Hospital, ContactForm.Called(at.Today), Stop)));
        // The partner's view of the month, those of three months before for programs it has not talked with, and who rests; that is known for a minute.
        Assert.InRange(await CostAsync(async () => await world.Hub.Contacts.ReadList.RunAsync(marieve.Own[0], marieve.Contact.Language, at, Stop)), 4, 5);
        // In the next month also the one of the last talk, for what it left open, and who comes to the meeting that is called.
        await world.AdvanceToAsync(33, 9, 0);
        at = await world.Hub.Directory.NowAsync(Stop);
        Assert.Equal(3, await CostAsync(async () => await world.Hub.Contacts.ReadList.RunAsync(dana.Own[0], dana.Contact.Language, at, Stop)));
    }

    private static string Plain(TeamSite.Page page) => page.Text.Replace('\u00A0', ' ');

    [GeneratedRegex("<button name=\"do\" value=\"called\"")]
    private static partial Regex Taps();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Button();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Styles();
}
