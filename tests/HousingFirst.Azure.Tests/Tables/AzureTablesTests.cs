using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Tables;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Azure.Tests.Tables;

/// <summary>The port's contract, and what is table storage's own.</summary>
public sealed class AzureTablesTests(AzuriteServer azurite) : TablesContract
{
    /// <summary>Every character that a key may hold.</summary>
    private static readonly string AllOfAKey = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?%"));

    protected override int Histories => AzuriteServer.Share(20, 500);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }

    [Fact]
    public async Task Every_character_of_a_key_is_read_written_and_ranged_over()
    {
        foreach (var key in (string[])[AllOfAKey, "'", "''", "a'b", " ", " a ", "a+b&c=d", "~"])
        {
            var etag = Assert.IsType<BatchOutcome.Committed>(await Tables.BatchAsync(Table.Clients, key, [new RowWrite.Insert(NewRow(key))], Stop)).ETags[0]!;
            Assert.Equal(etag, (await Tables.GetAsync(Table.Clients, key, key, Stop))!.ETag);
            Assert.Equal([key], (await Tables.RangeAsync(Table.Clients, key, key, key + "~", 5, Stop)).Rows.Select(r => r.Key));
            Assert.IsType<BatchOutcome.Committed>(await Tables.BatchAsync(Table.Clients, key, [new RowWrite.Update(NewRow(key), etag)], Stop));
            Assert.IsType<BatchOutcome.Committed>(await Tables.BatchAsync(Table.Clients, key, [new RowWrite.Delete(key, null)], Stop));
            Assert.Null(await Tables.GetAsync(Table.Clients, key, key, Stop));
        }
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1000)]
    public async Task Full_pages_give_every_row_once(int limit)
    {
        const int Many = 1150;
        foreach (var keys in Enumerable.Range(0, Many).Select(i => $"k{i:D5}").Chunk(Limits.BatchRows))
            await WriteAsync([.. keys.Select(k => new RowWrite.Insert(NewRow(k)))]);
        var read = new List<string>();
        for (string? from = ""; from is not null;)
        {
            var page = await Tables.RangeAsync(Table.Clients, Partition, from, null, limit, Stop);
            Assert.InRange(page.Rows.Count, page.Next is null ? 0 : limit, limit);
            read.AddRange(page.Rows.Select(r => r.Key));
            from = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, Many).Select(i => $"k{i:D5}"), read);
    }

    [Fact]
    public async Task Removals_of_rows_that_are_not_there_hold_nothing_up_and_keep_the_order_of_what_is_told()
    {
        var kept = await CommitAsync(new RowWrite.Insert(NewRow("kept")));

        var outcome = Assert.IsType<BatchOutcome.Committed>(await WriteAsync(
            new RowWrite.Delete("a", null), new RowWrite.Upsert(NewRow("b")), new RowWrite.Delete("c", null), new RowWrite.Update(NewRow("kept", "new"), kept), new RowWrite.Delete("d", null)));

        Assert.Equal([null, (await ReadAsync("b"))!.ETag, null, (await ReadAsync("kept"))!.ETag, null], outcome.ETags);
        Assert.Equal(
            new BatchOutcome.Conflict(2, ConflictKind.Stale),
            await WriteAsync(new RowWrite.Delete("a", null), new RowWrite.Delete("c", null), new RowWrite.Update(NewRow("kept"), kept)));
        Assert.Equal([null, null], Assert.IsType<BatchOutcome.Committed>(await WriteAsync(new RowWrite.Delete("a", null), new RowWrite.Delete("c", null))).ETags);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("W/\"")]
    [InlineData("W/\"some other text\"")]
    [InlineData("W/\"datetime'some other text'\"")]
    public async Task An_etag_of_another_store_is_stale_or_finds_nothing_and_is_no_fault(string etag)
    {
        await CommitAsync(new RowWrite.Insert(NewRow("there")));

        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Update(NewRow("there", "lost"), etag)));
        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.Stale), await WriteAsync(new RowWrite.Delete("there", etag)));
        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.NotFound), await WriteAsync(new RowWrite.Update(NewRow("missing"), etag)));
        Assert.Equal(new BatchOutcome.Conflict(0, ConflictKind.NotFound), await WriteAsync(new RowWrite.Delete("missing", etag)));
        Assert.Equal("x", (await ReadAsync("there"))!.Text("text"));
    }

    [Fact]
    public async Task Columns_of_any_name_come_back_and_none_is_taken_for_table_storages_own()
    {
        string[] names = ["PartitionKey", "RowKey", "Timestamp", "timestamp", "writeId", "writeIds", "odata.etag", "odata.type", "1st", "né", "_x0031_", "_", "a b", "text@odata.type"];
        var row = new Row("0");
        foreach (var name in names) row.With(name, "of " + name);
        await CommitAsync(new RowWrite.Insert(row));

        Assert.Equal(
            row.Columns.OrderBy(c => c.Key, StringComparer.Ordinal), (await ReadAsync("0"))!.Columns.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_table_storage_can_not_hold_is_refused_in_words_and_nothing_is_written()
    {
        var many = NewRow("0");
        for (var i = 0; i < 250; i++) many.With($"c{i}", i);
        var large = NewRow("0");
        for (var i = 0; i < 17; i++) large.With($"c{i}", new byte[Limits.BinaryBytes]);
        var early = NewRow("0").With("at", Instant.FromUtc(1600, 12, 31, 23, 59));
        var bodies = Enumerable.Range(0, 60).Select(i => (RowWrite)new RowWrite.Upsert(NewRow($"k{i}").With("body", new byte[Limits.BinaryBytes]))).ToArray();

        await RefusedAsync("251 columns", new RowWrite.Upsert(many));
        await RefusedAsync("1048576 bytes", new RowWrite.Upsert(large));
        await RefusedAsync("1601", new RowWrite.Upsert(early));
        await RefusedAsync("4194304 bytes", bodies);
        await RefusedAsync("255 characters", new RowWrite.Upsert(NewRow("0").With(new string('c', 256), 1)));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task As_much_as_table_storage_holds_is_written()
    {
        var row = new Row("0");
        for (var i = 0; i < 15; i++) row.With($"body{i}", new byte[Limits.BinaryBytes]);
        for (var i = 0; i < 236; i++) row.With($"c{i}", i);
        Assert.Equal(StorageSizes.Properties - 1, row.Columns.Count);
        await CommitAsync(new RowWrite.Insert(row));

        // Quotation marks six bytes each as counted at first, and so too much; as they are sent, not.
        var quotes = new string('a', Limits.TextCharacters - 1) + '"';
        await WriteAsync([.. Enumerable.Range(0, 30).Select(i => new RowWrite.Insert(NewRow($"k{i}", quotes)))]);

        Assert.Equal(251, (await ReadAsync("0"))!.Columns.Count);
        Assert.Equal(31, (await KeysAsync()).Length);
    }

    [Fact]
    public async Task Making_the_tables_again_leaves_them_as_they_are()
    {
        await CommitAsync(new RowWrite.Insert(NewRow("0")));

        await ((AzureTables)Tables).CreateAsync(Stop);

        Assert.Equal(["0"], await KeysAsync());
    }

    private async Task RefusedAsync(string words, params RowWrite[] writes) =>
        Assert.Contains(words, (await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(writes))).Message, StringComparison.Ordinal);
}
