using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// The table port on Azure Table Storage. A batch is one transaction, also where it is one write. One whose answer is lost is sent again; if
/// it then does not hold, the rows are read back to see whether it was this very batch that changed them. Where others have written them so
/// often since that it can't be told, that is a fault and not a conflict: who called reads again, as after any fault.
/// </summary>
public sealed class AzureTables : ITables, ITableScan
{
    /// <summary>The first of the characters that a key can hold: a key followed by it is the next key there can be.</summary>
    private const string SmallestInAKey = " ";

    private readonly TableServiceClient service;
    private readonly TableClient[] tables;
    private readonly Attempts attempts;
    private readonly TableReads reads;

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
        reads = new TableReads(attempts);
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

    /// <summary>What the storage account's clock says (UTC, to the second), by one small read.</summary>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public ValueTask<DateTimeOffset?> ServerTimeAsync(CancellationToken cancellation) => attempts.RunAsync(
        async stop =>
        {
            var answer = await tables[0].GetEntityIfExistsAsync<TableEntity>("none", "none", TableReads.KeysOnly, stop);
            var missing = new RequestFailedException(answer.GetRawResponse());
            return answer.HasValue || StorageFault.IsNoRow(missing) ? answer.GetRawResponse().Headers.Date : throw missing;
        },
        cancellation);

    /// <inheritdoc/>
    /// <exception cref="TablesException">The storage account failed, or refused it.</exception>
    public async ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        PortGuard.Point(partition, key);
        var entity = await reads.FindAsync(tables[(int)table], partition, key, null, cancellation);
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
            var page = await reads.PageAsync(tables[(int)table], filter, top, continuation, cancellation);
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
                var (evidence, done) = unsure ? await ReadBackAsync(client, transaction, cancellation) : (Evidence.NotDone, null);
                if (done is not null) return done;
                if (transaction.MayLeaveOut(conflict))
                    transaction.LeaveOut(conflict, await reads.MissingAsync(client, partition, transaction.OthersThatMayBeMissing(conflict), cancellation));
                else
                    return evidence == Evidence.Lost ? throw TablesException.OutcomeUnknown() : conflict;
            }
            catch (Exception fault) when (StorageFault.Passes(fault, cancellation))
            {
                unsure = true;
                var last = attempt == Attempts.Most;
                if (!last) await attempts.WaitAsync(attempt++, fault, cancellation);

                // No condition would keep such a batch from being done again, over what others have made of its rows since.
                if ((last || !transaction.HasConditions) && (await ReadBackAsync(client, transaction, cancellation)).Done is { } done) return done;
                if (last) throw TablesException.Of(fault);
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
            var page = await reads.PageAsync(tables[(int)table], null, Limits.PageRows, continuation, cancellation);
            foreach (var entity in page.Values) yield return (entity.PartitionKey, StoredEntity.ToRow(entity));
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);
    }

    /// <summary>
    /// Whether a batch was done at an attempt whose answer was lost, by the trails of its rows: since a batch is done whole, one row that knows
    /// decides. One that only removes leaves none behind; it was done if all are gone, or as good as done.
    /// </summary>
    private async ValueTask<(Evidence Evidence, BatchOutcome.Committed? Done)> ReadBackAsync(
        TableClient client, Transaction transaction, CancellationToken cancellation)
    {
        if (transaction.WrittenKeys is { Count: > 0 } keys)
        {
            var found = await reads.AllAsync(client, transaction.Partition, keys, cancellation);
            var evidence = transaction.EvidenceOf(found);
            return (evidence, evidence == Evidence.Done ? transaction.Committed(found) : null);
        }

        foreach (var key in transaction.RemovedKeys)
        {
            if (await reads.FindAsync(client, transaction.Partition, key, TableReads.KeysOnly, cancellation) is not null) return (Evidence.NotDone, null);
        }

        return (Evidence.Done, transaction.Committed([]));
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
}
