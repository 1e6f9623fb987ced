using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts.Tables;

/// <summary>What every implementation of the table port promises. A subclass gives an empty store.</summary>
public abstract partial class TablesContract : IAsyncLifetime
{
    protected const string Partition = "lethbridge|client-7";

    private ITables? tables;

    protected ITables Tables => tables ?? throw new InvalidOperationException("Not opened yet.");

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => tables = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<ITables> OpenAsync();

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    protected static Row NewRow(string key, string text = "x") => new Row(key).With(Row.VersionColumn, 1).With("text", text);

    protected async Task<BatchOutcome> WriteAsync(params RowWrite[] writes) => await Tables.BatchAsync(Table.Clients, Partition, writes, Stop);

    protected async Task<string> CommitAsync(RowWrite write) =>
        Assert.IsType<BatchOutcome.Committed>(await WriteAsync(write)).ETags[0]!;

    protected async Task<Row?> ReadAsync(string key) => await Tables.GetAsync(Table.Clients, Partition, key, Stop);

    protected async Task<string[]> KeysAsync(string from = "", string? before = null, int limit = Limits.PageRows) =>
        [.. (await Tables.RangeAsync(Table.Clients, Partition, from, before, limit, Stop)).Rows.Select(row => row.Key)];
}
