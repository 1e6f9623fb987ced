using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>
/// The baseline of an import into Azure Table Storage: the batches that it makes, a transaction each, through Azure.Data.Tables alone. The
/// entities are made before the clock starts; nothing is read, parsed, checked, compared or tried again. Several at once: no two organisations
/// share a partition, so that nothing but the wish to know where one is forbids it.
/// </summary>
internal static class BareAzureImport
{
    /// <summary>The role of the process.</summary>
    public const string Role = "bare-azure-import";

    /// <summary>Arguments: the connection string, how many at once, the file to warm up with, the file whose batches to time. Prints seconds.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        var atOnce = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        var service = new TableServiceClient(arguments[0], options);
        var (warm, timed) = (service.GetTableClient("warm"), service.GetTableClient("timed"));
        foreach (var table in (TableClient[])[warm, timed]) await table.CreateAsync();
        await RunAsync(warm, await TransactionsAsync(arguments[2]), atOnce);
        var transactions = await TransactionsAsync(arguments[3]);
        var start = Stopwatch.GetTimestamp();
        await RunAsync(timed, transactions, atOnce);
        Console.Write(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static Task RunAsync(TableClient table, IReadOnlyList<TableTransactionAction[]> transactions, int atOnce) => Parallel.ForEachAsync(
        transactions,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (transaction, cancellation) => await table.SubmitTransactionAsync(transaction, cancellation));

    private static async Task<IReadOnlyList<TableTransactionAction[]>> TransactionsAsync(string file) =>
        [.. (await ImportCorpus.BatchesAsync(file, CancellationToken.None)).Select(
            b => b.Writes.Select(w => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(b.Partition, w))).ToArray())];

    private static TableEntity Entity(string partition, RowWrite write)
    {
        var row = write switch
        {
            RowWrite.Insert insert => insert.Row,
            RowWrite.Update update => update.Row,
            RowWrite.Upsert upsert => upsert.Row,
            _ => throw new InvalidOperationException("An import into an empty directory removes nothing."),
        };
        var entity = new TableEntity(partition, row.Key);
        foreach (var (column, value) in row.Columns) entity.Add(column, value is Instant instant ? instant.ToDateTimeOffset() : value);
        return entity;
    }
}
