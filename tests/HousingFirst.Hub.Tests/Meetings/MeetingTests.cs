using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>A meeting from its call to its purge, by the due rows that a head's tick drains.</summary>
public sealed class MeetingTests
{
    [Fact]
    public async Task A_meeting_is_called_told_of_reminded_of_minuted_and_forgotten()
    {
        var world = await OpenAsync();
        await world.AdvanceToAsync(0, 11, 5);
        Assert.Empty(world.MeetingMails("dana"));

        await world.AdvanceToAsync(1, 8, 31);
        var call = Assert.Single(world.MeetingMails("dana"));
        Assert.Equal((MeetingMailKind.Call, 0, false), (call.Kind, call.Calendar!.Sequence, call.Calendar.IsOff));
        Assert.Equal("2026-12-09T13:30:00", call.Time.Starts.ToString("uuuu-MM-dd'T'HH:mm:ss", null));
        Assert.Single(world.MeetingMails("marieve"));
        Assert.Empty(world.MeetingMails("bellamy")); // Police are a source only.
        Assert.Empty(world.MeetingMails("noor")); // No agreement in force.
        Assert.Empty(world.MeetingMails("sam")); // One person an agency.

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.CaseItem("river-icm", "HF-7Q2K", extra: "\"voice\":\"attending\",\"needs\":[\"income-support\"]")));
        await world.AnswerAsync("river-icm", "dana");
        await world.AnswerAsync("prairie-hospital", "marieve", comes: false);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        Assert.Equal(MeetingMailKind.Call, Assert.Single(world.MeetingMails("tom")).Kind); // The alternate.

        await world.AdvanceToAsync(6, 8, 31);
        Assert.Equal(1, Assert.Single(world.MeetingMails("gurpreet", MeetingMailKind.Agenda)).Needed);
        Assert.Equal(0, Assert.Single(world.MeetingMails("dana", MeetingMailKind.Agenda)).Needed);
        Assert.Empty(world.MeetingMails("marieve", MeetingMailKind.Agenda)); // Has declined.
        await world.AdvanceToAsync(7, 8, 31);
        Assert.Single(world.MeetingMails("dana", MeetingMailKind.Reminder));

        await world.AdvanceToAsync(8, 17, 0);
        await world.Hub.Meetings.Actions.AddAsync(new MeetingAction("a-1", First, "river-icm", "ask for a second van", new LocalDate(2026, 12, 10), world.Clock.GetCurrentInstant()), CancellationToken.None);
        await world.AdvanceToAsync(10, 8, 31);
        var minutes = Assert.Single(world.MeetingMails("dana", MeetingMailKind.Minutes));
        Assert.Equal((1, 1), (minutes.Actions, minutes.Overdue));
        Assert.Single(world.MeetingMails("marieve", MeetingMailKind.Minutes));

        // Income support never said that it comes: the item goes to the next meeting.
        var (first, second) = (await ReadAsync(world, First), await ReadAsync(world, Second));
        Assert.Equal(ItemState.PutOff, Assert.Single(first.Items).State);
        Assert.Equal((ItemState.Open, First), (Assert.Single(second.Items).State, second.Items[0].From));
        Assert.NotNull(first.Items[0].Text);
        Assert.Equal(1, await world.Hub.Meetings.Purge.LeftAsync(First, CancellationToken.None));

        await world.AdvanceToAsync(22, 6, 1);
        first = await ReadAsync(world, First);
        Assert.Equal(((ItemText?)null, true), (first.Items[0].Text, first.Items[0].IsPurged));
        Assert.NotNull(first.Purged);
        Assert.Equal(0, await world.Hub.Meetings.Purge.LeftAsync(First, CancellationToken.None));
        Assert.Null((await world.Hub.Cycles.ReadAsync(First, CancellationToken.None))!.NextAt);
        Assert.NotNull((await world.Hub.Cycles.ReadAsync("meetings-2027-01-20", CancellationToken.None))!.NextAt);
    }

    [Fact]
    public async Task A_moved_meeting_updates_every_calendar_once_and_a_cancelled_one_is_taken_out()
    {
        var world = await OpenAsync();
        Assert.Null(await world.MoveAsync(new LocalDate(2026, 12, 8)));
        await world.AdvanceToAsync(0, 11, 5);
        await world.AdvanceToAsync(1, 8, 31);
        Assert.Equal(0, Assert.Single(world.MeetingMails("dana")).Calendar!.Sequence); // Called a day later than its new day asks: at once, as it is now.

        Assert.Null(await world.MoveAsync(new LocalDate(2026, 12, 11), new LocalTime(9, 0)));
        await world.AdvanceAsync(Duration.FromMinutes(2));
        var moved = Assert.Single(world.MeetingMails("dana", MeetingMailKind.Moved));
        Assert.Equal((1, new LocalDate(2026, 12, 11), new LocalTime(9, 0)), (moved.Calendar!.Sequence, moved.Time.Starts.Date, moved.Time.Starts.TimeOfDay));
        Assert.Equal(world.MeetingMails("dana").First().Calendar!.Uid, moved.Calendar.Uid);
        Assert.Equal(First, moved.Time.Id);

        await world.AdvanceToAsync(8, 8, 31); // Two days before the new day.
        Assert.Single(world.MeetingMails("dana", MeetingMailKind.Agenda));
        Assert.Null(await world.Hub.Meetings.EditSeries.CancelAsync(First, await world.AtAsync(), CancellationToken.None));
        await world.AdvanceAsync(Duration.FromMinutes(2));
        var off = Assert.Single(world.MeetingMails("dana", MeetingMailKind.Cancelled));
        Assert.Equal((2, true), (off.Calendar!.Sequence, off.Calendar.IsOff));
        await world.AdvanceToAsync(14, 8, 31);
        Assert.Empty(world.MeetingMails("dana", MeetingMailKind.Reminder));
        Assert.Empty(world.MeetingMails("dana", MeetingMailKind.Minutes));
    }

    [Fact]
    public async Task A_meeting_cancelled_before_its_call_is_never_heard_of_and_its_items_go_to_the_next()
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.OpenItem("river-icm", "the intake form changes"));
        Assert.Null(await world.Hub.Meetings.EditSeries.CancelAsync(First, await world.AtAsync(), CancellationToken.None));
        await world.AdvanceToAsync(10, 8, 31);
        Assert.DoesNotContain(world.MeetingMails("dana"), m => m.Time.Id == First);
        Assert.Single((await ReadAsync(world, Second)).Items);
    }

    [Fact]
    public async Task An_added_meeting_is_one_like_any_other()
    {
        var world = await OpenAsync();
        Assert.Null(await world.Hub.Meetings.EditSeries.AddAsync(new LocalDate(2026, 12, 16), new LocalTime(10, 0), await world.AtAsync(), CancellationToken.None));
        await world.AdvanceToAsync(8, 8, 31);
        await world.AdvanceToAsync(9, 8, 31);
        Assert.Equal("meetings-2026-12-16", Assert.Single(world.MeetingMails("dana", MeetingMailKind.Call), m => m.Time.Id != First).Time.Id);
        Assert.Equal("on", (await world.Hub.Meetings.EditSeries.AddAsync(new LocalDate(2026, 12, 23), null, await world.AtAsync(), CancellationToken.None))!.Path);
    }

    [Fact]
    public async Task A_series_edited_by_two_at_once_keeps_both_edits()
    {
        var world = await OpenAsync();
        var other = await world.RestartAsync();
        var at = await world.AtAsync();
        await Task.WhenAll(
            world.Hub.Meetings.EditSeries.MoveAsync(First, new LocalDate(2026, 12, 10), null, at, CancellationToken.None).AsTask(),
            other.Hub.Meetings.EditSeries.CancelAsync(Second, await other.AtAsync(), CancellationToken.None).AsTask());
        var (series, _) = await world.Hub.Meetings.Series.ReadAsync(CancellationToken.None);
        Assert.Equal([MeetingChangeKind.Moved, MeetingChangeKind.Cancelled], series!.Changes.Select(c => c.Kind).Order());
    }

    [Fact]
    public async Task Two_editors_of_the_same_minutes_lose_nothing()
    {
        var world = await OpenAsync();
        var (minutes, now) = (world.Hub.Meetings.Minutes, world.Clock.GetCurrentInstant());
        await minutes.SaveAsync(First, MinutesStore.Open, "first", 0, [], "robin", now, CancellationToken.None);
        var dana = await minutes.SaveAsync(First, MinutesStore.Open, "first, and Dana's", 1, [], "dana", now, CancellationToken.None);
        Assert.Equal((2, "first, and Dana's"), (dana.Revision, dana.Last!.Text));
        var priya = await minutes.SaveAsync(First, MinutesStore.Open, "first, and Priya's", 1, [], "priya", now, CancellationToken.None);
        Assert.Equal((2, "first, and Dana's"), (priya.Revision, priya.Last!.Text));
        var beside = Assert.Single(priya.Beside);
        Assert.Equal("first, and Priya's", beside.Text);
        Assert.Single((await minutes.SaveAsync(First, MinutesStore.Open, "first, and Priya's", 1, [], "priya", now, CancellationToken.None)).Beside); // Sent twice.

        // Somebody who has not seen it saves on top: it stays beside. Who has puts them together.
        Assert.Single((await minutes.SaveAsync(First, MinutesStore.Open, "third", 2, [], "dana", now, CancellationToken.None)).Beside);
        var whole = await minutes.SaveAsync(First, MinutesStore.Open, "all of it", 3, [beside.Id], "robin", now, CancellationToken.None);
        Assert.Equal((4, "all of it"), (whole.Revision, whole.Last!.Text));
        Assert.Empty(whole.Beside);
    }

    private static async Task<StoredMeeting> ReadAsync(HubWorld world, string meeting) => await world.Hub.Meetings.Store.ReadAsync(meeting, CancellationToken.None);
}
