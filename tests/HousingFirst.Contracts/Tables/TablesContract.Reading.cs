using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts.Tables;

public abstract partial class TablesContract
{
    [Fact]
    public async Task A_missing_row_is_null_and_a_missing_partition_is_an_empty_page()
    {
        Assert.Null(await ReadAsync("0"));
        var page = await Tables.RangeAsync(Table.Clients, Partition, "", null, 10, Stop);
        Assert.Empty(page.Rows);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Rows_come_in_ordinal_order()
    {
        string[] keys = ["0", "10", "9", "A", "Z", "a", "a|b", "a|b|c", "ab", "a-", "a.", "n|1", "n}", "~", "a b", "=C3=A9", "@", "_"];
        await WriteAsync([.. keys.Reverse().Select(key => new RowWrite.Insert(NewRow(key)))]);

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync());
    }

    [Fact]
    public async Task A_range_starts_at_its_first_key_and_stops_before_its_end()
    {
        await WriteAsync([.. new[] { "a", "b", "c", "d" }.Select(key => new RowWrite.Insert(NewRow(key)))]);

        Assert.Equal(["b", "c"], await KeysAsync("b", "d"));
        Assert.Equal(["a", "b"], await KeysAsync("", "c"));
        Assert.Equal(["c", "d"], await KeysAsync("bb"));
        Assert.Empty(await KeysAsync("c", "c"));
        Assert.Empty(await KeysAsync("d", "a"));
        Assert.Empty(await KeysAsync("e"));
    }

    [Fact]
    public async Task A_prefix_and_its_end_hold_exactly_the_keys_of_the_prefix()
    {
        var prefix = Keys.Prefix("n", "change-1");
        string[] inside = [Keys.Of("n", "change-1", "agency-a"), Keys.Of("n", "change-1", "Zoë"), Keys.Of("n", "change-1", "~"), Keys.Of("n", "change-1", "")];
        string[] outside = [Keys.Of("n", "change-1"), Keys.Of("n", "change-10", "a"), Keys.Of("n", "change-0"), "n", "o", "0"];
        await WriteAsync([.. inside.Concat(outside).Select(key => new RowWrite.Insert(NewRow(key)))]);

        Assert.Equal(inside.Order(StringComparer.Ordinal), await KeysAsync(prefix, Keys.End(prefix)));
    }

    [Fact]
    public async Task Pages_give_every_row_once_and_the_last_has_no_next()
    {
        await WriteAsync([.. Enumerable.Range(0, 25).Select(i => new RowWrite.Insert(NewRow($"k{i:D2}")))]);
        var keys = new List<string>();
        var sizes = new List<int>();

        for (string? from = ""; from is not null;)
        {
            var page = await Tables.RangeAsync(Table.Clients, Partition, from, "k20", 10, Stop);
            keys.AddRange(page.Rows.Select(row => row.Key));
            sizes.Add(page.Rows.Count);
            from = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"k{i:D2}"), keys);
        Assert.Equal([10, 10], sizes);
    }

    [Fact]
    public async Task A_page_that_was_read_does_not_shift_when_rows_before_the_next_come_or_go()
    {
        await WriteAsync([.. Enumerable.Range(0, 6).Select(i => new RowWrite.Insert(NewRow($"k{i}")))]);
        var first = await Tables.RangeAsync(Table.Clients, Partition, "", null, 3, Stop);
        await WriteAsync(new RowWrite.Insert(NewRow("a")), new RowWrite.Delete("k1", null), new RowWrite.Delete("k3", null));

        Assert.Equal(["k4", "k5"], await KeysAsync(first.Next!));
    }

    [Fact]
    public async Task Tables_and_partitions_do_not_see_each_other()
    {
        await CommitAsync(new RowWrite.Insert(NewRow("0", "mine")));
        await Tables.BatchAsync(Table.Due, Partition, [new RowWrite.Insert(NewRow("0", "due"))], Stop);
        await Tables.BatchAsync(Table.Clients, Partition + "0", [new RowWrite.Insert(NewRow("1", "neighbour"))], Stop);

        Assert.Equal(["0"], await KeysAsync());
        Assert.Equal("due", (await Tables.GetAsync(Table.Due, Partition, "0", Stop))!.Text("text"));
    }

    [Fact]
    public async Task A_scan_gives_every_row_of_its_table_and_no_other()
    {
        await WriteAsync([.. Enumerable.Range(0, 100).Select(i => new RowWrite.Insert(NewRow($"k{i:D3}")))]);
        await Tables.BatchAsync(Table.Clients, "lethbridge|client-8", [new RowWrite.Insert(NewRow("0", "é"))], Stop);
        await Tables.BatchAsync(Table.Due, "lethbridge", [new RowWrite.Insert(NewRow("0"))], Stop);

        var scanned = new List<(string, string)>();
        await foreach (var (partition, row) in Assert.IsType<ITableScan>(Tables, exactMatch: false).ScanAsync(Table.Clients, Stop))
            scanned.Add((partition, row.Key));

        Assert.Equal(101, scanned.Distinct().Count());
        Assert.Equal(101, scanned.Count);
        Assert.Contains(("lethbridge|client-8", "0"), scanned);
    }
}
