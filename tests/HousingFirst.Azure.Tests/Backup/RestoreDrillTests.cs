using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Azure.Tests.Worlds;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Azure.Tests.Backup;

/// <summary>The drill of docs/azure.md: tables are backed up, restored into empty ones, and the hub goes on there as if nothing had happened.</summary>
public sealed class RestoreDrillTests(AzuriteServer azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_restored_into_other_tables_goes_on_where_it_was()
    {
        var world = await HubWorld.CreateAsync(await LoadedCommunity.OpenAsync(azurite), load: false);
        var change = world.Change("prairie-hospital", "PH-0018", "away.hospital.in");
        await world.ReceiveAsync(change);
        using var file = new MemoryStream();
        var written = await new BackupTables((ITableScan)world.Tables, world.Clock).WriteAsync(file, Stop);
        Assert.True(written.Counts["clients"] > 20);

        var target = await azurite.OpenAsync();
        var read = await new RestoreTables(target, target).ReadAsync(file, Stop);

        Assert.Equal(written.Counts, read.Counts);
        Assert.Equal(await RowsAsync((ITableScan)world.Tables), await RowsAsync(target));
        await GoesOnAsync(world, target, change);
    }

    [Fact]
    public async Task A_town_moves_from_one_machine_to_the_cloud()
    {
        AzuriteServer.Needs();
        var folder = Directory.CreateTempSubdirectory("hub-move-").FullName;
        try
        {
            var clock = new FakeClock(HubWorld.Start);
            await using var database = HubDatabase.Open(Path.Combine(folder, "data"), clock);
            var world = await HubWorld.CreateAsync(database.Tables, clock: clock);
            var change = world.Change("prairie-hospital", "PH-0018", "away.hospital.in");
            await world.ReceiveAsync(change);
            var backup = Path.Combine(folder, "town.backup");
            await HubBackup.WriteAsync(database, backup, clock, Stop);

            var target = await azurite.OpenAsync();
            await using var file = File.OpenRead(backup);
            await new RestoreTables(target, target).ReadAsync(file, Stop);
            Assert.Equal(await RowsAsync(database.Tables), await RowsAsync(target));
            await GoesOnAsync(world, target, change);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_restore_that_is_cut_off_says_so_and_goes_on_when_it_is_done_again()
    {
        AzuriteServer.Needs();
        var source = new MemoryTables();
        await LoadedCommunity.CopyToAsync(source);
        using var file = new MemoryStream();
        await new BackupTables(source, SystemClock.Instance).WriteAsync(file, Stop);
        var target = await azurite.OpenAsync();

        var cut = new CutOff(target, after: 10);
        await Assert.ThrowsAsync<IOException>(() => new RestoreTables(cut, target).ReadAsync(file, Stop));
        Assert.True(await RestoreTables.IsUnfinishedAsync(target, Stop));
        using var other = new MemoryStream();
        await new BackupTables(new MemoryTables(), SystemClock.Instance).WriteAsync(other, Stop);
        Assert.Contains("another backup", (await Assert.ThrowsAsync<BackupFormatException>(() => new RestoreTables(target, target).ReadAsync(other, Stop))).Message, StringComparison.Ordinal);

        await new RestoreTables(target, target).ReadAsync(file, Stop);
        Assert.False(await RestoreTables.IsUnfinishedAsync(target, Stop));
        Assert.Equal(await RowsAsync(source), await RowsAsync(target));
        Assert.Contains("not empty", (await Assert.ThrowsAsync<BackupFormatException>(() => new RestoreTables(target, target).ReadAsync(file, Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_backup_writes_nothing()
    {
        var source = new MemoryTables();
        await LoadedCommunity.CopyToAsync(source);
        using var file = new MemoryStream();
        await new BackupTables(source, SystemClock.Instance).WriteAsync(file, Stop);
        var target = new MemoryTables();
        foreach (var part in (double[])[0.1, 0.5, 0.99])
        {
            using var damaged = new MemoryStream(file.ToArray()[..(int)(file.Length * part)]);
            await Assert.ThrowsAsync<BackupFormatException>(() => new RestoreTables(target, target).ReadAsync(damaged, Stop));
            Assert.Empty(await RowsAsync(target));
        }
    }

    /// <summary>What was received before is known, what was told stands, what waited is done.</summary>
    private static async Task GoesOnAsync(HubWorld before, ITables restored, InboundMessage change)
    {
        var world = await HubWorld.CreateAsync(restored, load: false, clock: before.Clock);
        Assert.Equal(
            (await before.CoverageAsync(change)).Lines.Select(l => l.ToString()), (await world.CoverageAsync(change)).Lines.Select(l => l.ToString()));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(change with { DeliveryCount = 2 }));
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.NotEmpty(world.Mailer.Mails);
    }

    private static async Task<List<string>> RowsAsync(ITableScan tables)
    {
        var rows = new List<string>();
        foreach (var table in Enum.GetValues<Table>())
        {
            await foreach (var (partition, row) in tables.ScanAsync(table, Stop))
            {
                var columns = row.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value.GetType().Name}:{(c.Value is byte[] bytes ? Convert.ToHexString(bytes) : c.Value)}");
                rows.Add($"{table} {partition} {row.Key} {string.Join(' ', columns)}");
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>Tables that fail after some batches.</summary>
    private sealed class CutOff(AzureTables tables, int after) : ITables
    {
        private int left = after;

        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) => tables.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            tables.RangeAsync(table, partition, from, before, limit, cancellation);

        public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
            Interlocked.Decrement(ref left) >= 0 ? tables.BatchAsync(table, partition, writes, cancellation) : throw new IOException("cut off");
    }
}
