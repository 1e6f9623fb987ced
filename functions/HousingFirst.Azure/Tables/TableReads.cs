using Azure;
using Azure.Data.Tables;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>The requests that read, each made again where that is worth it.</summary>
internal sealed class TableReads(Attempts attempts)
{
    /// <summary>What is asked for where only it matters which rows there are.</summary>
    public static readonly IReadOnlyList<string> KeysOnly = ["PartitionKey", "RowKey"];

    /// <summary>Reads one row; null where there is none.</summary>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public ValueTask<TableEntity?> FindAsync(
        TableClient client, string partition, string key, IEnumerable<string>? columns, CancellationToken cancellation) =>
        attempts.RunAsync(
            async stop =>
            {
                var answer = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, columns, stop);
                if (answer.HasValue) return answer.Value;
                var missing = new RequestFailedException(answer.GetRawResponse());
                return StorageFault.IsNoRow(missing) ? null : throw missing;
            },
            cancellation);

    /// <summary>Reads one page.</summary>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public ValueTask<Page<TableEntity>> PageAsync(
        TableClient client, string? filter, int top, string? continuation, CancellationToken cancellation, IEnumerable<string>? columns = null) =>
        attempts.RunAsync(
            async stop =>
            {
                await foreach (var page in client.QueryAsync<TableEntity>(filter, top, columns, stop).AsPages(continuation)) return page;
                return Page<TableEntity>.FromValues([], null, null!);
            },
            cancellation);

    /// <summary>Reads those of some rows that are there, by their keys: one request for them all, or more where much lies between them.</summary>
    /// <param name="client">The table.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="keys">One or more, in ordinal order.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async ValueTask<IReadOnlyDictionary<string, TableEntity>> AllAsync(
        TableClient client, string partition, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var found = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        var asked = keys.ToHashSet(StringComparer.Ordinal);
        string? continuation = null;
        do
        {
            var page = await PageAsync(client, Between(partition, keys), Limits.PageRows, continuation, cancellation);
            foreach (var entity in page.Values.Where(e => asked.Contains(e.RowKey))) found[entity.RowKey] = entity;
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);

        return found;
    }

    /// <summary>Those of some keys whose rows aren't there, as far as one request tells.</summary>
    /// <param name="client">The table.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="keys">Any number, in ordinal order.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async ValueTask<IReadOnlySet<string>> MissingAsync(TableClient client, string partition, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0) return new HashSet<string>();
        var page = await PageAsync(client, Between(partition, keys), Limits.PageRows, null, cancellation, KeysOnly);
        var there = page.Values.Select(e => e.RowKey).ToHashSet(StringComparer.Ordinal);
        var last = page.ContinuationToken is null ? keys[^1] : page.Values.Count > 0 ? page.Values[^1].RowKey : string.Empty;
        return keys.Where(k => !there.Contains(k) && string.CompareOrdinal(k, last) <= 0).ToHashSet(StringComparer.Ordinal);
    }

    private static string Between(string partition, IReadOnlyList<string> keys) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {keys[0]} and RowKey le {keys[^1]}");
}
