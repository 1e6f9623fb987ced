using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Faults;

/// <summary>
/// Reads and batches while table storage is busy, slow, cut off, or its answer is lost after the write: what comes out is what was done.
/// </summary>
public sealed class FaultTests(AzuriteServer azurite) : IAsyncLifetime
{
    private const string Partition = "lethbridge|client-7";

    private readonly HurriedTime time = new();
    private FaultProxy proxy = null!;
    private AzureTables tables = null!;

    /// <summary>The faults that pass, once each and in rows; all but the last attempt may fail.</summary>
    public static TheoryData<string> Passing =>
    [
        "Throttled", "Busy", "DroppedBefore", "DroppedAfter", "FailedAfter", "GarbledAfter", "SlowAfter", "Late",
        "Busy DroppedBefore Throttled Busy", "DroppedAfter FailedAfter DroppedBefore DroppedAfter",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        AzuriteServer.Needs();
        proxy = await FaultProxy.StartAsync(azurite.Endpoint);
        tables = await OpenAsync(time, null);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.QuietAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_read_gives_what_is_there(string kinds)
    {
        var faults = await FaultsAsync(kinds);
        await CommitAsync(new RowWrite.Insert(NewRow("a")), new RowWrite.Insert(NewRow("b")));

        Begin(faults);
        Assert.Equal("x", (await GetAsync("a"))!.Text("text"));
        Begin(faults);
        Assert.Null(await GetAsync("c"));
        Begin(faults);
        Assert.Equal(["a", "b"], await KeysAsync());
        Begin(faults);
        var scanned = new List<string>();
        await foreach (var (_, row) in tables.ScanAsync(Table.Clients, Stop)) scanned.Add(row.Key);
        Assert.Equal(["a", "b"], scanned);
        Assert.InRange(tables.Repeats, 4 * faults.Length, 4 * (Attempts.Most - 1));
        Assert.Equal(tables.Repeats, time.Waits.Count);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_batch_is_done_once_and_gives_the_etags_of_its_rows(string kinds)
    {
        var faults = await FaultsAsync(kinds);
        var (old, gone) = (await CommitAsync(new RowWrite.Insert(NewRow("old"))), await CommitAsync(new RowWrite.Insert(NewRow("gone"))));
        await CommitAsync(new RowWrite.Insert(NewRow("off")));

        Begin(faults);
        var done = await WriteAsync(
            new RowWrite.Insert(NewRow("new")), new RowWrite.Update(NewRow("old", "y"), old[0]!), new RowWrite.Delete("gone", gone[0]), new RowWrite.Delete("off", null));

        var etags = Assert.IsType<BatchOutcome.Committed>(done).ETags;
        await proxy.QuietAsync();
        Assert.Equal(["new", "old"], await KeysAsync());
        Assert.Equal([(await GetAsync("new"))!.ETag, (await GetAsync("old"))!.ETag, null, null], etags);
        Assert.Equal("y", (await GetAsync("old"))!.Text("text"));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Removals_are_done(string kinds)
    {
        var faults = await FaultsAsync(kinds);
        var etags = await CommitAsync(new RowWrite.Insert(NewRow("a")), new RowWrite.Insert(NewRow("b")));

        Begin(faults);
        Assert.Equal([null, null, null], Assert.IsType<BatchOutcome.Committed>(await WriteAsync(
            new RowWrite.Delete("missing", null), new RowWrite.Delete("a", etags[0]), new RowWrite.Delete("b", null))).ETags);
        Assert.Empty(await KeysAsync());
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_conflict_stays_one_and_nothing_is_written(string kinds)
    {
        var faults = await FaultsAsync(kinds);
        var old = await CommitAsync(new RowWrite.Insert(NewRow("taken")));
        await CommitAsync(new RowWrite.Update(NewRow("taken", "by another"), old[0]!));

        Begin(faults);
        Assert.Equal(
            new BatchOutcome.Conflict(1, ConflictKind.AlreadyExists), await WriteAsync(new RowWrite.Insert(NewRow("a")), new RowWrite.Insert(NewRow("taken"))));
        Begin(faults);
        Assert.Equal(
            new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Update(NewRow("taken"), old[0]!), new RowWrite.Upsert(NewRow("a"))));
        Begin(faults);
        Assert.Equal(
            new BatchOutcome.Conflict(1, ConflictKind.NotFound), await WriteAsync(new RowWrite.Upsert(NewRow("a")), new RowWrite.Update(NewRow("b"), old[0]!)));
        Assert.Equal(["taken"], await KeysAsync());
        Assert.Equal("by another", (await GetAsync("taken"))!.Text("text"));
    }

    [Fact]
    public async Task A_row_changed_since_the_lost_answer_keeps_its_change_and_its_old_etag_is_stale()
    {
        var lost = new TaskCompletionSource();
        var tables = await OpenAsync(new HeldTime(lost.Task), null);
        proxy.Next(Fault.DroppedAfter);

        var writing = tables.BatchAsync(Table.Clients, Partition, [new RowWrite.Insert(NewRow("a")), new RowWrite.Insert(NewRow("b"))], Stop).AsTask();
        Row? done;
        while ((done = await tables.GetAsync(Table.Clients, Partition, "a", Stop)) is null) await Task.Delay(5, Stop);
        await tables.BatchAsync(Table.Clients, Partition, [new RowWrite.Update(NewRow("a", "by another"), done.ETag!)], Stop);
        lost.SetResult();

        var etags = Assert.IsType<BatchOutcome.Committed>(await writing).ETags;
        Assert.Equal((await tables.GetAsync(Table.Clients, Partition, "b", Stop))!.ETag, etags[1]);
        Assert.Equal(
            new BatchOutcome.Conflict(0, ConflictKind.Stale),
            await tables.BatchAsync(Table.Clients, Partition, [new RowWrite.Update(NewRow("a", "lost"), etags[0]!)], Stop));
        Assert.Equal("by another", (await tables.GetAsync(Table.Clients, Partition, "a", Stop))!.Text("text"));
    }

    [Fact]
    public async Task A_batch_done_at_its_last_attempt_is_told_so_and_one_that_was_not_is_a_fault()
    {
        Begin(Fault.Busy, Fault.Busy, Fault.Busy, Fault.Busy, Fault.DroppedAfter);
        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(new RowWrite.Insert(NewRow("a"))));

        Begin(Fault.Busy, Fault.Busy, Fault.Busy, Fault.Busy, Fault.DroppedBefore);
        await Assert.ThrowsAsync<TablesException>(() => WriteAsync(new RowWrite.Insert(NewRow("b"))));
        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task Waits_grow_and_are_as_long_as_the_server_asks()
    {
        Begin(Fault.DroppedBefore, Fault.Throttled, Fault.Busy, Fault.DroppedBefore);
        await GetAsync("a");

        Assert.Collection(
            time.Waits.Select(w => w.TotalMilliseconds),
            w => Assert.InRange(w, 100, 300),
            w => Assert.InRange(w, 1000, 1200),
            w => Assert.InRange(w, 2000, 2200),
            w => Assert.InRange(w, 800, 2400));
    }

    [Theory]
    [InlineData(Fault.Busy, "is busy (HTTP 503, ServerBusy)", 5)]
    [InlineData(Fault.Throttled, "is busy (HTTP 429, TooManyRequests)", 5)]
    [InlineData(Fault.DroppedBefore, "HubTables__serviceUri", 5)]
    [InlineData(Fault.FailedAfter, "HTTP 500, InternalError", 5)]
    [InlineData(Fault.GarbledAfter, "can't be read", 5)]
    [InlineData(Fault.Forbidden, "Storage Table Data Contributor", 1)]
    public async Task A_fault_that_lasts_is_told_in_words_after_a_bounded_number_of_attempts(Fault fault, string words, int attempts)
    {
        foreach (var act in (Func<Task>[])[() => GetAsync("secret-key"), () => KeysAsync(), () => WriteAsync(new RowWrite.Upsert(NewRow("secret-key", "secret text")))])
        {
            Begin([.. Enumerable.Repeat(fault, 2 * attempts)]);
            var told = await Assert.ThrowsAsync<TablesException>(act);
            Assert.Contains(words, told.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", told.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("client-7", told.ToString(), StringComparison.Ordinal);
            Assert.InRange(proxy.Requests.Count, attempts, 2 * attempts);
        }
    }

    [Fact]
    public async Task A_missing_table_is_a_fault_and_not_a_missing_row()
    {
        var none = new AzureTables(azurite.Service(), azurite.NewPrefix(), time);

        foreach (var act in (Func<Task>[])[
            async () => await none.GetAsync(Table.Clients, Partition, "a", Stop),
            async () => await none.RangeAsync(Table.Clients, Partition, "", null, 10, Stop),
            async () => await none.BatchAsync(Table.Clients, Partition, [new RowWrite.Update(NewRow("a"), "1")], Stop),
            async () => await none.BatchAsync(Table.Clients, Partition, [new RowWrite.Delete("a", null)], Stop)])
        {
            Assert.Contains("Run set-up", (await Assert.ThrowsAsync<TablesException>(act)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_404_that_does_not_say_which_row_is_missing_is_a_fault_and_not_a_missing_row()
    {
        await CommitAsync(new RowWrite.Insert(NewRow("a")));

        foreach (var act in (Func<Task>[])[
            () => GetAsync("a"), () => KeysAsync(), () => WriteAsync(new RowWrite.Upsert(NewRow("a"))), () => WriteAsync(new RowWrite.Delete("a", null))])
        {
            Begin(Fault.NotFoundPage);
            Assert.Contains("HTTP 404", (await Assert.ThrowsAsync<TablesException>(act)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(["a"], await KeysAsync());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_words()
    {
        var none = new AzureTables(azurite.Service(new Uri("http://127.0.0.1:9/hubtests")), "none", time);

        Assert.Contains(
            "could not be reached", (await Assert.ThrowsAsync<TablesException>(async () => await none.GetAsync(Table.Clients, Partition, "a", Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_stops_is_obeyed_at_once()
    {
        using var stop = new CancellationTokenSource();
        Begin(Fault.SlowAfter);
        var reading = tables.GetAsync(Table.Clients, Partition, "a", stop.Token).AsTask();
        while (proxy.Requests.Count == 0) await Task.Delay(5, Stop);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Empty(time.Waits);
    }

    /// <summary>The faults of a row. Where one of them keeps the caller waiting, the tables are opened anew by a caller who doesn't wait long.</summary>
    private async Task<Fault[]> FaultsAsync(string kinds)
    {
        Fault[] faults = [.. kinds.Split(' ').Select(Enum.Parse<Fault>)];
        if (faults.Any(f => f is Fault.SlowAfter or Fault.Late)) tables = await OpenAsync(time, FaultProxy.Patience);
        return faults;
    }

    private async Task<AzureTables> OpenAsync(TimeProvider waits, TimeSpan? patience)
    {
        var opened = new AzureTables(azurite.Service(proxy.Endpoint, patience), azurite.NewPrefix(), waits);
        await opened.CreateAsync(Stop);
        proxy.Reset();
        return opened;
    }

    private static Row NewRow(string key, string text = "x") => new Row(key).With(Row.VersionColumn, 1).With("text", text);

    private void Begin(params Fault[] faults)
    {
        proxy.Reset();
        proxy.Next(faults);
    }

    private async Task<Row?> GetAsync(string key) => await tables.GetAsync(Table.Clients, Partition, key, Stop);

    private async Task<string[]> KeysAsync() =>
        [.. (await tables.RangeAsync(Table.Clients, Partition, "", null, 10, Stop)).Rows.Select(r => r.Key)];

    private async Task<BatchOutcome> WriteAsync(params RowWrite[] writes) => await tables.BatchAsync(Table.Clients, Partition, writes, Stop);

    private async Task<IReadOnlyList<string?>> CommitAsync(params RowWrite[] writes) =>
        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(writes)).ETags;
}
