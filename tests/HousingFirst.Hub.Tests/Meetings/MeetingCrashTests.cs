using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Meetings;

/// <summary>Meetings cut off between any two effects end as if they had not been: one of them at every effect, and a year of them every now and then.</summary>
public sealed class MeetingCrashTests : MeetingCrashRuns
{
    protected override async Task<ITables> OpenAsync() => (await HubWorld.CreateAsync()).Tables;

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
}
