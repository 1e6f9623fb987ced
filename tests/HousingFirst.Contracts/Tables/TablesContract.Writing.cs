using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts.Tables;

public abstract partial class TablesContract
{
    [Fact]
    public async Task Insert_of_a_free_key_is_read_back_with_its_etag()
    {
        var etag = await CommitAsync(new RowWrite.Insert(NewRow("0", "first")));

        var row = await ReadAsync("0");

        Assert.Equal(("0", "first", etag), (row!.Key, row.NeedText("text"), row.ETag));
    }

    [Fact]
    public async Task Insert_of_a_taken_key_is_a_conflict_at_its_index()
    {
        await CommitAsync(new RowWrite.Insert(NewRow("c|1", "first")));

        var outcome = await WriteAsync(new RowWrite.Insert(NewRow("c|0")), new RowWrite.Insert(NewRow("c|1", "second")));

        Assert.Equal(new BatchOutcome.Conflict(1, ConflictKind.AlreadyExists), outcome);
        Assert.Equal("first", (await ReadAsync("c|1"))!.Text("text"));
        Assert.Null(await ReadAsync("c|0"));
    }

    [Fact]
    public async Task Update_replaces_the_whole_row_and_gives_a_new_etag()
    {
        var first = await CommitAsync(new RowWrite.Insert(NewRow("0").With("old", "gone")));

        var second = await CommitAsync(new RowWrite.Update(NewRow("0", "new"), first));

        var row = await ReadAsync("0");
        Assert.NotEqual(first, second);
        Assert.Equal(("new", null, second), (row!.Text("text"), row.Text("old"), row.ETag));
    }

    [Fact]
    public async Task Update_with_an_old_etag_is_stale_even_when_the_row_holds_the_same_again()
    {
        var first = await CommitAsync(new RowWrite.Insert(NewRow("0")));
        await CommitAsync(new RowWrite.Update(NewRow("0"), first));

        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Update(NewRow("0"), first)));
        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Delete("0", first)));
    }

    [Fact]
    public async Task An_etag_of_a_row_deleted_and_written_again_is_stale()
    {
        var first = await CommitAsync(new RowWrite.Insert(NewRow("0")));
        await WriteAsync(new RowWrite.Delete("0", first));
        await CommitAsync(new RowWrite.Insert(NewRow("0")));

        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Update(NewRow("0"), first)));
    }

    [Fact]
    public async Task Update_and_conditional_delete_of_a_missing_row_are_not_found()
    {
        var etag = await CommitAsync(new RowWrite.Insert(NewRow("other")));

        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.NotFound), await WriteAsync(new RowWrite.Update(NewRow("0"), etag)));
        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.NotFound), await WriteAsync(new RowWrite.Delete("0", etag)));
    }

    [Fact]
    public async Task Delete_without_an_etag_of_a_missing_row_is_no_conflict() =>
        Assert.Equal([null], Assert.IsType<BatchOutcome.Committed>(await WriteAsync(new RowWrite.Delete("0", null))).ETags);

    [Fact]
    public async Task Delete_removes_the_row_with_the_right_etag_or_with_none()
    {
        var etag = await CommitAsync(new RowWrite.Insert(NewRow("a")));
        await CommitAsync(new RowWrite.Insert(NewRow("b")));

        await WriteAsync(new RowWrite.Delete("a", etag), new RowWrite.Delete("b", null));

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Upsert_inserts_then_replaces()
    {
        var first = await CommitAsync(new RowWrite.Upsert(NewRow("0", "one").With("old", 1)));
        var second = await CommitAsync(new RowWrite.Upsert(NewRow("0", "two")));

        var row = await ReadAsync("0");
        Assert.NotEqual(first, second);
        Assert.Equal(("two", null, second), (row!.Text("text"), row.Number("old"), row.ETag));
    }

    [Fact]
    public async Task A_batch_names_the_first_write_that_does_not_hold_and_leaves_every_row_as_it_was()
    {
        var etag = await CommitAsync(new RowWrite.Insert(NewRow("head")));
        await CommitAsync(new RowWrite.Upsert(NewRow("head", "changed")));
        await CommitAsync(new RowWrite.Insert(NewRow("stays")));

        var outcome = await WriteAsync(
            new RowWrite.Upsert(NewRow("a")),
            new RowWrite.Delete("stays", null),
            new RowWrite.Update(NewRow("head", "lost"), etag),
            new RowWrite.Update(NewRow("missing"), etag),
            new RowWrite.Insert(NewRow("z")));

        Assert.Equal(new BatchOutcome.Conflict(2, ConflictKind.Stale), outcome);
        Assert.Equal(["head", "stays"], await KeysAsync());
        Assert.Equal("changed", (await ReadAsync("head"))!.Text("text"));
    }

    [Fact]
    public async Task A_batch_of_a_hundred_commits_with_an_etag_a_write_in_order()
    {
        var writes = Enumerable.Range(0, Limits.BatchRows).Select(i => (RowWrite)new RowWrite.Insert(NewRow($"n|{i:D3}"))).ToArray();

        var etags = Assert.IsType<BatchOutcome.Committed>(await WriteAsync(writes)).ETags;

        var rows = (await Tables.RangeAsync(Table.Clients, Partition, "", null, 1000, Stop)).Rows;
        Assert.Equal(etags, rows.Select(row => row.ETag));
    }

    [Fact]
    public async Task A_row_changed_after_a_write_or_a_read_changes_nothing_stored()
    {
        var bytes = new byte[] { 1, 2 };
        var row = NewRow("0", "stored").With("body", bytes);
        await CommitAsync(new RowWrite.Insert(row));
        row.With("text", "changed");
        bytes[0] = 9;
        (await ReadAsync("0"))!.With("text", "changed").Bytes("body")![0] = 9;

        var read = await ReadAsync("0");

        Assert.Equal("stored", read!.Text("text"));
        Assert.Equal([1, 2], read.Bytes("body")!);
    }

    [Fact]
    public async Task Concurrent_writers_that_read_then_update_lose_no_update()
    {
        await CommitAsync(new RowWrite.Insert(new Row("0").With(Row.VersionColumn, 1).With("count", 0)));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (var added = 0; added < 25;)
                {
                    var row = (await ReadAsync("0"))!;
                    var next = new Row("0").With(Row.VersionColumn, 1).With("count", row.Number("count") + 1);
                    if (await WriteAsync(new RowWrite.Update(next, row.ETag!)) is BatchOutcome.Committed) added++;
                }
            },
            Stop)));

        Assert.Equal(200, (await ReadAsync("0"))!.Number("count"));
    }

    [Fact]
    public async Task Of_concurrent_inserts_of_one_key_exactly_one_commits()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => WriteAsync(new RowWrite.Insert(NewRow("claim", $"{i}")), new RowWrite.Insert(NewRow($"of|{i}"))), Stop)));

        Assert.Single(outcomes, outcome => outcome is BatchOutcome.Committed);
        Assert.Equal(15, outcomes.Count(outcome => outcome == new BatchOutcome.Conflict(0, ConflictKind.AlreadyExists)));
        Assert.Equal(2, (await KeysAsync()).Length);
    }
}
