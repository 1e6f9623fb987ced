using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Tables;

public abstract partial class TablesContract
{
    public static TheoryData<string> UnsafeKeys =>
        ["", "a/b", "a\\b", "a#b", "a?b", "a%b", "é", "a\u0000", "a\tb", "a\u007f", "日本", new string('k', Limits.KeyCharacters + 1)];

    [Fact]
    public async Task Every_type_of_column_comes_back_exactly()
    {
        var instant = Instant.FromUtc(2026, 11, 2, 13, 30, 5).PlusTicks(1234567);
        var written = new Row("0").With(Row.VersionColumn, 1)
            .With("text", "plain").With("empty", "").With("missing", null)
            .With("small", 7).With("most", long.MaxValue).With("least", long.MinValue)
            .With("yes", true).With("no", false)
            .With("at", instant).With("epoch", Instant.FromUnixTimeTicks(0)).With("early", Instant.FromUtc(1947, 1, 2, 3, 4))
            .With("date", new LocalDate(2026, 2, 28))
            .With("body", new byte[] { 0, 1, 254, 255 }).With("none", Array.Empty<byte>()).With("second", new byte[] { 7 });
        await CommitAsync(new RowWrite.Insert(written));

        var read = (await ReadAsync("0"))!;

        Assert.Equal(written.Columns.Select(c => c.Key).Order(StringComparer.Ordinal), read.Columns.Select(c => c.Key).Order(StringComparer.Ordinal));
        Assert.All(written.Columns, column => Assert.Equal(column.Value, read.Columns.Single(c => c.Key == column.Key).Value));
        Assert.Equal(new LocalDate(2026, 2, 28), read.Date("date"));
        Assert.Null(read.Text("missing"));
    }

    [Theory]
    [InlineData(1_793_000_000_123_456_789, 1_793_000_000_123_456_700)]
    [InlineData(99, 0)]
    [InlineData(-1, -100)]
    public async Task An_instant_is_cut_to_what_every_store_can_hold(long nanoseconds, long kept)
    {
        var epoch = Instant.FromUnixTimeTicks(0);
        var row = NewRow("0").With("at", epoch.PlusNanoseconds(nanoseconds));
        Assert.Equal(epoch.PlusNanoseconds(kept), row.Time("at"));
        await CommitAsync(new RowWrite.Insert(row));

        Assert.Equal(epoch.PlusNanoseconds(kept), (await ReadAsync("0"))!.Time("at"));
    }

    [Theory]
    [InlineData("Zoë Nïtsítapi ᖃᓂᖅ 日本語 😀")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("\u202eright to left\u202c שלום")]
    [InlineData("\"quotes\" 'single' \\ back / slash {\"at\":\"2026\"} <b>&amp;</b>")]
    [InlineData("line\r\nline\ttab \u0000 nul \u001f \u2028 \u2029 \ufeff")]
    [InlineData("'; DROP TABLE rows; --")]
    [InlineData(" spaces around ")]
    public async Task Text_comes_back_exactly(string text)
    {
        await CommitAsync(new RowWrite.Insert(NewRow("0", text).With("column with " + text.Length, text)));

        var read = (await ReadAsync("0"))!;

        Assert.Equal(text, read.Text("text"));
        Assert.Equal(text, read.Text("column with " + text.Length));
    }

    [Fact]
    public async Task The_largest_columns_come_back_exactly()
    {
        var text = new string('é', Limits.TextCharacters);
        var bytes = new byte[Limits.BinaryBytes];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 31);
        await CommitAsync(new RowWrite.Insert(NewRow("0", text).With("body", bytes)));

        var read = (await ReadAsync("0"))!;

        Assert.Equal(text, read.Text("text"));
        Assert.Equal(bytes, read.Bytes("body"));
    }

    [Fact]
    public async Task A_row_without_columns_and_the_longest_keys_are_rows_too()
    {
        var key = new string('k', Limits.KeyCharacters);
        await Tables.BatchAsync(Table.Keys, key, [new RowWrite.Insert(new Row(key))], Stop);

        Assert.Empty((await Tables.GetAsync(Table.Keys, key, key, Stop))!.Columns);
    }

    [Theory]
    [MemberData(nameof(UnsafeKeys))]
    public async Task An_unsafe_key_is_refused_everywhere(string key)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await ReadAsync(key));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Tables.GetAsync(Table.Clients, key, "0", Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Tables.RangeAsync(Table.Clients, key, "", null, 10, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(new RowWrite.Upsert(NewRow("good")), new RowWrite.Upsert(NewRow(key))));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(new RowWrite.Delete(key, null)));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Tables.BatchAsync(Table.Clients, key, [new RowWrite.Upsert(NewRow("0"))], Stop));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_batch_that_is_empty_too_large_or_writes_a_key_twice_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(
            [.. Enumerable.Range(0, Limits.BatchRows + 1).Select(i => new RowWrite.Insert(NewRow($"k{i}")))]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(new RowWrite.Upsert(NewRow("a")), new RowWrite.Delete("a", null)));
        Assert.Empty(await KeysAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Limits.PageRows + 1)]
    public async Task A_page_that_is_empty_or_too_long_is_refused(int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => KeysAsync(limit: limit));
}
