using CsCheck;
using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Faults;

/// <summary>Any history under any faults that pass leaves the tables as it leaves a dictionary, and is told so.</summary>
public sealed class FaultProperties(AzuriteServer azurite)
{
    /// <summary>Quick ones: the slow ones have tests of their own. One less than there are attempts, so that each batch comes through.</summary>
    private static readonly Fault[] Quick =
        [Fault.None, Fault.Throttled, Fault.Busy, Fault.DroppedBefore, Fault.DroppedAfter, Fault.DroppedAfter, Fault.FailedAfter, Fault.GarbledAfter];

    private static readonly Gen<Fault[]> Faults = Gen.Int[0, Quick.Length - 1].Select(i => Quick[i]).Array[0, Attempts.Most - 1];

    [Fact]
    public async Task Any_history_under_any_faults_leaves_what_a_dictionary_would_hold()
    {
        AzuriteServer.Needs();
        var stop = TestContext.Current.CancellationToken;
        await using var proxy = await FaultProxy.StartAsync(azurite.Endpoint);
        var tables = new AzureTables(azurite.Service(proxy.Endpoint), azurite.NewPrefix(), new HurriedTime());
        await tables.CreateAsync(stop);
        var sample = 0;
        await Gen.Select(TablesHistory.Batch, Faults).Array[1, 8].SampleAsync(
            async steps =>
            {
                var history = new TablesHistory(tables, $"history|{Interlocked.Increment(ref sample)}", stop) { LosesAnswers = true };
                foreach (var (batch, faults) in steps)
                {
                    proxy.Reset();
                    proxy.Next(faults);
                    await history.DoAsync(batch);
                }
            },
            iter: AzuriteServer.Share(40, 2000),
            threads: 1);
        Assert.True(tables.Repeats > 0);
    }
}
