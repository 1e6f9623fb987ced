using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Worlds;

/// <summary>The fictional community, loaded once in memory and copied to Azurite a batch a partition: loading it there each time would take most of the tests' time.</summary>
internal static class LoadedCommunity
{
    private static readonly Lazy<Task<MemoryTables>> Loaded = new(async () =>
    {
        var tables = new MemoryTables();
        await HubWorld.CreateAsync(tables);
        return tables;
    });

    /// <summary>New tables that hold it.</summary>
    public static async Task<AzureTables> OpenAsync(AzuriteServer azurite)
    {
        AzuriteServer.Needs();
        var tables = await azurite.OpenAsync();
        await CopyToAsync(tables);
        return tables;
    }

    /// <summary>Copies it.</summary>
    public static async Task CopyToAsync(ITables tables)
    {
        var loaded = await Loaded.Value;
        foreach (var table in Enum.GetValues<Table>())
        {
            var rows = new List<(string Partition, Row Row)>();
            await foreach (var row in loaded.ScanAsync(table, TestContext.Current.CancellationToken)) rows.Add(row);
            await Task.WhenAll(
                from partition in rows.GroupBy(r => r.Partition, r => r.Row)
                from batch in partition.Chunk(Limits.BatchRows)
                select tables.BatchAsync(table, partition.Key, [.. batch.Select(r => new RowWrite.Insert(r))], TestContext.Current.CancellationToken).AsTask());
        }
    }
}
