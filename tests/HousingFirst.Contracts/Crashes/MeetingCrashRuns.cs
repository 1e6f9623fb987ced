using System.Text.RegularExpressions;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>
/// A meeting from its call to the day its words are forgotten, with items, answers, a move, minutes of both parts and a cancellation, cut off between any
/// two effects: it ends as if it had not been.
/// </summary>
public abstract partial class MeetingCrashRuns
{
    /// <summary>The meetings of the runs.</summary>
    protected const string First = "meetings-2026-12-09", Second = "meetings-2026-12-23";

    /// <summary>Every how-manieth effect is tried: all of them in memory, a share where a world takes longer.</summary>
    protected virtual int Every => 1;

    /// <summary>A store with the fictional community loaded at <see cref="HubWorld.Start"/>.</summary>
    protected abstract Task<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Mishap.DiesBefore)]
    [InlineData(Mishap.DiesAfter)]
    public async Task One_meeting_cut_off_at_any_effect_ends_the_same(Mishap mishap)
    {
        var calm = CrashPoint.Never();
        var (expected, _) = await RunAsync(OneMeeting(), _ => calm);
        Assert.True(calm.Effects.Count > 60, $"only {calm.Effects.Count} effects");
        Assert.DoesNotContain(expected.Split('\n'), l => l.StartsWith($"Cycles lethbridge|{First} i|", StringComparison.Ordinal) && l.Contains(" text=", StringComparison.Ordinal));
        for (var effect = 1; effect <= calm.Effects.Count; effect += Every)
        {
            var at = effect;
            var (actual, deaths) = await RunAsync(OneMeeting(), died => died == 0 ? new CrashPoint(at, mishap) : CrashPoint.Never());
            Assert.Equal(1, deaths);
            Same(expected, actual, $"{mishap} effect {effect} ({calm.Effects[effect - 1]})");
        }
    }

    protected static async Task ReceiveAsync(HubWorld world, InboundMessage message, bool again) =>
        await world.ReceiveAsync(again ? message with { DeliveryCount = 2 } : message);

    private static InboundMessage CaseItem(HubWorld world, string agency, string subject, string id, string extra = "") => world.Activity(
        agency, MessageTypes.MeetingItem, $"\"part\":\"case\",\"text\":\"who visits when\",\"voice\":\"attending\"{extra}", subject, id);

    private static async Task<Surroundings> AtAsync(HubWorld world) => await world.Hub.Directory.NowAsync(CancellationToken.None);

    private static async Task AnswerAsync(HubWorld world, string agency, string contact, bool comes) =>
        await world.Hub.Meetings.AnswerInvitation.RunAsync(First, agency, contact, comes, await AtAsync(world), CancellationToken.None);

    private static async Task AgendaAsync(HubWorld world, string agency, string contact)
    {
        var at = await AtAsync(world);
        await world.Hub.Meetings.ReadAgenda.RunAsync(MeetingCalendar.Find(First, at.Community)!, new Viewer(agency, contact), at, CancellationToken.None);
    }

    /// <summary>Minutes of the hospital's item.</summary>
    private static async Task SaveCaseAsync(HubWorld world, string text)
    {
        var item = (await world.Hub.Meetings.Store.ReadAsync(First, CancellationToken.None)).Items.First(i => i.By == "prairie-hospital").Id;
        await world.Hub.Meetings.Minutes.SaveAsync(First, item, text, 0, [], "tom", world.Clock.GetCurrentInstant(), CancellationToken.None);
    }

    private static Step[] OneMeeting() =>
    [
        new(0, 11, 1, (w, again) => ReceiveAsync(w, CaseItem(w, "river-icm", "HF-7Q2K", "i1", ",\"needs\":[\"income-support\"]"), again)),
        new(0, 11, 2, (w, again) => ReceiveAsync(w, CaseItem(w, "prairie-hospital", "PH-0018", "i2"), again)),
        new(1, 8, 31, null),
        new(1, 9, 0, (w, _) => AnswerAsync(w, "river-icm", "dana", comes: true)),
        new(1, 9, 1, (w, _) => AnswerAsync(w, "prairie-hospital", "marieve", comes: false)),
        new(2, 9, 0, async (w, _) => await w.Hub.Meetings.EditSeries.MoveAsync(First, new LocalDate(2026, 12, 10), null, await AtAsync(w), CancellationToken.None)),
        new(2, 9, 2, (w, _) => AgendaAsync(w, "prairie-hospital", "tom")),
        new(7, 8, 31, null),
        new(8, 8, 31, null),
        new(9, 16, 0, async (w, _) => await w.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "a text", 0, [], "robin", w.Clock.GetCurrentInstant(), CancellationToken.None)),
        new(9, 16, 1, async (w, _) => await w.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "another", 0, [], "dana", w.Clock.GetCurrentInstant(), CancellationToken.None)),
        new(9, 16, 2, async (w, _) => await SaveCaseAsync(w, "they meet weekly")),
        new(13, 8, 31, null),
        new(13, 9, 0, async (w, _) => await w.Hub.Meetings.EditSeries.CancelAsync(Second, await AtAsync(w), CancellationToken.None)),
        new(23, 6, 1, null),
        new(25, 8, 31, null),
    ];

    /// <summary>Does the steps, each again after a death by a process that has started anew, and gives everything that is stored and was sent.</summary>
    protected async Task<(string End, int Deaths)> RunAsync(Step[] steps, Func<int, CrashPoint> points)
    {
        var tables = await OpenAsync();
        try
        {
            return await RunAsync(tables, steps, points);
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    private static async Task<(string End, int Deaths)> RunAsync(ITables tables, Step[] steps, Func<int, CrashPoint> points)
    {
        var first = await HubWorld.CreateAsync(tables, load: false);
        await first.WithoutWarningsAsync();
        foreach (var agency in FictionalAgencies) await first.RenewAgreementAsync(agency);
        await first.WithoutWarningsAsync();
        await first.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        var deaths = 0;
        var world = await StartAsync(points(0));
        foreach (var step in steps)
        {
            var day = new LocalDate(2026, 12, 1).PlusDays(step.Day);
            first.Clock.Reset(day.At(new LocalTime(step.Hour, step.Minute)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());
            var (again, done, later) = (false, false, false);
            while (true)
            {
                try
                {
                    if (step.Does is { } does && !done) await does(world, again);
                    done = true;
                    if (again && !later && step.Does is null)
                    {
                        // What the dead process had taken is free again ten minutes later: a hub that ticks all day gets to it long before the next day.
                        later = true;
                        await world.Hub.Tick.RunAsync(CancellationToken.None);
                        first.Clock.Advance(Duration.FromMinutes(11));
                    }

                    var ticked = await world.Hub.Tick.RunAsync(CancellationToken.None);
                    if (ticked.Failed > 0) throw new DiedException();
                    break;
                }
                catch (Exception fault) when (fault is DiedException or IOException)
                {
                    world = await StartAsync(points(++deaths));
                    again = true;
                }
            }
        }

        // How often the directory was looked at again says nothing of what is in it.
        var end = (await EndState.OfAsync(first)).Split('\n').Where(l => !l.Contains("|route 0 ", StringComparison.Ordinal)).Select(l => OpenedFrom().Replace(l, string.Empty));
        return (string.Join('\n', end), deaths);

        async Task<HubWorld> StartAsync(CrashPoint point)
        {
            var started = await HubWorld.CreateAsync(first.Tables, first.Queues, first.Mailer, load: false, clock: first.Clock, through: point.Through);
            point.Armed = true;
            return started;
        }
    }

    private static readonly string[] FictionalAgencies =
        ["river-icm", "coulee-act", "bridge-outreach", "prairie-hospital", "southside-housing", "income-support", "legal-aid", "coordinated-access", "specialist"];

    protected static void Same(string expected, string actual, string where)
    {
        if (expected == actual) return;
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        Assert.Fail($"{where}:\n{string.Join('\n', was.Except(now).Select(l => "- " + l).Concat(now.Except(was).Select(l => "+ " + l)).Take(20))}");
    }

    [GeneratedRegex(" openedFrom=[0-9]+")]
    private static partial Regex OpenedFrom();

    /// <summary>What is done on a day of the run, at a local time; then the tick.</summary>
    protected sealed record Step(int Day, int Hour, int Minute, Func<HubWorld, bool, Task>? Does);
}
