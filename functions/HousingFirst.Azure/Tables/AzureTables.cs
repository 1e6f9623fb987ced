using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// The table port on Azure Table Storage. A batch is one transaction, also where it is one write. One whose answer is lost is sent again; if
/// it then does not hold, the rows are read back to see whether it was this very batch that changed them.
/// </summary>
public sealed class AzureTables : ITables, ITableScan
{
    /// <summary>The first of the characters that a key can hold: a key followed by it is the next key there can be.</summary>
    private const string SmallestInAKey = " ";

    private static readonly string[] KeysOnly = ["PartitionKey", "RowKey"];

    private readonly TableServiceClient service;
    private readonly TableClient[] tables;
    private readonly Attempts attempts;

    /// <summary>The tables of one hub.</summary>
    /// <param name="service">The account's table service, with the options of <see cref="AzureTablesOptions.ClientOptions"/>.</param>
    /// <param name="prefix">What the six tables' names begin with: <c>hub</c> gives <c>hubClients</c>.</param>
    /// <param name="time">What waits between attempts run on.</param>
    public AzureTables(TableServiceClient service, string prefix, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(service);
        this.service = service;
        tables = [.. Enum.GetValues<Table>().Select(t => service.GetTableClient(prefix + t))];
        attempts = new Attempts(time);
    }

    /// <summary>How many requests were made again since the start, because the one before failed or its answer was lost.</summary>
    public long Repeats => attempts.Repeats;

    /// <summary>Makes those of the six tables that aren't there.</summary>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in tables)
            await attempts.RunAsync(async stop => await service.CreateTableIfNotExistsAsync(table.Name, stop), cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        PortGuard.Point(partition, key);
        var entity = await FindAsync(tables[(int)table], partition, key, null, cancellation);
        return entity is null ? null : StoredEntity.ToRow(entity);
    }

    /// <inheritdoc/>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async ValueTask<RowPage> RangeAsync(
        Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        PortGuard.Range(partition, from, limit);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        if (from.Length > 0) filter += " and " + TableClient.CreateQueryFilter($"RowKey ge {from}");
        if (before is not null) filter += " and " + TableClient.CreateQueryFilter($"RowKey lt {before}");

        // One more than asked for tells exactly whether there is a next page, and where. A page of a thousand is the most that one request gives.
        var top = Math.Min(limit + 1, Limits.PageRows);
        var rows = new List<Row>();
        string? continuation = null;
        do
        {
            var page = await PageAsync(tables[(int)table], filter, top, continuation, cancellation);
            foreach (var entity in page.Values)
            {
                if (rows.Count == limit) return new RowPage(rows, entity.RowKey);
                rows.Add(StoredEntity.ToRow(entity));
            }

            continuation = page.ContinuationToken;
        }
        while (continuation is not null && rows.Count < Math.Min(limit + 1, Limits.PageRows));

        return new RowPage(rows, continuation is null ? null : rows[^1].Key + SmallestInAKey);
    }

    /// <inheritdoc/>
    /// <exception cref="TablesException">The storage account failed, or refused it. Whether the batch was done is then not known, unless it was refused.</exception>
    public async ValueTask<BatchOutcome> BatchAsync(
        Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        PortGuard.Batch(partition, writes);
        var client = tables[(int)table];
        var transaction = new Transaction(partition, writes);
        var unsure = false;
        for (var attempt = 1; transaction.Actions.Count > 0;)
        {
            try
            {
                return transaction.Committed(await SubmitAsync(client, transaction, cancellation));
            }
            catch (RequestFailedException refused) when (transaction.ConflictOf(refused) is { } conflict)
            {
                if (unsure && await ReadBackAsync(client, transaction, cancellation) is { } done) return done;
                if (!transaction.MayLeaveOut(conflict)) return conflict;
                transaction.LeaveOut(conflict, await MissingAsync(client, transaction.Partition, transaction.OthersThatMayBeMissing(conflict), cancellation));
            }
            catch (Exception fault) when (StorageFault.Passes(fault, cancellation))
            {
                unsure = true;
                if (attempt == Attempts.Most) return await ReadBackAsync(client, transaction, cancellation) ?? throw TablesException.Of(fault);
                await attempts.WaitAsync(attempt++, fault, cancellation);
            }
            catch (Exception fault) when (StorageFault.Is(fault, cancellation))
            {
                throw TablesException.Of(fault);
            }
        }

        return transaction.Committed([]);
    }

    /// <inheritdoc/>
    /// <remarks>Not of one moment: table storage has no snapshots. A row that changes meanwhile comes as it was or as it is.</remarks>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async IAsyncEnumerable<(string Partition, Row Row)> ScanAsync(
        Table table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? continuation = null;
        do
        {
            var page = await PageAsync(tables[(int)table], null, Limits.PageRows, continuation, cancellation);
            foreach (var entity in page.Values) yield return (entity.PartitionKey, StoredEntity.ToRow(entity));
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);
    }

    /// <summary>
    /// Whether a batch was done at an attempt whose answer was lost: any row that still carries its id proves it, since a batch is done whole.
    /// One that only removes leaves none behind; it was done if all are gone, or as good as done.
    /// </summary>
    private async ValueTask<BatchOutcome.Committed?> ReadBackAsync(TableClient client, Transaction transaction, CancellationToken cancellation)
    {
        var etags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (transaction.WrittenKeys is { Count: > 0 } keys)
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {transaction.Partition} and RowKey ge {keys[0]} and RowKey le {keys[^1]} and writeId eq {transaction.WriteId}");
            string? continuation = null;
            do
            {
                var page = await PageAsync(client, filter, Limits.PageRows, continuation, cancellation);
                foreach (var entity in page.Values) etags[entity.RowKey] = entity.ETag.ToString();
                continuation = page.ContinuationToken;
            }
            while (continuation is not null);
            return etags.Count > 0 ? transaction.Committed(etags) : null;
        }

        foreach (var key in transaction.RemovedKeys)
        {
            if (await FindAsync(client, transaction.Partition, key, KeysOnly, cancellation) is not null) return null;
        }

        return transaction.Committed(etags);
    }

    /// <summary>Those of some keys whose rows aren't there, as far as one request tells.</summary>
    private async ValueTask<IReadOnlySet<string>> MissingAsync(TableClient client, string partition, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0) return new HashSet<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {keys[0]} and RowKey le {keys[^1]}");
        var page = await PageAsync(client, filter, Limits.PageRows, null, cancellation, KeysOnly);
        var there = page.Values.Select(e => e.RowKey).ToHashSet(StringComparer.Ordinal);
        var last = page.ContinuationToken is null ? keys[^1] : page.Values.Count > 0 ? page.Values[^1].RowKey : string.Empty;
        return keys.Where(k => !there.Contains(k) && string.CompareOrdinal(k, last) <= 0).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<Response>> SubmitAsync(TableClient client, Transaction transaction, CancellationToken cancellation)
    {
        try
        {
            return (await client.SubmitTransactionAsync(transaction.Actions, cancellation)).Value;
        }
        catch (InvalidOperationException unread)
        {
            // How the SDK says that an answer is no answer to a batch; what was asked has been checked before.
            throw new InvalidDataException("The answer to a batch can't be read.", unread);
        }
    }

    private ValueTask<TableEntity?> FindAsync(
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

    private ValueTask<Page<TableEntity>> PageAsync(
        TableClient client, string? filter, int top, string? continuation, CancellationToken cancellation, IEnumerable<string>? columns = null) =>
        attempts.RunAsync(
            async stop =>
            {
                await foreach (var page in client.QueryAsync<TableEntity>(filter, top, columns, stop).AsPages(continuation)) return page;
                return Page<TableEntity>.FromValues([], null, null!);
            },
            cancellation);
}
