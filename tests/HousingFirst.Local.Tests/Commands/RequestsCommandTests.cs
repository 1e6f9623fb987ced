using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Specialists;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub requests</c>, <c>hub meeting who-next</c>, and what <c>hub check</c> finds of a meeting's words, from outside.</summary>
public sealed class RequestsCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_taken_up_agreed_and_closed_and_only_its_parties_see_it()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("Nobody waits", await world.DoAsync("requests", "list"), StringComparison.Ordinal);
        var task = new SpecialistTask(SpecialistTaskKind.Asked, "a1", world.Clock.GetCurrentInstant())
        {
            Agency = "river-icm",
            Contact = "dana",
            Request = new RequestedHelp(HelpAbout.Barrier, null, "they want a form", "HF-7Q2K"),
            Course = new RequestCourse(new LocalDate(2026, 12, 3)),
        };
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock)) await local.Hub.Tasks.AddAsync(task, Stop);

        var listed = Assert.Single((await world.JsonAsync("requests", "list")).EnumerateArray());
        Assert.Equal((task.Id, "barrier", "asked", "2026-12-03"), (
            listed.GetProperty("id").GetString(), listed.GetProperty("about").GetString(), listed.GetProperty("state").GetString(), listed.GetProperty("promised").GetString()));
        Assert.Contains("they want a form", await world.DoAsync("requests", "show", task.Id, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("No request has that id", await world.RefusedAsync("requests", "show", task.Id, "--as", "income-support"), StringComparison.Ordinal);

        Assert.Contains("hub requests agree", await world.RefusedAsync("tasks", "done", task.Id), StringComparison.Ordinal);
        Assert.Contains("taken up", await world.DoAsync("requests", "take", task.Id, "--by", "Robin"), StringComparison.Ordinal);
        Assert.Contains("`owner`: missing", await world.RefusedAsync("requests", "agree", task.Id, "one form less"), StringComparison.Ordinal);
        await world.DoAsync("requests", "agree", task.Id, "one form less", "--owner", "income-support", "--by", "Robin");
        Assert.Contains("`agreed`: something else", await world.RefusedAsync("requests", "agree", task.Id, "two forms less", "--owner", "income-support"), StringComparison.Ordinal);
        var seen = await world.DoAsync("requests", "show", task.Id, "--as", "income-support");
        Assert.Contains("one form less", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("they want", seen, StringComparison.Ordinal);
        Assert.Contains("`outcome`: missing", await world.RefusedAsync("requests", "close", task.Id), StringComparison.Ordinal);
        Assert.Contains("the form is gone", await world.DoAsync("requests", "close", task.Id, "--outcome", "the form is gone", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Equal(0, (await world.JsonAsync("requests", "list")).GetArrayLength());
        Assert.Equal("closed", (await world.JsonAsync("requests", "list", "--all"))[0].GetProperty("state").GetString());
        Assert.Equal(0, (await world.JsonAsync("tasks", "list")).GetArrayLength());

        await using var again = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var audit = await again.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop);
        Assert.Equal(
            ["requests.agree", "requests.close", "requests.show", "requests.show", "requests.take"],
            audit.Select(a => a.Action).Where(a => a.StartsWith("requests.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_promised_time_is_a_setting_of_the_community()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Equal(2, (await world.JsonAsync("community")).GetProperty("responseDays").GetInt32());
        await world.DoAsync("community", "set", world.File("days.json", """{ "responseDays": 3 }"""));
        await world.DoAsync("community", "set", world.File("name.json", """{ "nameEn": "Taber" }"""));
        Assert.Equal(3, (await world.JsonAsync("community")).GetProperty("responseDays").GetInt32());
        Assert.Contains("within 3 working days", await world.DoAsync("community"), StringComparison.Ordinal);
        Assert.Contains("`responseDays`: not a whole number", await world.RefusedAsync("community", "set", world.File("bad.json", """{ "responseDays": 11 }""")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_should_meet_whom_next_is_shown_and_a_meeting_takes_a_pair_off()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var before = await world.JsonAsync("meeting", "who-next");
        Assert.NotEqual(0, before.GetProperty("newcomers").GetArrayLength());
        Assert.Equal(0, before.GetProperty("pairs").GetArrayLength());
        var partner = before.GetProperty("newcomers")[0].GetProperty("organisation").GetString()!;
        var program = before.GetProperty("newcomers")[0].GetProperty("programs")[0].GetString()!;
        await world.DoAsync("contacts", "record", "--as", program, "--with", partner, "--mode", "phone");
        var called = await world.JsonAsync("meeting", "who-next");
        Assert.DoesNotContain(called.GetProperty("newcomers").EnumerateArray(), n => n.GetProperty("organisation").GetString() == partner);
        Assert.Contains(called.GetProperty("pairs").EnumerateArray(), p => p.GetProperty("partner").GetString() == partner && p.GetProperty("program").GetString() == program);
        await world.DoAsync("contacts", "record", "--as", program, "--with", partner, "--mode", "inPerson");
        var met = await world.JsonAsync("meeting", "who-next");
        Assert.DoesNotContain(met.GetProperty("pairs").EnumerateArray(), p => p.GetProperty("partner").GetString() == partner && p.GetProperty("program").GetString() == program);
        Assert.Contains("Nobody has talked with them yet", await world.DoAsync("meeting", "who-next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_were_to_be_forgotten_are_found_and_forgotten_when_asked()
    {
        const string Meeting = "meetings-2026-12-09";
        await using var world = await CommandWorld.StoppedAsync();
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            var body = System.Text.Encoding.UTF8.GetBytes(
                $$"""{"specversion":"1.0","type":"{{MessageTypes.MeetingItem}}","source":"/agencies/prairie-hospital","id":"item-1","subject":"PH-0018","data":{"part":"case","text":"who visits when","voice":"attending"} }""");
            Assert.IsType<Settlement.Complete>(await local.Hub.ReceivePartnerActivity.RunAsync(
                new InboundMessage(QueueNames.PartnerActivity, null, body, Signature.Of(local.Hub.AgencyKeys.Of("prairie-hospital")[0], body), 1, world.Clock.GetCurrentInstant()), Stop));
            var item = Assert.Single((await local.Hub.Meetings.Store.ReadAsync(Meeting, Stop)).Items).Id;
            await local.Hub.Meetings.Minutes.SaveAsync(Meeting, item, "weekly", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
            await local.Hub.Meetings.Minutes.SaveAsync(Meeting, MinutesStore.Open, "a van", 0, [], "robin", world.Clock.GetCurrentInstant(), Stop);
        }

        Assert.Contains("Nothing was forgotten", await world.RefusedAsync("meeting", "purged", Meeting, "--now"), StringComparison.Ordinal);
        Assert.DoesNotContain((await world.RunAsync("check")).Error.Split('\n'), l => l.Contains(Meeting, StringComparison.Ordinal) && l.Contains("said of clients", StringComparison.Ordinal));
        world.Clock.Reset(Instant.FromUtc(2026, 12, 24, 18, 0));
        var found = await world.RunAsync("check");
        Assert.Equal(1, found.Code);
        Assert.Contains($"meeting {Meeting}: 2 of its rows still hold what was said of clients", found.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("who visits", found.Error, StringComparison.Ordinal);

        Assert.Contains("None is left", await world.DoAsync("meeting", "purged", Meeting, "--now"), StringComparison.Ordinal);
        Assert.DoesNotContain("said of clients", (await world.RunAsync("check")).Error, StringComparison.Ordinal);
        await using var again = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        Assert.Equal("a van", (await again.Hub.Meetings.Minutes.ReadAsync(Meeting, MinutesStore.Open, Stop)).Last!.Text);
    }

    [Fact]
    public async Task A_refused_item_of_a_client_is_found_four_weeks_later_and_discarded()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await using (var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock))
        {
            foreach (var part in (string[])["case", "open"])
            {
                var body = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{MessageTypes.MeetingItem}}","data":{"part":"{{part}}","text":"who visits CANARY when"} }""");
                await local.Database.Queues.SendAsync(QueueNames.PartnerActivity, [new NewMessage(body)], Stop);
                var locked = Assert.Single(await local.Database.Queues.ReceiveAsync(QueueNames.PartnerActivity, 1, Duration.FromMinutes(1), Stop));
                await local.Database.Queues.DeadLetterAsync(QueueNames.PartnerActivity, locked.Message.Sequence, locked.LockToken, "data.invalid", "refused", Stop);
            }
        }

        world.Clock.Reset(Instant.FromUtc(2026, 12, 29, 16, 0));
        Assert.DoesNotContain("said of a client", (await world.RunAsync("check")).Error, StringComparison.Ordinal);
        world.Clock.Reset(Instant.FromUtc(2026, 12, 29, 18, 0));
        var line = Assert.Single((await world.RunAsync("check")).Error.Split('\n'), l => l.Contains("said of a client", StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", line, StringComparison.Ordinal);
        var discard = line[(line.LastIndexOf("discard ", StringComparison.Ordinal) + "discard ".Length)..].TrimEnd('.', '\r');
        await world.DoAsync("dead-letters", "discard", discard);
        Assert.DoesNotContain("said of a client", (await world.RunAsync("check")).Error, StringComparison.Ordinal);
    }
}
