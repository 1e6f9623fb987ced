using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class FullDiskTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_keeps_what_was_acknowledged_and_goes_on_when_there_is_space()
    {
        using var disk = SmallDisk.Mount(4096);
        var clock = new FakeClock(DataFolder.Start);
        var data = Path.Combine(disk.Path, "data");
        var acknowledged = new List<string>();
        await using (var database = HubDatabase.Open(data, clock))
        {
            for (var i = 0; i < 10; i++) acknowledged.Add(await WriteAsync(database, $"k{i:D4}"));
            disk.Fill();
            var error = await FillUpAsync(database, acknowledged);
            Assert.Equal(HubDataProblem.DiskFull, error.Problem);
            Assert.Contains("Free some space", error.Message, StringComparison.Ordinal);
            var queues = await Assert.ThrowsAsync<HubDataException>(
                () => database.Queues.SendAsync("client-changes", [new NewMessage(new byte[30_000])], Stop));
            Assert.Equal(HubDataProblem.DiskFull, queues.Problem);

            File.Delete(disk.Filler);
            acknowledged.Add(await WriteAsync(database, "z"));
            Assert.Equal(acknowledged, await KeysAsync(database));
        }

        await using var again = HubDatabase.Open(data, clock);
        Assert.Equal(acknowledged, await KeysAsync(again));
        Assert.Empty(await HubCheck.RunAsync(again, Stop));
    }

    [Fact]
    public void A_new_database_on_a_full_disk_is_refused_in_words()
    {
        using var disk = SmallDisk.Mount(256);
        disk.Fill();

        var error = Assert.Throws<HubDataException>(() => HubDatabase.Open(Path.Combine(disk.Path, "data"), new FakeClock(DataFolder.Start)));

        Assert.Equal(HubDataProblem.DiskFull, error.Problem);
    }

    [Fact]
    public async Task A_backup_to_a_full_disk_is_refused_and_leaves_no_file()
    {
        using var disk = SmallDisk.Mount(256);
        using var folder = new DataFolder();
        await using var database = folder.Open();
        await WriteAsync(database, "k");
        disk.Fill();

        var error = await Assert.ThrowsAsync<HubDataException>(
            () => HubBackup.WriteAsync(database, Path.Combine(disk.Path, "backup.gz"), folder.Clock, Stop));

        Assert.Equal(HubDataProblem.DiskFull, error.Problem);
        Assert.Equal([disk.Filler], Directory.GetFiles(disk.Path));
    }

    [Fact]
    public async Task A_read_only_folder_is_refused_in_words()
    {
        using var disk = SmallDisk.Mount(4096);
        var clock = new FakeClock(DataFolder.Start);
        var data = Path.Combine(disk.Path, "data");
        await using (var database = HubDatabase.Open(data, clock)) await WriteAsync(database, "k");
        disk.MakeReadOnly();

        var old = Assert.Throws<HubDataException>(() => HubDatabase.Open(data, clock));
        var fresh = Assert.Throws<HubDataException>(() => HubDatabase.Open(Path.Combine(disk.Path, "other"), clock));

        Assert.Equal((HubDataProblem.ReadOnly, HubDataProblem.ReadOnly), (old.Problem, fresh.Problem));
        Assert.Contains("--data DIR", old.Message, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(HubDatabase database, string key)
    {
        var row = HubDatabaseTests.NewRow(key).With("body", new byte[20_000]);
        Assert.IsType<BatchOutcome.Committed>(await database.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Insert(row)], Stop));
        return key;
    }

    private static async Task<HubDataException> FillUpAsync(HubDatabase database, List<string> acknowledged)
    {
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                acknowledged.Add(await WriteAsync(database, $"m{i:D4}"));
            }
            catch (HubDataException error)
            {
                return error;
            }
        }

        throw new InvalidOperationException("The disk never was full.");
    }

    private static async Task<string[]> KeysAsync(HubDatabase database) =>
        [.. (await database.Tables.RangeAsync(Table.Clients, "c", "", null, 1000, Stop)).Rows.Select(row => row.Key)];
}
