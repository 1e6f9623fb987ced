using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>
/// Every effect of every job is a place to die at, before it or just after it. The queue brings the message again, ticks go on, and in the
/// end everything is as if nothing had happened. Each store runs this: all of it, as <see cref="CrashContract"/>, or a share.
/// </summary>
public abstract class CrashRuns
{
    /// <summary>The process dies.</summary>
    protected static readonly Mishap[] Deaths = [Mishap.DiesBefore, Mishap.DiesAfter];

    /// <summary>A store with the fictional community loaded at <see cref="HubWorld.Start"/>.</summary>
    protected abstract Task<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    /// <summary>Does the job once in peace, then once for each effect and mishap.</summary>
    protected async Task EndsTheSameAsync(string job, params Mishap[] mishaps)
    {
        var scenario = CrashScenarios.All[job];
        var calm = CrashPoint.Never();
        var expected = await RunAsync(scenario, calm);
        Assert.NotEmpty(calm.Effects);
        foreach (var effect in Interesting(calm.Effects))
        {
            foreach (var mishap in mishaps)
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await RunAsync(scenario, point);
                Assert.True(point.Happened, $"{job}: effect {effect} was not reached.");
                var where = $"{job}, {mishap} effect {effect} of {calm.Effects.Count} ({calm.Effects[effect - 1]})";
                Assert.True(expected == actual, $"{where}:\n{Difference(expected, actual)}");
            }
        }
    }

    /// <summary>All of them; of a long row of the same (ninety mails) the first, the second and the last.</summary>
    private static IEnumerable<int> Interesting(IReadOnlyList<string> effects)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            var inside = i > 1 && effects[i - 1] == effects[i] && effects[i - 2] == effects[i] && i + 1 < effects.Count && effects[i + 1] == effects[i];
            if (!inside) yield return i + 1;
        }
    }

    private async Task<string> RunAsync(CrashScenario scenario, CrashPoint point)
    {
        var tables = await OpenAsync();
        try
        {
            var before = await HubWorld.CreateAsync(tables, load: false, clock: new FakeClock(HubWorld.Start));
            var message = await scenario.PrepareAsync(before);
            var world = await HubWorld.CreateAsync(tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: point.Through);
            point.Armed = true;
            await DoAsync(world, scenario, message);
            point.Armed = false;

            // The queue's lock runs out, and the message comes again: to a process that has started again, or to the same one.
            var again = await before.RestartAsync();
            if (point.Happened)
            {
                again.Clock.Advance(Duration.FromMinutes(1));
                await DoAsync(again, scenario, message is null ? null : message with { DeliveryCount = 2 });
            }

            await EndState.RunOutAsync(again);
            Assert.Empty(await EndState.WaitingAsync(again));
            return await EndState.OfAsync(again);
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    private static async Task DoAsync(HubWorld world, CrashScenario scenario, InboundMessage? message)
    {
        try
        {
            if (scenario.CommandAsync is { } command) await command(world);
            else if (message is null) await world.Hub.Tick.RunAsync(CancellationToken.None);
            else await world.ReceiveAsync(message);
        }
        catch (Exception fault) when (fault is DiedException or IOException)
        {
            // What a head does: it gives the message back, and it comes again.
        }
    }

    internal static string Difference(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', was.Except(now).Select(l => "- " + l).Concat(now.Except(was).Select(l => "+ " + l)).Take(20));
    }
}
