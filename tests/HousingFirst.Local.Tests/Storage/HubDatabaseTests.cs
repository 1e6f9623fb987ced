using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class HubDatabaseTests : IDisposable
{
    private readonly DataFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_after_closing_and_opening_again()
    {
        long sequence;
        string etag;
        await using (var first = folder.Open())
        {
            etag = await InsertAsync(first, "0");
            sequence = (await first.Queues.SendAsync("client-changes", [new NewMessage(new byte[] { 1 })], Stop))[0];
        }

        await using var second = folder.Open();

        Assert.Equal(etag, (await second.Tables.GetAsync(Table.Clients, "c", "0", Stop))!.ETag);
        Assert.Equal(sequence, Assert.Single(await second.Queues.BrowseAsync("client-changes", 0, 10, Stop)).Sequence);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_when_the_process_ends_without_closing()
    {
        await using var running = folder.Open();
        using var killed = new DataFolder();
        for (var i = 0; i < 20; i++)
        {
            await InsertAsync(running, $"k{i:D2}");
            await running.Queues.SendAsync("client-changes", [new NewMessage(new byte[] { 1 })], Stop);
        }

        // What kill -9 leaves: the files as they are, the shared-memory file not to be trusted.
        File.Copy(folder.DatabaseFile, killed.DatabaseFile);
        File.Copy(folder.DatabaseFile + "-wal", killed.DatabaseFile + "-wal");

        await using var restarted = killed.Open();
        Assert.Equal(20, (await restarted.Tables.RangeAsync(Table.Clients, "c", "", null, 100, Stop)).Rows.Count);
        Assert.Equal([new QueueCount("client-changes", 20, 0, 0)], await restarted.Queues.CountAsync(Stop));
        Assert.Empty(await HubCheck.RunAsync(restarted, Stop));
    }

    [Fact]
    public async Task Etags_and_sequence_numbers_go_on_rising_after_everything_was_deleted_and_closed()
    {
        string etag;
        long sequence;
        await using (var first = folder.Open())
        {
            etag = await InsertAsync(first, "0");
            await first.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Delete("0", etag)], Stop);
            sequence = (await first.Queues.SendAsync("q", [new NewMessage(new byte[] { 1 })], Stop))[0];
            await first.Queues.ReceiveAndDeleteAsync("q", 1, Stop);
        }

        await using var second = folder.Open();

        Assert.NotEqual(etag, await InsertAsync(second, "0"));
        Assert.True((await second.Queues.SendAsync("q", [new NewMessage(new byte[] { 1 })], Stop))[0] > sequence);
    }

    [Fact]
    public async Task The_folder_and_its_files_are_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var inside = Path.Combine(folder.Path, "data");
        await using var database = HubDatabase.Open(inside, folder.Clock);
        await InsertAsync(database, "0");

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, new DirectoryInfo(inside).UnixFileMode);
        Assert.All(Directory.GetFiles(inside), file => Assert.Equal(ReadWrite, new FileInfo(file).UnixFileMode));
    }

    [Fact]
    public async Task Two_processes_on_one_file_see_each_others_commits()
    {
        await using var hub = folder.Open();
        await using var command = folder.Open();
        var waiting = hub.Queues.WaitForMessagesAsync("client-changes", TimeSpan.FromSeconds(30), Stop);
        var etag = await InsertAsync(hub, "0");
        await command.Queues.SendAsync("client-changes", [new NewMessage(new byte[] { 1 })], Stop);

        Assert.True(await waiting);
        Assert.Single(await hub.Queues.ReceiveAsync("client-changes", 10, Duration.FromMinutes(1), Stop));
        Assert.IsType<BatchOutcome.Committed>(await command.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Update(NewRow("0"), etag)], Stop));
        Assert.Equal(
            new BatchOutcome.Conflict(0, ConflictKind.Stale),
            await hub.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Update(NewRow("0"), etag)], Stop));
    }

    [Fact]
    public async Task Two_processes_that_write_in_turn_never_give_the_same_etag_or_sequence_number()
    {
        await using var hub = folder.Open();
        await using var command = folder.Open();
        var etags = new List<string>();
        var sequences = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            var database = i % 2 == 0 ? hub : command;
            etags.Add(await InsertAsync(database, $"k{i}"));
            sequences.AddRange(await database.Queues.SendAsync("q", [new NewMessage(new byte[] { 1 })], Stop));
        }

        Assert.Equal(etags.Distinct(), etags);
        Assert.Equal(sequences.Order().Distinct(), sequences);
    }

    [Fact]
    public async Task Two_processes_that_write_at_once_lose_nothing()
    {
        await using var hub = folder.Open();
        await using var command = folder.Open();
        await Task.WhenAll(new[] { hub, command }.SelectMany((database, process) => Enumerable.Range(0, 4).Select(task => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++) await InsertAsync(database, $"k|{process}|{task}|{i}");
            },
            Stop))));

        Assert.Equal(200, (await hub.Tables.RangeAsync(Table.Clients, "c", "", null, 1000, Stop)).Rows.Count);
    }

    [Fact]
    public async Task A_database_from_a_newer_version_is_refused_in_words_and_left_alone()
    {
        await using (var newer = folder.Open(new HubDatabaseOptions { Migrations = [.. Migrations.All, "CREATE TABLE later(x)"] })) await InsertAsync(newer, "0");
        var before = await File.ReadAllBytesAsync(folder.DatabaseFile, Stop);

        var error = Assert.Throws<HubDataException>(() => folder.Open());

        Assert.Equal(HubDataProblem.NewerVersion, error.Problem);
        Assert.Contains("Run the newer version", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.DatabaseFile, Stop));
    }

    [Fact]
    public async Task An_older_database_is_copied_then_brought_up_to_date()
    {
        await using (var old = folder.Open()) await InsertAsync(old, "0");
        await using (var newer = folder.Open(new HubDatabaseOptions { Migrations = [.. Migrations.All, "ALTER TABLE rows ADD COLUMN later TEXT"] }))
            Assert.NotNull(await newer.Tables.GetAsync(Table.Clients, "c", "0", Stop));

        File.Move(folder.DatabaseFile + ".before-v2", folder.DatabaseFile, overwrite: true);
        await using var copy = folder.Open();
        Assert.NotNull(await copy.Tables.GetAsync(Table.Clients, "c", "0", Stop));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_old_layout()
    {
        await using (var old = folder.Open()) await InsertAsync(old, "0");

        Assert.Throws<HubDataException>(() => folder.Open(new HubDatabaseOptions { Migrations = [.. Migrations.All, "CREATE TABLE half(x); NOT SQL"] }));

        await using var again = folder.Open();
        Assert.NotNull(await again.Tables.GetAsync(Table.Clients, "c", "0", Stop));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var garbage = Enumerable.Range(0, 20000).Select(i => (byte)(i * 7)).ToArray();
        File.WriteAllBytes(folder.DatabaseFile, garbage);

        var error = Assert.Throws<HubDataException>(() => folder.Open());

        Assert.Equal(HubDataProblem.Corrupt, error.Problem);
        Assert.Contains("hub restore", error.Message, StringComparison.Ordinal);
        Assert.Equal(garbage, File.ReadAllBytes(folder.DatabaseFile));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_alone()
    {
        using (var other = new SqliteConnection($"Data Source={folder.DatabaseFile};Pooling=False"))
        {
            other.Open();
            using var create = other.CreateCommand();
            create.CommandText = "CREATE TABLE theirs(x)";
            create.ExecuteNonQuery();
        }

        Assert.Equal(HubDataProblem.Corrupt, Assert.Throws<HubDataException>(() => folder.Open()).Problem);
        Assert.False(File.Exists(folder.DatabaseFile + "-wal"));
    }

    [Fact]
    public async Task A_damaged_database_is_an_error_in_words_and_found_by_a_check()
    {
        await using (var database = folder.Open())
        {
            for (var i = 0; i < 50; i++) await InsertAsync(database, $"k{i}", new string('x', 4000));
        }

        await using (var file = new FileStream(folder.DatabaseFile, FileMode.Open))
        {
            // Every page after the first two, so that some of them are the rows'.
            for (file.Position = 4096 * 12; file.Position < file.Length;) file.Write(new byte[4096]);
        }

        await using var damaged = folder.Open();
        Assert.NotEmpty(await HubCheck.RunAsync(damaged, Stop));
        var error = await Assert.ThrowsAsync<HubDataException>(async () =>
        {
            await foreach (var row in damaged.Tables.ScanAsync(Table.Clients, Stop)) Assert.NotNull(row.Row);
        });
        Assert.Equal(HubDataProblem.Corrupt, error.Problem);
    }

    [Fact]
    public async Task A_database_another_program_holds_is_an_error_in_words_and_used_again_when_it_lets_go()
    {
        var options = new HubDatabaseOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) };
        await using var database = folder.Open(options);
        using (var other = new SqliteSession(folder.DatabaseFile, TimeSpan.FromSeconds(1)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<HubDataException>(() => InsertAsync(database, "0"));
            Assert.Equal(HubDataProblem.Locked, error.Problem);
            Assert.Contains("Close what has it open", error.Message, StringComparison.Ordinal);
        }

        await InsertAsync(database, "0");
    }

    [Fact]
    public void A_file_held_for_itself_by_another_program_is_refused_in_words()
    {
        using var other = new SqliteSession(CreateEmpty(), TimeSpan.FromSeconds(1));
        other.Execute("BEGIN EXCLUSIVE");

        var error = Assert.Throws<HubDataException>(() => folder.Open(new HubDatabaseOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(HubDataProblem.Locked, error.Problem);
    }

    [Fact]
    public void A_folder_with_an_unfinished_restore_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, HubRestore.Unfinished));

        Assert.Equal(HubDataProblem.UnfinishedRestore, Assert.Throws<HubDataException>(() => folder.Open()).Problem);
    }

    [Fact]
    public async Task Work_for_a_closed_database_is_refused()
    {
        var database = folder.Open();
        await database.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => InsertAsync(database, "0"));
        Assert.Throws<ObjectDisposedException>(() => database.Readers.Read(session => session.ReadNumber("SELECT 1")));
    }

    internal static Row NewRow(string key, string text = "x") => new Row(key).With(Row.VersionColumn, 1).With("text", text);

    internal static async Task<string> InsertAsync(HubDatabase database, string key, string text = "x") =>
        Assert.IsType<BatchOutcome.Committed>(
            await database.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Insert(NewRow(key, text))], Stop)).ETags[0]!;

    private string CreateEmpty()
    {
        File.WriteAllBytes(folder.DatabaseFile, []);
        return folder.DatabaseFile;
    }
}
