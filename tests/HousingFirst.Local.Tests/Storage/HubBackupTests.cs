using System.IO.Compression;
using System.Text;
using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class HubBackupTests : IAsyncDisposable
{
    private readonly DataFolder folder = new();
    private readonly DataFolder elsewhere = new();
    private readonly HubDatabase database;

    public HubBackupTests() => database = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string BackupFile => Path.Combine(elsewhere.Path, "backup.gz");

    private string Target => Path.Combine(elsewhere.Path, "data");

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task A_restored_hub_equals_the_one_that_was_backed_up()
    {
        await FillAsync();
        var written = await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);

        var read = await HubRestore.ReadAsync(BackupFile, Target, folder.Clock, Stop);

        Assert.Equal((written.CreatedAt, 121, 5, 2), (read.CreatedAt, read.Counts["clients"], read.Counts["message"], read.Counts["key"]));
        await using var restored = HubDatabase.Open(Target, folder.Clock);
        foreach (var table in Enum.GetValues<Table>()) Assert.Equal(await RowsAsync(database, table), await RowsAsync(restored, table));
        Assert.Equal(await database.Queues.CountAsync(Stop), await restored.Queues.CountAsync(Stop));
        Assert.Equal(await MessagesAsync(database), await MessagesAsync(restored));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(Target, "keys", "master.1"), Stop));
        Assert.Equal([4], await File.ReadAllBytesAsync(Path.Combine(Target, "keys", "ring", "key-1.xml"), Stop));
        Assert.Empty(await HubCheck.RunAsync(restored, Stop));
        Assert.True((await restored.Queues.SendAsync("q", [new NewMessage(new byte[] { 1 })], Stop))[0] > 5);
        Assert.Equal(["hub.db", "hub.db-shm", "hub.db-wal", "keys"], Directory.EnumerateFileSystemEntries(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_backup_is_one_moment_while_the_hub_writes_on()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                // A row and its twin in one batch: a backup that holds one without the other is not one moment.
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    await database.Tables.BatchAsync(
                        Table.Clients, "c",
                        [new RowWrite.Upsert(HubDatabaseTests.NewRow($"a{i % 200}", $"{i}")), new RowWrite.Upsert(HubDatabaseTests.NewRow($"b{i % 200}", $"{i}"))],
                        Stop);
            },
            Stop);
        for (var round = 0; round < 3; round++)
        {
            var file = $"{BackupFile}{round}";
            await HubBackup.WriteAsync(database, file, folder.Clock, Stop);
            await HubRestore.ReadAsync(file, $"{Target}{round}", folder.Clock, Stop);
            await using var restored = HubDatabase.Open($"{Target}{round}", folder.Clock);
            var rows = (await restored.Tables.RangeAsync(Table.Clients, "c", "", null, 1000, Stop)).Rows.ToDictionary(row => row.Key, row => row.Text("text"));
            Assert.All(rows, row => Assert.Equal(row.Value, rows[(row.Key[0] == 'a' ? "b" : "a") + row.Key[1..]]));
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_backup_file_is_the_users_alone_and_never_replaces_another()
    {
        await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);

        var error = await Assert.ThrowsAsync<HubDataException>(() => HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop));

        Assert.Equal(HubDataProblem.NotEmpty, error.Problem);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(BackupFile).UnixFileMode);
        Assert.Equal([BackupFile], Directory.GetFiles(elsewhere.Path));
    }

    [Fact]
    public async Task A_backup_into_a_folder_that_is_not_there_or_one_broken_off_leaves_no_file()
    {
        await Assert.ThrowsAsync<HubDataException>(() => HubBackup.WriteAsync(database, Path.Combine(elsewhere.Path, "none", "b.gz"), folder.Clock, Stop));
        await FillAsync();
        using (var hand = new SqliteSession(folder.DatabaseFile, TimeSpan.FromSeconds(5))) hand.Execute("UPDATE rows SET cols='{' WHERE r='k59'");
        var error = await Assert.ThrowsAsync<HubDataException>(() => HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop));

        Assert.Equal(HubDataProblem.Corrupt, error.Problem);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Path));
    }

    [Fact]
    public async Task A_restore_into_a_folder_that_is_not_empty_is_refused_and_changes_nothing()
    {
        await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);
        var before = Directory.GetFileSystemEntries(folder.Path);

        var error = await Assert.ThrowsAsync<HubDataException>(() => HubRestore.ReadAsync(BackupFile, folder.Path, folder.Clock, Stop));

        Assert.Equal(HubDataProblem.NotEmpty, error.Problem);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_restore_cleans_up_after_one_that_was_broken_off()
    {
        await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);
        Directory.CreateDirectory(Path.Combine(Target, HubRestore.Unfinished, "keys"));

        await HubRestore.ReadAsync(BackupFile, Target, folder.Clock, Stop);

        await using var restored = HubDatabase.Open(Target, folder.Clock);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.98)]
    public async Task A_cut_off_backup_is_refused_and_the_folder_stays_empty(double part)
    {
        await FillAsync();
        await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);
        var bytes = await File.ReadAllBytesAsync(BackupFile, Stop);
        await File.WriteAllBytesAsync(BackupFile, bytes[..(int)(bytes.Length * part)], Stop);

        await AssertRefusedAsync();
    }

    [Fact]
    public async Task A_backup_cut_off_at_a_line_or_with_a_line_changed_or_missing_is_refused()
    {
        await FillAsync();
        await HubBackup.WriteAsync(database, BackupFile, folder.Clock, Stop);
        var lines = await LinesAsync();
        string[][] damaged =
        [
            lines[..^1],
            [.. lines[..40], .. lines[41..]],
            [.. lines[..40], lines[39], .. lines[40..]],
            [.. lines[..40], lines[40].Replace("Zoë", "Zoe", StringComparison.Ordinal), .. lines[41..]],
            [.. lines[..40], "{\"table\":\"nonsense\"}", .. lines[41..]],
            [.. lines, lines[40]],
        ];

        foreach (var content in damaged)
        {
            Assert.NotEqual(lines, content);
            await WriteLinesAsync(content);
            await AssertRefusedAsync();
        }
    }

    [Fact]
    public async Task Foreign_and_newer_files_are_refused_in_words()
    {
        await File.WriteAllTextAsync(BackupFile, "not gzip", Stop);
        Assert.Contains("no backup of this hub", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
        await WriteLinesAsync(["{\"format\":\"another\",\"version\":1}"]);
        Assert.Contains("no backup of this hub", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
        await WriteLinesAsync(["[]"]);
        Assert.Contains("no backup of this hub", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(BackupFile, [], Stop);
        Assert.Contains("no backup of this hub", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
        await WriteLinesAsync(["{\"format\":\"housing-first-backup\",\"version\":2}"]);
        Assert.Contains("format version 2", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
        File.Delete(BackupFile);
        Assert.Contains("can't be read", (await AssertRefusedAsync()).Message, StringComparison.Ordinal);
    }

    private async Task<BackupFormatException> AssertRefusedAsync()
    {
        var error = await Assert.ThrowsAsync<BackupFormatException>(() => HubRestore.ReadAsync(BackupFile, Target, folder.Clock, Stop));
        Assert.True(!Directory.Exists(Target) || !Directory.EnumerateFileSystemEntries(Target).Any());
        return error;
    }

    private async Task FillAsync()
    {
        var rows = Enumerable.Range(0, 60).Select(i => HubDatabaseTests.NewRow($"k{i:D2}", $"Zoë {i}")
            .With("at", DataFolder.Start.PlusTicks(i)).With("body", new byte[] { 1, (byte)i }).With("second", new byte[] { 2 }).With("yes", i % 2 == 0)).ToArray();
        await database.Tables.BatchAsync(Table.Clients, "lethbridge|client-1", [.. rows.Select(row => new RowWrite.Insert(row))], Stop);
        await database.Tables.BatchAsync(Table.Clients, "lethbridge|client-2", [.. rows.Select(row => new RowWrite.Insert(row))], Stop);
        await database.Tables.BatchAsync(Table.Clients, "lethbridge|client-3", [new RowWrite.Insert(HubDatabaseTests.NewRow("0"))], Stop);
        await database.Tables.BatchAsync(Table.Due, "lethbridge", [new RowWrite.Insert(HubDatabaseTests.NewRow("0"))], Stop);
        await database.Queues.SendAsync("client-changes", [new NewMessage(new byte[] { 1 }), new NewMessage(new byte[] { 2 }) { ScheduledFor = DataFolder.Start + Duration.FromDays(1) }], Stop);
        await database.Queues.SendAsync([new OutgoingMessage("agency-clinic", "n-1", "é"u8.ToArray()) { Properties = new Dictionary<string, string> { ["hf-notice"] = "n" } }], Stop);
        await database.Queues.SendAsync("partner-activity", [new NewMessage(Array.Empty<byte>()), new NewMessage(new byte[] { 5 }) { MessageId = "m" }], Stop);
        var held = (await database.Queues.ReceiveAsync("partner-activity", 1, Duration.FromMinutes(1), Stop))[0];
        await database.Queues.DeadLetterAsync("partner-activity", held.Message.Sequence, held.LockToken, "data.invalid", "what", Stop);
        Directory.CreateDirectory(Path.Combine(folder.Path, "keys", "ring"));
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "keys", "master.1"), [1, 2, 3], Stop);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "keys", "ring", "key-1.xml"), [4], Stop);
    }

    private static async Task<List<string>> RowsAsync(HubDatabase from, Table table)
    {
        var rows = new List<string>();
        await foreach (var (partition, row) in from.Tables.ScanAsync(table, Stop))
        {
            var columns = row.Columns.OrderBy(column => column.Key, StringComparer.Ordinal)
                .Select(column => $"{column.Key}={column.Value.GetType().Name}:{(column.Value is byte[] bytes ? Convert.ToHexString(bytes) : column.Value)}");
            rows.Add($"{partition} {row.Key} {string.Join(' ', columns)}");
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static async Task<List<string>> MessagesAsync(HubDatabase from)
    {
        var messages = new List<QueueMessage>();
        foreach (var queue in new[] { "client-changes", "partner-activity", "partner-activity/$deadletterqueue", "agency-clinic" })
            messages.AddRange(await from.Queues.BrowseAsync(queue, 0, 100, Stop));
        return [.. messages.Select(message =>
            $"{message with { Body = [], Properties = new Dictionary<string, string>() }} {Convert.ToHexString(message.Body)} {string.Join(',', message.Properties)}"
                .Replace("System.Collections.Generic.Dictionary`2[System.String,System.String]", "", StringComparison.Ordinal))];
    }

    private async Task<string[]> LinesAsync()
    {
        await using var gzip = new GZipStream(File.OpenRead(BackupFile), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return (await reader.ReadToEndAsync(Stop)).TrimEnd('\n').Split('\n');
    }

    private async Task WriteLinesAsync(string[] lines)
    {
        await using var gzip = new GZipStream(File.Create(BackupFile), CompressionLevel.Fastest);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), Stop);
    }
}
