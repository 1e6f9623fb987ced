using System.Text.RegularExpressions;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Meetings;
using NodaTime;
using Xunit;
using static HousingFirst.Hub.Tests.Meetings.MeetingSteps;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>Meetings cut off between any two effects end as if they had not been: one of them at every effect, and a year of them every now and then.</summary>
public sealed partial class MeetingCrashTests
{
    [Theory]
    [InlineData(Mishap.DiesBefore)]
    [InlineData(Mishap.DiesAfter)]
    public async Task One_meeting_cut_off_at_any_effect_ends_the_same(Mishap mishap)
    {
        var calm = CrashPoint.Never();
        var (expected, _) = await RunAsync(OneMeeting(), _ => calm);
        Assert.True(calm.Effects.Count > 60, $"only {calm.Effects.Count} effects");
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            var (actual, deaths) = await RunAsync(OneMeeting(), died => died == 0 ? new CrashPoint(effect, mishap) : CrashPoint.Never());
            Assert.Equal(1, deaths);
            Same(expected, actual, $"{mishap} effect {effect} ({calm.Effects[effect - 1]})");
        }
    }

    [Fact]
    public async Task A_year_of_meetings_beside_contacts_and_changes_with_a_death_every_few_effects_ends_as_the_calm_year()
    {
        var (expected, _) = await RunAsync(Year(), _ => CrashPoint.Never());
        var random = new Random(20261201);
        var (actual, deaths) = await RunAsync(
            Year(), _ => new CrashPoint(random.Next(5, 60), random.Next(2) == 0 ? Mishap.DiesBefore : Mishap.DiesAfter));
        Assert.True(deaths > 30, $"only {deaths} deaths");
        Same(expected, actual, $"after {deaths} deaths");
        Assert.Equal(expected.Split('\n').Count(l => l.StartsWith("mail meetings-", StringComparison.Ordinal)), actual.Split('\n').Count(l => l.StartsWith("mail meetings-", StringComparison.Ordinal)));
    }

    private static Step[] OneMeeting() =>
    [
        new(0, 11, 1, (w, again) => ReceiveAsync(w, w.CaseItem("river-icm", "HF-7Q2K", extra: "\"voice\":\"attending\",\"needs\":[\"income-support\"]", id: "i1"), again)),
        new(0, 11, 2, (w, again) => ReceiveAsync(w, w.CaseItem("prairie-hospital", "PH-0018", id: "i2"), again)),
        new(1, 8, 31, null),
        new(1, 9, 0, (w, _) => w.AnswerAsync("river-icm", "dana")),
        new(1, 9, 1, (w, _) => w.AnswerAsync("prairie-hospital", "marieve", comes: false)),
        new(2, 9, 0, async (w, _) => await w.MoveAsync(new LocalDate(2026, 12, 10))),
        new(2, 9, 2, (w, _) => w.AgendaAsync("prairie-hospital", "tom")),
        new(7, 8, 31, null),
        new(8, 8, 31, null),
        new(9, 16, 0, async (w, _) => await w.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "a text", 0, [], "robin", w.Clock.GetCurrentInstant(), CancellationToken.None)),
        new(9, 16, 1, async (w, _) => await w.Hub.Meetings.Minutes.SaveAsync(First, MinutesStore.Open, "another", 0, [], "dana", w.Clock.GetCurrentInstant(), CancellationToken.None)),
        new(13, 8, 31, null),
        new(13, 9, 0, async (w, _) => await w.Hub.Meetings.EditSeries.CancelAsync(Second, await w.AtAsync(), CancellationToken.None)),
        new(23, 6, 1, null),
        new(25, 8, 31, null),
    ];

    private static Step[] Year()
    {
        var steps = new List<Step>();
        for (var day = 0; day < 365; day++)
        {
            var (n, today) = (day, new LocalDate(2026, 12, 1).PlusDays(day));
            if (day % 14 == 1) steps.Add(new(n, 9, 0, (w, again) => ReceiveAsync(w, w.CaseItem("river-icm", "HF-7Q2K", id: $"case-{n}", extra: n % 4 == 1 ? "\"voice\":\"declined\"" : "\"voice\":\"invited\",\"needs\":[\"income-support\"]"), again)));
            if (day % 14 == 2) steps.Add(new(n, 9, 0, async (w, _) => await w.AnswerAsync("river-icm", "dana", meeting: MeetingCalendar.Next((await w.AtAsync()).Community, w.Clock.GetCurrentInstant())!.Id)));
            if (day % 28 == 3) steps.Add(new(n, 9, 0, async (w, _) => await w.AnswerAsync("prairie-hospital", "marieve", n % 56 == 3, MeetingCalendar.Next((await w.AtAsync()).Community, w.Clock.GetCurrentInstant())!.Id)));
            string? edited = null;
            if (day % 70 == 5) steps.Add(new(n, 10, 0, async (w, _) => await EditAsync(w, edited ??= await NextAsync(w), move: true)));
            if (day % 98 == 6) steps.Add(new(n, 10, 0, async (w, _) => await EditAsync(w, edited ??= await NextAsync(w), move: false)));
            if (day % 30 == 10) steps.Add(new(n, 11, 0, (w, again) => ReceiveAsync(w, w.Change("river-icm", "HF-9ZTD", "housing.leaseChanged", id: $"change-{n}", occurredOn: today), again)));
            if (day == 100) steps.Add(new(n, 12, 0, (w, again) => ReceiveAsync(w, w.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}", id: "revoked", occurredOn: today), again)));
            if (day == 200) steps.Add(new(n, 12, 0, (w, again) => ReceiveAsync(w, w.Change("river-icm", "HF-7Q2K", "person.deceased", id: "death", occurredOn: today), again)));
            steps.Add(new(n, 17, 30, null));
        }

        return [.. steps];

        // An operator's command that was cut off is run again, for the same meeting and the same day.
        static async Task<string> NextAsync(HubWorld world) => MeetingCalendar.Next((await world.AtAsync()).Community, world.Clock.GetCurrentInstant())!.Id;

        static async Task EditAsync(HubWorld world, string id, bool move)
        {
            var at = await world.AtAsync();
            var regular = MeetingCalendar.DayOf(id)!.Value;
            var to = at.Community.Holidays.IsWorkingDay(regular.PlusDays(1)) ? regular.PlusDays(1) : regular.PlusDays(-1);
            Assert.Null(move
                ? await world.Hub.Meetings.EditSeries.MoveAsync(id, to, null, at, CancellationToken.None)
                : await world.Hub.Meetings.EditSeries.CancelAsync(id, at, CancellationToken.None));
        }
    }

    private static async Task ReceiveAsync(HubWorld world, Queues.InboundMessage message, bool again) =>
        await world.ReceiveAsync(again ? message with { DeliveryCount = 2 } : message);

    /// <summary>Does the steps, each again after a death by a process that has started anew, and gives everything that is stored and was sent.</summary>
    private static async Task<(string End, int Deaths)> RunAsync(Step[] steps, Func<int, CrashPoint> points)
    {
        var first = await OpenAsync();
        foreach (var agency in FictionalAgencies) await first.ChangeAsync(agency, o => o with { Agreement = o.Agreement! with { Ends = new LocalDate(2028, 12, 31) } });
        await first.WithoutWarningsAsync();
        await first.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        var deaths = 0;
        var world = await StartAsync(points(0));
        foreach (var step in steps)
        {
            var day = new LocalDate(2026, 12, 1).PlusDays(step.Day);
            first.Clock.Reset(day.At(new LocalTime(step.Hour, step.Minute)).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());
            var (again, done) = (false, false);
            while (true)
            {
                try
                {
                    if (step.Does is { } does && !done) await does(world, again);
                    done = true;
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

    private static void Same(string expected, string actual, string where)
    {
        if (expected == actual) return;
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        Assert.Fail($"{where}:\n{string.Join('\n', was.Except(now).Select(l => "- " + l).Concat(now.Except(was).Select(l => "+ " + l)).Take(20))}");
    }

    [GeneratedRegex(" openedFrom=[0-9]+")]
    private static partial Regex OpenedFrom();

    private sealed record Step(int Day, int Hour, int Minute, Func<HubWorld, bool, Task>? Does);
}
