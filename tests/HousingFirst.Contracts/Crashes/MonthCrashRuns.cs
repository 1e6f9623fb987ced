using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Network;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>
/// December 2026 from its claim to its report, with contacts, a partner that leaves and one that rests in between, cut off at every effect: in the end
/// the ledger, the mail and the work that waits are those of the undisturbed month.
/// </summary>
public abstract class MonthCrashRuns
{
    /// <summary>Every how-manieth effect is tried: all of them in memory, a share where a world takes longer.</summary>
    protected virtual int Every => 1;

    /// <summary>What goes wrong.</summary>
    protected virtual Mishap[] Mishaps => [Mishap.DiesBefore, Mishap.DiesAfter];

    /// <summary>A store with the fictional community loaded at <see cref="HubWorld.Start"/>.</summary>
    protected abstract Task<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    [Fact]
    public async Task A_month_cut_off_at_any_effect_ends_as_if_it_had_not_been()
    {
        var calm = CrashPoint.Never();
        var expected = await RunAsync(calm);
        Assert.True(calm.Effects.Count > 80, $"{calm.Effects.Count} effects");
        Assert.Contains("mail contacts.2026-12.river-icm.nudge-1", expected, StringComparison.Ordinal);
        for (var effect = 1; effect <= calm.Effects.Count; effect += Every)
        {
            foreach (var mishap in Mishaps)
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await RunAsync(point);
                Assert.True(point.Happened, $"Effect {effect} was not reached.");
                Assert.True(
                    expected == actual,
                    $"{mishap} effect {effect} of {calm.Effects.Count} ({calm.Effects[effect - 1]}):\n{CrashRuns.Difference(expected, actual)}");
            }
        }
    }

    private async Task<string> RunAsync(CrashPoint point)
    {
        var tables = await OpenAsync();
        try
        {
            var before = await HubWorld.CreateAsync(tables, load: false, clock: new FakeClock(HubWorld.Start));
            await before.WithoutWarningsAsync();
            await RestAsync(before);
            var run = new Run(before, point);
            await run.DoAsync(w => w.Hub.ClaimCycles.RunAsync(CancellationToken.None).AsTask());
            await run.ToAsync(1, 9);
            await run.ReceiveAsync(w => w.Contact("river-icm", "prairie-hospital", "made", "\"mode\":\"phone\"", id: "one"));
            await run.ToAsync(9, 9);
            await run.ReceiveAsync(w => w.Contact("income-support", "river-icm", "made", "\"mode\":\"inPerson\"", id: "two"));
            await before.ChangeAsync("southside-housing", o => o with { Standing = new Standing(StandingKind.Left, null) });
            await run.ToAsync(20, 9);
            await run.ToAsync(27, 9);
            await run.ReceiveAsync(w => w.Contact("bridge-outreach", "prairie-hospital", "notMade", "\"reason\":\"partnerAway\"", id: "three"));
            await run.ToAsync(29, 9);
            await run.ToAsync(30, 18);
            await run.ReceiveAsync(w => w.Contact("river-icm", "coordinated-access", "made", "\"mode\":\"video\"", id: "four"));
            await run.ToAsync(31, 9);
            await run.ToAsync(34, 9);
            return await run.EndAsync();
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    /// <summary>A partner rests: in the first month of the quarter the specialist owes it a contact.</summary>
    private static async Task RestAsync(HubWorld world)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.SuggestPartner.RunAsync("Legal Aid Clinic", new SuggestionText(null, "Robin", "rests", null, null, null), at, CancellationToken.None);
        var step = new RecruitmentStep(0, RecruitmentState.Resting, at.Today, "Robin", null, null);
        await world.Hub.RecordStep.RunAsync(ProspectId.Of("Legal Aid Clinic")!.Value, step, at, CancellationToken.None);
    }

    /// <summary>A hub that may die once, and whoever is started after it.</summary>
    private sealed class Run(HubWorld before, CrashPoint point)
    {
        private HubWorld? world;

        /// <summary>Does something; where the process died at it, a new one does it again.</summary>
        public async Task DoAsync(Func<HubWorld, Task> work)
        {
            world ??= await HubWorld.CreateAsync(before.Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
            var wasDead = point.Happened;
            point.Armed = true;
            try
            {
                await work(world);
            }
            catch (Exception fault) when (fault is DiedException or IOException)
            {
                // What a head does: the process is started again, or the message comes again.
            }

            point.Armed = false;
            if (wasDead || !point.Happened) return;
            before.Clock.Advance(Duration.FromSeconds(5));
            world = await before.RestartAsync();
            await work(world);
        }

        public Task ReceiveAsync(Func<HubWorld, InboundMessage> message) => DoAsync(async w => await w.ReceiveAsync(message(w)));

        /// <summary>Goes to an hour of December, or of the days after it; ticks then, and again when a mail that was cut off may be sent again.</summary>
        public async Task ToAsync(int day, int hour)
        {
            var at = new LocalDate(2026, 12, 1).PlusDays(day).At(new LocalTime(hour, 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant();
            foreach (var minutes in (int[])[0, 12, 24])
            {
                before.Clock.Reset(at + Duration.FromMinutes(minutes));
                await DoAsync(w => w.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
            }
        }

        public async Task<string> EndAsync()
        {
            Assert.DoesNotContain(await EndState.WaitingAsync(before), i => i.Kind != DueKind.Prospect);
            return await EndState.OfAsync(before);
        }
    }
}
