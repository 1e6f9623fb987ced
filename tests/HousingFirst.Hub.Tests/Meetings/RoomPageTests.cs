using System.Net;
using System.Text.RegularExpressions;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Tests.Links;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>The rooms of a meeting, its forms, minutes and actions, behind the link of an invitation.</summary>
public sealed partial class RoomPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_room_opens_behind_a_code_shows_the_readers_own_reference_and_what_was_seen_is_recorded()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part", "\"voice\":\"sendsMessage\",\"voiceText\":\"I want to move\",\"needs\":[\"income-support\"]"));
        var locked = await site.GetAsync(luc + "/cases?lang=en");
        Assert.DoesNotContain("words of the case part", locked.Html, StringComparison.Ordinal);
        Assert.Contains("Send me a code", locked.Text, StringComparison.Ordinal);
        Assert.Empty(await SeenAsync(world));

        await SignInAsync(site, luc + "/cases?lang=en", "luc");
        var own = (await world.AgendaAsync("bridge-outreach", "luc")).Cases.Single().Reference.Value;
        var room = await site.GetAsync(luc + "/cases?lang=en");
        Assert.Contains("words of the case part", room.Text, StringComparison.Ordinal);
        Assert.Contains($"Your reference {own}", room.Text, StringComparison.Ordinal);
        Assert.Contains("The client sends a message. “I want to move”", room.Text, StringComparison.Ordinal);
        Assert.Contains("It waits: an agency it needs doesn’t come yet.", room.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-7Q2K", room.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", room.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<title>" + own, room.Html, StringComparison.Ordinal);
        Assert.Contains(new Viewer("bridge-outreach", "luc"), (await SeenAsync(world)).Select(s => s.Viewer));
        Assert.DoesNotContain("words of the case part", (await site.GetAsync(luc + "?lang=en")).Html, StringComparison.Ordinal);
        Assert.Contains("Le client envoie un message.", (await site.GetAsync(luc + "/cases")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_persons_device_opens_no_room_and_an_old_link_leads_to_a_new_one()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        var dana = Assert.Single(world.MeetingMails("dana")).Link!.AbsolutePath;
        await world.AnswerAsync("bridge-outreach", "luc");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part"));
        await SignInAsync(site, luc + "/cases", "luc");
        Assert.DoesNotContain("words of the case part", (await site.GetAsync(dana + "/cases")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-7Q2K", (await site.GetAsync(dana + "/cases/item")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(dana[..^1] + "/cases")).Status);
        world.Clock.Advance(Duration.FromDays(31));
        Assert.Equal((HttpStatusCode.SeeOther, luc), await WhereAsync(luc + "/cases"));
        Assert.Equal((HttpStatusCode.SeeOther, luc), await WhereAsync(luc + "/item"));

        async Task<(HttpStatusCode, string?)> WhereAsync(string path) => await site.GetAsync(path) is var page ? (page.Status, page.Location) : default;
    }

    /// <summary>A mailbox that several people read gets class A only (promise 6): a code sent there would open a room to all of them.</summary>
    [Fact]
    public async Task A_mailbox_of_several_gets_no_code_and_opens_no_room()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part"));
        await SignInAsync(site, luc + "/cases?lang=en", "luc");
        Assert.Contains("words of the case part", (await site.GetAsync(luc + "/cases?lang=en")).Text, StringComparison.Ordinal);
        var seen = (await SeenAsync(world)).Count;
        var codes = world.Mailer.To("luc").OfType<MailContent.Code>().Count();

        await world.ChangeContactAsync("bridge-outreach", "luc", c => c with { Shared = true });
        foreach (var page in new[]
        {
            await site.GetAsync(luc + "/cases?lang=en"),
            await site.GetAsync(luc + "/cases/item?lang=en"),
            await site.PostAsync(luc + "/cases?lang=en", ("do", "say"), ("own", "bridge-outreach"), ("item", "x"), ("text", "a word")),
            await site.PostAsync(luc + "/cases?lang=en&code=send"),
        })
        {
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Contains("Several people read the mailbox", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("words of the case part", page.Html, StringComparison.Ordinal);
        }

        Assert.Equal((seen, codes), ((await SeenAsync(world)).Count, world.Mailer.To("luc").OfType<MailContent.Code>().Count()));
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync(luc + "?lang=en")).Status);
    }

    /// <summary>Only what is so is said: an address that somebody passed on says nothing.</summary>
    [Fact]
    public async Task An_address_alone_says_of_nothing_that_it_was_done()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part"));
        await SignInAsync(site, luc + "/cases?lang=en", "luc");
        foreach (var path in new[] { "/cases?lang=en&done=brought", "/cases?lang=en&done=said", "?lang=en&done=brought", "?lang=en&done=action" })
            Assert.DoesNotContain("class=\"done\"", (await site.GetAsync(luc + path)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_client_that_belong_to_another_choice_are_not_brought()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, dana) = await InvitedAsync(site, "dana");
        await SignInAsync(site, dana + "/cases/item?lang=en", "dana");
        async Task<HttpStatusCode> BringAsync(string form, string voice) => (await site.PostAsync(
            dana + "/cases/item?lang=en", ("do", "bring"), ("form", form), ("client", "river-icm/HF-7Q2K"), ("text", "who visits when " + form), ("voice", voice), ("voiceText", "I want to move"))).Status;
        Assert.Equal(HttpStatusCode.SeeOther, await BringAsync("one", "declined"));
        Assert.Equal(HttpStatusCode.SeeOther, await BringAsync("two", "sendsMessage"));
        Assert.Equal(
            [(Voice.SendsMessage, "I want to move"), (Voice.Declined, null)],
            (await ItemsAsync(world)).Select(i => (i.Voice, i.VoiceText?.Value)).OrderBy(i => i.Voice));
    }

    [Fact]
    public async Task A_foreign_reference_is_answered_like_none_and_asks_for_no_client()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, dana) = await InvitedAsync(site, "dana");
        await SignInAsync(site, dana + "/cases/item?lang=en", "dana");
        var due = (await world.Hub.Due.AllAsync(Stop)).Count;
        foreach (var client in new[] { "river-icm/PH-0018", "river-icm/HF-0000", "" })
        {
            var page = await site.PostAsync(
                dana + "/cases/item?lang=en", ("do", "bring"), ("form", "f1"), ("client", client), ("text", "who visits when"), ("voice", "attending"));
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains("data-wrong=\"client\"", page.Html.Replace("id=\"client-wrong\"", "data-wrong=\"client\"", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Empty(await ItemsAsync(world));
        Assert.Equal(due, (await world.Hub.Due.AllAsync(Stop)).Count); // Not even that a message came.
    }

    [Fact]
    public async Task Nobody_speaks_to_an_item_of_a_meeting_that_is_over_or_off()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, _) = await InvitedAsync(site, "luc");
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "words of the case part"));
        var item = Assert.Single(await ItemsAsync(world)).Id;
        var at = await world.AtAsync();
        var meeting = MeetingCalendar.Find(First, at.Community)!;
        Task<Core.Messaging.Defect?> SayAsync(Meeting of, Core.ClientChanges.Surroundings then) =>
            world.Hub.Meetings.AnswerBefore.RunAsync(of, new Viewer("bridge-outreach", "luc"), item, "a word", then, Stop).AsTask();
        Assert.Equal("meeting", (await SayAsync(meeting with { IsOff = true }, at))!.Path);
        Assert.Equal("meeting", (await SayAsync(meeting, at with { Now = meeting.End }))!.Path);
        Assert.Empty(Assert.Single(await ItemsAsync(world)).Answers);
        Assert.Null(await SayAsync(meeting, at));
    }

    [Fact]
    public async Task A_case_item_is_brought_by_the_readers_own_reference_only_and_twice_is_once()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, dana) = await InvitedAsync(site, "dana");
        await world.AnswerAsync("bridge-outreach", "luc");
        await SignInAsync(site, dana + "/cases/item?lang=en", "dana");
        var form = await site.GetAsync(dana + "/cases/item?lang=en");
        Assert.Contains("value=\"river-icm/HF-7Q2K\"", form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", form.Html, StringComparison.Ordinal);
        var id = FormId().Match(form.Html).Groups[1].Value;

        var wrong = await site.PostAsync(dana + "/cases/item?lang=en", ("form", id), ("client", "prairie-hospital/PH-0018"), ("text", ""), ("voice", "notAsked"), ("do", "bring"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("Please choose one of your clients.", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("Please write something here.", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", wrong.Html, StringComparison.Ordinal);
        var strangers = await site.PostAsync(dana + "/cases/item?lang=en", ("form", id), ("client", "river-icm/PH-0018"), ("text", "who visits"), ("voice", "invited"), ("do", "bring"));
        Assert.Contains("Please choose one of your clients.", strangers.Text, StringComparison.Ordinal);
        Assert.Empty(await ItemsAsync(world));

        for (var times = 0; times < 2; times++)
        {
            var sent = await site.PostAsync(
                dana + "/cases/item?lang=en", ("form", id), ("client", "river-icm/HF-7Q2K"), ("text", "who visits\r\nwhen"), ("voice", "attending"), ("facet", "health"),
                ("needs", "income-support"), ("do", "bring"));
            Assert.Equal((HttpStatusCode.SeeOther, dana + "/cases?lang=en&done=brought"), (sent.Status, sent.Location));
        }

        var item = Assert.Single(await ItemsAsync(world));
        Assert.Equal(("river-icm", "who visits when", Voice.Attending, "income-support"), (item.By, item.Text!.Value.Value, item.Voice, Assert.Single(item.Needs)));
        Assert.Contains("Your item is on the agenda.", (await site.GetAsync(dana + "/cases?lang=en&done=brought")).Text, StringComparison.Ordinal);
        var audit = (await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop)).Single(a => a.Action == "meeting.item");
        Assert.Equal((First + " river-icm", "dana"), (audit.About, audit.By));
    }

    [Fact]
    public async Task An_open_item_needs_no_code_and_is_refused_where_it_speaks_of_a_client()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        foreach (var (text, why) in ((string, string)[])
        [
            ("quoi faire pour BO-204", "la référence d’un client"), ("il a une schizophrénie", "santé"), ("que fait Zacharie Quimper", "nom d’une personne"), ("", "Veuillez écrire"),
            (new string('a', 601), "Au plus 600 caractères."),
        ])
        {
            var refused = await site.PostAsync(luc + "/item", ("form", "1"), ("own", "bridge-outreach"), ("text", text), ("do", "bring"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains(why, refused.Text, StringComparison.Ordinal);
        }

        // Somebody else's agency is not theirs to choose: it is brought for their own.
        var sent = await site.PostAsync(luc + "/item", ("form", "2"), ("own", "river-icm"), ("text", "le formulaire change"), ("do", "bring"));
        Assert.Equal((HttpStatusCode.SeeOther, luc + "?done=brought"), (sent.Status, sent.Location));
        var item = Assert.Single(await ItemsAsync(world));
        Assert.Equal((MeetingPart.Open, "bridge-outreach"), (item.Part, item.By));
        Assert.Contains("le formulaire change", (await site.GetAsync(luc)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_partner_says_something_of_an_item_of_their_room_before()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", extra: "\"voice\":\"invited\",\"facet\":\"health\""));
        await SignInAsync(site, luc + "/cases?lang=en", "luc");
        var items = await ItemsAsync(world);
        var (seen, hidden) = (items.Single(i => i.Class == Core.Glossary.PrivacyClass.B).Id, items.Single(i => i.Class == Core.Glossary.PrivacyClass.C).Id);
        Assert.Equal(HttpStatusCode.BadRequest, (await SayAsync(hidden, "we know")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SayAsync(seen, "")).Status);
        Assert.Contains("At most 400 characters.", (await SayAsync(seen, new string('a', 401))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await SayAsync(seen, "the form is on its way")).Status);
        items = await ItemsAsync(world);
        Assert.Equal("the form is on its way", Assert.Single(items.Single(i => i.Id == seen).Answers).Text.Value);
        Assert.Empty(items.Single(i => i.Id == hidden).Answers);

        Task<LinkWorld.Answered> SayAsync(string item, string text) =>
            site.PostAsync(luc + "/cases?lang=en", ("own", "bridge-outreach"), ("item", item), ("text", text), ("do", "say"));
    }

    [Fact]
    public async Task Minutes_and_the_agencys_own_actions_are_read_after_the_meeting_and_an_action_is_done_by_its_owner_only()
    {
        await using var site = await LinkWorld.StartAsync();
        var (world, luc) = await InvitedAsync(site, "luc");
        var meetings = world.Hub.Meetings;
        await meetings.Minutes.SaveAsync(First, MinutesStore.Open, "we change the form", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        await meetings.Actions.AddAsync(new MeetingAction("a1", First, "bridge-outreach", "print the form", new LocalDate(2026, 12, 14), world.Clock.GetCurrentInstant()), Stop);
        await meetings.Actions.AddAsync(new MeetingAction("a2", First, "river-icm", "send the form", new LocalDate(2026, 12, 14), world.Clock.GetCurrentInstant()), Stop);
        world.Clock.Reset(Instant.FromUtc(2026, 12, 16, 18, 0));
        var page = await site.GetAsync(luc + "?lang=en");
        Assert.Contains("we change the form", page.Text, StringComparison.Ordinal);
        Assert.Contains("print the form", page.Text, StringComparison.Ordinal);
        Assert.Contains("It was to be done by", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("send the form", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/item", page.Html, StringComparison.Ordinal); // It is over.
        Assert.Equal(HttpStatusCode.BadRequest, (await site.PostAsync(luc, ("do", "actionDone"), ("action", "a2"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.PostAsync(luc, ("do", "actionDone"), ("action", "a1"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.PostAsync(luc, ("do", "actionDone"), ("action", "a1"))).Status); // Pressed twice.
        var actions = (await meetings.Actions.AllAsync(Stop)).ToDictionary(a => a.Id, a => a.Closed);
        Assert.Equal((new LocalDate(2026, 12, 16), (LocalDate?)null), (actions["a1"]!.Value, actions["a2"]));
        Assert.DoesNotContain("print the form", (await site.GetAsync(luc)).Text, StringComparison.Ordinal);
    }

    private static async Task<(HubWorld World, string Path)> InvitedAsync(LinkWorld site, string contact)
    {
        var world = site.World;
        await world.RenewAgreementAsync("income-support");
        await world.Hub.Meetings.Claim.RunAsync(await world.AtAsync(), Stop);
        await world.AdvanceToAsync(1, 8, 31);
        return (world, Assert.Single(world.MeetingMails(contact)).Link!.AbsolutePath);
    }

    private static async Task SignInAsync(LinkWorld site, string path, string contact)
    {
        var and = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        await site.PostAsync($"{path}{and}code=send");
        var digits = site.World.Mailer.To(contact).OfType<MailContent.Code>().Last().Digits;
        var entered = await site.PostAsync($"{path}{and}code=enter", ("digits", digits));
        Assert.Equal((HttpStatusCode.SeeOther, path), (entered.Status, entered.Location));
        site.Cookie = entered.SetCookie!.Split(';')[0];
    }

    private static async Task<IReadOnlyList<AgendaItem>> ItemsAsync(HubWorld world) => (await world.Hub.Meetings.Store.ReadAsync(First, Stop)).Items;

    private static ValueTask<IReadOnlyList<SeenItem>> SeenAsync(HubWorld world) => world.Hub.Meetings.Store.SeenAsync(First, null, Stop);

    [GeneratedRegex("name=\"form\" value=\"([^\"]+)\"")]
    private static partial Regex FormId();
}
