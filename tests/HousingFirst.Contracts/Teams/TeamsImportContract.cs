using System.Globalization;
using System.Text;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Teams;

/// <summary>
/// An import is cut off before and after each thing it does, and done again: in the end every team, consent and reference is there once, as if it
/// had not been. What happens while the queue's messages are taken, <see cref="CrashContract"/> cuts off.
/// </summary>
public abstract class TeamsImportContract
{
    /// <summary>More than go on the queue at once.</summary>
    protected virtual int Clients => 120;

    /// <summary>A store with the fictional community loaded at <see cref="HubWorld.Start"/>.</summary>
    protected abstract Task<ITables> OpenAsync();

    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    [Fact]
    public async Task An_import_cut_off_anywhere_and_done_again_ends_as_if_it_had_not_been()
    {
        var calm = CrashPoint.Never();
        var expected = await RunAsync(calm);
        Assert.True(calm.Effects.Count(e => e == "send") >= 1 + (Clients / 100), string.Join(", ", calm.Effects));
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            foreach (var mishap in new[] { Mishap.DiesBefore, Mishap.DiesAfter })
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await RunAsync(point);
                Assert.True(point.Happened);
                Assert.True(expected == actual, $"{mishap} effect {effect} ({calm.Effects[effect - 1]})");
            }
        }
    }

    private async Task<string> RunAsync(CrashPoint point)
    {
        var tables = await OpenAsync();
        try
        {
            var calm = await HubWorld.CreateAsync(tables, load: false, clock: new FakeClock(HubWorld.Start));
            var world = await HubWorld.CreateAsync(tables, calm.Queues, calm.Mailer, load: false, clock: calm.Clock, through: point.Through);
            point.Armed = true;
            try
            {
                await world.ImportAsync(Sheet());
            }
            catch (DiedException)
            {
                // Half of what reached the queue is taken before somebody imports again, a day later.
                var taken = calm.Queues.Messages.Where(m => m.Queue == QueueNames.ClientChanges).Select(m => m.MessageId).Where((_, i) => i % 2 == 0).ToArray();
                await calm.TakeOwnAsync(taken);
            }

            point.Armed = false;
            calm.Clock.Advance(Duration.FromDays(1));
            if (point.Happened) await calm.ImportAsync(Sheet());
            var again = await calm.RestartAsync();
            await again.TakeOwnAsync();
            await EndState.RunOutAsync(again);
            // The operator tried twice, and the days in between are days: neither is the team's.
            return string.Join('\n', (await EndState.OfAsync(again)).Split('\n').Where(l => !l.Contains("|audit|", StringComparison.Ordinal)).Select(WithoutDays));
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    private string Sheet()
    {
        var csv = new StringBuilder(TeamsSteps.Heads);
        for (var n = 0; n < Clients; n++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"RI-{n:D4},2026-11-01,,,,,,,,,,,,,\n");
            csv.Append(CultureInfo.InvariantCulture, $"RI-{n:D4},2026-11-02,bridge-outreach,luc,OUT,yes,BO-{n:D4},,,B housing,2026-11-02,2027-11-01,written,,2026-1\n");
        }

        return csv.ToString();
    }

    private static string WithoutDays(string line) => System.Text.RegularExpressions.Regex.Replace(line, "(since|bodyHash|body)=\\S+", "$1=");
}
