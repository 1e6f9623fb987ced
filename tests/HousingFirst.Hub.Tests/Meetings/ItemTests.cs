using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>Items from their entry to the rooms that see them.</summary>
public sealed class ItemTests
{
    [Fact]
    public async Task Each_agency_sees_an_item_by_its_own_reference_and_who_saw_it_is_recorded()
    {
        var world = await CalledAsync();
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        await world.ReceiveAsync(world.OpenItem("river-icm", "the intake form changes"));
        Assert.Empty((await world.AgendaAsync("prairie-hospital")).Cases); // Nobody comes yet.
        await world.AnswerAsync("river-icm", "dana");
        var hospital = await world.AgendaAsync("prairie-hospital");
        Assert.Equal("PH-0018", Assert.Single(hospital.Cases).Reference.Value);
        Assert.Equal(["PH-0018"], hospital.Shared.Select(s => s.Reference.Value));
        Assert.Single(hospital.Open);
        Assert.Empty((await world.AgendaAsync("coulee-act")).Cases);
        Assert.Single((await world.AgendaAsync("coulee-act")).Open);
        Assert.Empty((await world.AgendaAsync("legal-aid")).Cases); // No agreement.
        Assert.Empty((await world.AgendaAsync("southside-housing")).Cases); // Consent ends before the meeting.
        Assert.Empty((await world.AgendaAsync("downtown-police")).Cases);

        await world.AgendaAsync("prairie-hospital", "marieve");
        var seen = await world.Hub.Meetings.Store.SeenAsync(First, null, CancellationToken.None);
        Assert.Equal([new Viewer("prairie-hospital", null), new Viewer("prairie-hospital", "marieve")], seen.Select(s => s.Viewer).OrderBy(v => v.Contact));
    }

    /// <summary>An agency that calls its clients by words has them in no open text all the same.</summary>
    [Fact]
    public async Task An_agencys_own_reference_of_any_form_is_refused_where_everyone_reads()
    {
        var world = await CalledAsync();
        var open = world.OpenItem("southside-housing", "the garden of meadowlark is open");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.OpenItem("southside-housing", "more about meadowlark")));
        await world.Hub.References.AddAsync("southside-housing", new ClientReference("Meadowlark"), new ClientId("HF-7Q2K"), "morgan", CancellationToken.None);
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(open));
        Assert.Contains("what looks like a client's reference", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("meadowlark", refused.Description, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_a_spoken_consent_or_a_ceiling_keeps_out_stays_out()
    {
        var world = await CalledAsync();
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", extra: "\"voice\":\"invited\",\"facet\":\"health\""));
        Assert.Single((await world.AgendaAsync("prairie-hospital")).Cases);
        Assert.Empty((await world.AgendaAsync("bridge-outreach")).Cases);
        Assert.Empty((await world.AgendaAsync("income-support")).Cases);
    }

    [Fact]
    public async Task Consent_withdrawn_between_agenda_and_meeting_takes_the_item_out_at_once()
    {
        var world = await CalledAsync();
        await world.AnswerAsync("river-icm", "dana");
        await world.AnswerAsync("prairie-hospital", "marieve");
        await world.ReceiveAsync(world.CaseItem("prairie-hospital", "PH-0018"));
        Assert.Single((await world.AgendaAsync("river-icm")).Cases);
        await world.AdvanceToAsync(6, 8, 31);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K1\"}")));
        Assert.Empty((await world.AgendaAsync("river-icm")).Cases);
        var hospital = await world.AgendaAsync("prairie-hospital");
        Assert.Empty(hospital.Cases);
        Assert.Null(Assert.Single(hospital.Hidden).Text);
    }

    [Theory]
    [InlineData("\"part\":\"open\",\"text\":\"what about PH-0018\"", null, "data.text")]
    [InlineData("\"part\":\"open\",\"text\":\"he has schizophrenia\"", null, "data.text")]
    [InlineData("\"part\":\"open\",\"text\":\"a form\"", "PH-0018", "subject")]
    [InlineData("\"part\":\"open\",\"text\":\"a form\",\"voice\":\"invited\"", null, "data.voice")]
    [InlineData("\"part\":\"case\",\"text\":\"a visit\",\"voice\":\"invited\"", null, "subject")]
    [InlineData("\"part\":\"case\",\"text\":\"a visit\"", "PH-0018", "data.voice")]
    [InlineData("\"part\":\"case\",\"text\":\"a visit\",\"voice\":\"notAsked\"", "PH-0018", "data.voiceText")]
    [InlineData("\"part\":\"case\",\"text\":\"a visit\",\"voice\":\"invited\",\"needs\":[\"downtown-police\"]", "PH-0018", "data.needs")]
    [InlineData("\"part\":\"case\",\"text\":\"a visit\",\"voice\":\"invited\",\"meeting\":\"meetings-2026-12-10\"", "PH-0018", "data.meeting")]
    public async Task What_is_wrong_with_an_item_is_said_and_nothing_of_it_repeated(string data, string? subject, string path)
    {
        var world = await OpenAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Activity("prairie-hospital", Hub.Messaging.MessageTypes.MeetingItem, data, subject)));
        Assert.Equal(RefusalReasons.DataInvalid, refused.Reason);
        Assert.Contains($"`{path}`", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("schizo", refused.Description, StringComparison.Ordinal);
        Assert.Empty((await world.Hub.Meetings.Store.ReadAsync(First, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Of_another_agencys_client_nothing_is_taken_and_the_same_message_again_is_one_item()
    {
        var world = await OpenAsync();
        var strangers = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.CaseItem("coulee-act", "PH-0018")));
        Assert.Equal(RefusalReasons.ClientNotYours, strangers.Reason);
        var message = world.CaseItem("river-icm", "HF-7Q2K", id: "one");
        await world.ReceiveAsync(message);
        world.Clock.Reset(Instant.FromUtc(2026, 12, 10, 12, 0)); // After the meeting that was next when it came.
        await world.ReceiveAsync(message with { DeliveryCount = 2 });
        Assert.Single((await world.Hub.Meetings.Store.ReadAsync(First, CancellationToken.None)).Items);
        Assert.Empty((await world.Hub.Meetings.Store.ReadAsync(Second, CancellationToken.None)).Items);
        var reused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", "another text", id: "one")));
        Assert.Equal(RefusalReasons.IdReused, reused.Reason);
    }

    [Fact]
    public async Task An_absent_partner_speaks_to_an_item_of_its_room_before_and_nobody_else_does()
    {
        var world = await CalledAsync();
        await world.AnswerAsync("river-icm", "dana");
        await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K"));
        var item = Assert.Single((await world.Hub.Meetings.Store.ReadAsync(First, CancellationToken.None)).Items).Id;
        Assert.Null(await SayAsync("income-support", "the form is on its way"));
        Assert.Null(await SayAsync("income-support", "the form has come"));
        Assert.Equal("item", (await SayAsync("coulee-act", "we know them"))!.Path);
        await world.AnswerAsync("income-support", "gurpreet");
        Assert.Equal(("income-support", "the form has come"), Said(await world.AgendaAsync("river-icm")));
        Assert.Equal((null, "the form has come"), Said(await world.AgendaAsync("prairie-hospital")));

        static (string?, string) Said(Agenda agenda) => Assert.Single(Assert.Single(agenda.Cases).Item.Answers) is var said ? (said.Agency, said.Text.Value) : default;

        async Task<Defect?> SayAsync(string agency, string text)
        {
            var at = await world.AtAsync();
            return await world.Hub.Meetings.AnswerBefore.RunAsync(MeetingCalendar.Find(First, at.Community)!, new Viewer(agency, null), item, text, at, CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_agenda_of_two_thousand_items_asks_storage_a_request_a_thousand_and_one_for_each_client_of_the_viewers()
    {
        var counting = new CountingTables(new MemoryTables());
        var world = await OpenAsync(counting);
        await world.AdvanceToAsync(1, 8, 31);
        await world.AnswerAsync("river-icm", "dana");
        await FillAsync(world, 20);
        var few = await CountAsync(world, counting);
        await FillAsync(world, 2000);
        var many = await CountAsync(world, counting);
        Assert.InRange(few, 1, 12);
        Assert.Equal(few + 2, many); // Two more pages of a thousand.

        static async Task<int> CountAsync(HubWorld world, CountingTables counting)
        {
            await world.AgendaAsync("prairie-hospital", "tom"); // What tom sees is noted once.
            counting.Reset();
            await world.AgendaAsync("prairie-hospital", "tom");
            return counting.Requests.Count;
        }

        static async Task FillAsync(HubWorld world, int most)
        {
            for (var i = 0; i < most; i++)
            {
                await world.Hub.Meetings.Store.AddAsync(
                    First,
                    new AgendaItem($"{i:D5}", i % 2 == 0 ? MeetingPart.Open : MeetingPart.Case, "river-icm", Instant.FromUnixTimeSeconds(i))
                    {
                        Body = "b",
                        Text = new("words"),
                        Client = i % 2 == 0 ? null : new("HF-7Q2K"),
                    },
                    CancellationToken.None);
            }
        }
    }

    private static async Task<HubWorld> CalledAsync()
    {
        var world = await OpenAsync();
        await world.AdvanceToAsync(1, 8, 31);
        return world;
    }
}
