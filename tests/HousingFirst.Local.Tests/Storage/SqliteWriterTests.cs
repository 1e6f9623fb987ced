using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Storage;

public sealed class SqliteWriterTests : IAsyncDisposable
{
    private readonly DataFolder folder = new();
    private readonly HubDatabase database;

    public SqliteWriterTests() => database = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Work_that_waits_together_is_committed_together()
    {
        using var busy = new ManualResetEventSlim();
        var first = BlockAsync(busy);
        var rest = Enumerable.Range(0, 200).Select(i => HubDatabaseTests.InsertAsync(database, $"k{i:D3}")).ToArray();
        Assert.DoesNotContain(rest, task => task.IsCompleted);
        busy.Set();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal((2, 201), (database.Writer.Groups, database.Writer.Items));
    }

    [Fact]
    public async Task A_conflict_and_a_fault_spoil_nothing_of_their_groups()
    {
        using var busy = new ManualResetEventSlim();
        var first = BlockAsync(busy);
        var good = HubDatabaseTests.InsertAsync(database, "good");
        var conflict = database.Tables.BatchAsync(
            Table.Clients, "c", [new RowWrite.Insert(HubDatabaseTests.NewRow("other")), new RowWrite.Insert(HubDatabaseTests.NewRow("good"))], Stop);
        var fault = database.Writer.WriteAsync<bool>(
            transaction =>
            {
                using var write = transaction.Query("INSERT INTO counter(name, value) VALUES('half', 1)");
                write.Run();
                throw new InvalidOperationException("a bug");
            },
            Stop);
        var last = HubDatabaseTests.InsertAsync(database, "last");
        busy.Set();

        await Task.WhenAll(first, good, last);
        Assert.Equal(new BatchOutcome.Conflict(1, ConflictKind.AlreadyExists), await conflict);
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => fault)).Message);
        var keys = (await database.Tables.RangeAsync(Table.Clients, "c", "", null, 10, Stop)).Rows.Select(row => row.Key);
        Assert.Equal(["good", "last"], keys);
        Assert.Equal(0, database.Readers.Read(session => session.ReadNumber("SELECT count(*) FROM counter WHERE name='half'")));
        Assert.Equal(keys.Count(), (await Task.WhenAll(good, last)).Distinct().Count());
    }

    [Fact]
    public async Task Nothing_is_answered_before_its_group_is_committed()
    {
        var write = HubDatabaseTests.InsertAsync(database, "0");
        var seen = write.ContinueWith(
            _ => database.Readers.Read(session => session.ReadNumber("SELECT count(*) FROM rows")), Stop, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Assert.Equal(1, await seen);
    }

    [Fact]
    public async Task Work_cancelled_while_it_waits_is_not_done()
    {
        using var busy = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = BlockAsync(busy);
        var cancelled = database.Tables.BatchAsync(Table.Clients, "c", [new RowWrite.Insert(HubDatabaseTests.NewRow("0"))], cancel.Token);
        var other = HubDatabaseTests.InsertAsync(database, "1");
        await cancel.CancelAsync();
        busy.Set();

        await Task.WhenAll(first, other);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
        Assert.Null(await database.Tables.GetAsync(Table.Clients, "c", "0", Stop));
    }

    [Fact]
    public async Task Closing_commits_what_was_given()
    {
        var writes = Enumerable.Range(0, 50).Select(i => HubDatabaseTests.InsertAsync(database, $"k{i:D2}")).ToArray();
        await database.DisposeAsync();

        Assert.Equal(50, (await Task.WhenAll(writes)).Length);
        await using var again = folder.Open();
        Assert.Equal(50, (await again.Tables.RangeAsync(Table.Clients, "c", "", null, 100, Stop)).Rows.Count);
    }

    /// <summary>Keeps the writer inside a group until told, so that what comes meanwhile makes the next.</summary>
    private Task<bool> BlockAsync(ManualResetEventSlim busy)
    {
        using var inside = new ManualResetEventSlim();
        var entered = inside;
        var blocked = database.Writer.WriteAsync(
            transaction =>
            {
                if (!busy.IsSet) entered.Set();
                busy.Wait(Stop);
                return transaction.NextETag() > 0;
            },
            Stop);
        inside.Wait(Stop);
        return blocked;
    }
}
