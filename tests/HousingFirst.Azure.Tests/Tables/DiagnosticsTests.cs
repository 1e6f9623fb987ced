using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;
using Azure.Data.Tables;
using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Tables;

/// <summary>What a listener to the SDK's log and to every trace hears: the address of a point read holds a client's reference.</summary>
public sealed class DiagnosticsTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Neither_log_nor_trace_of_the_SDK_or_below_it_holds_a_key()
    {
        AzuriteServer.Needs();
        var stop = TestContext.Current.CancellationToken;
        var prefix = azurite.NewPrefix();
        var tables = new AzureTables(azurite.Service(), prefix, TimeProvider.System);
        await tables.CreateAsync(stop);
        var (canary, heardOf) = ($"canary{Guid.NewGuid():N}", $"heard{Guid.NewGuid():N}");
        var heard = new ConcurrentQueue<string>();
        using var log = new AzureEventSourceListener((_, text) => heard.Enqueue(text), EventLevel.LogAlways);
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => heard.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(traces);

        var row = RowVersions.NewRow(canary).With("text", canary);
        await tables.BatchAsync(Table.Clients, canary, [new RowWrite.Insert(row)], stop);
        await tables.GetAsync(Table.Clients, canary, canary, stop);
        await tables.RangeAsync(Table.Clients, canary, canary, null, 10, stop);
        await tables.BatchAsync(Table.Clients, canary, [new RowWrite.Insert(row)], stop);
        await tables.BatchAsync(Table.Clients, canary, [new RowWrite.Delete(canary, null)], stop);

        // With the SDK's own options both are heard: the listeners work.
        var usual = new TableServiceClient(azurite.ConnectionString(azurite.Endpoint), new TableClientOptions()).GetTableClient(prefix + Table.Clients);
        await usual.GetEntityIfExistsAsync<TableEntity>(heardOf, heardOf, cancellationToken: stop);
        Assert.Contains(heard, text => text.StartsWith("Request [", StringComparison.Ordinal) && text.Contains(heardOf, StringComparison.Ordinal));
        Assert.Contains(heard, text => text.StartsWith("GET ", StringComparison.Ordinal) && text.Contains(heardOf, StringComparison.Ordinal));
        Assert.DoesNotContain(heard, text => text.Contains(canary, StringComparison.Ordinal));
    }
}
