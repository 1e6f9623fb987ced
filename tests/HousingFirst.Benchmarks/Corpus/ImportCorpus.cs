using System.Globalization;
using System.Text;
using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>A town's directory as an HSDS file, an organisation a line with three services and five contacts, and the batches that importing it makes.</summary>
internal static class ImportCorpus
{
    private const string Community = "lethbridge";

    /// <summary>Writes the file.</summary>
    public static async Task WriteAsync(string file, int organisations, CancellationToken cancellation)
    {
        await using var output = new StreamWriter(file, append: false, new UTF8Encoding(false));
        for (var i = 0; i < organisations; i++) await output.WriteLineAsync(MadeUpDirectory.Organisation(i).ToJsonString().AsMemory(), cancellation);
    }

    /// <summary>Imports the file into memory and writes down every batch: what the bare loop writes again.</summary>
    public static async Task RecordAsync(string file, string batches, CancellationToken cancellation)
    {
        await using var output = new BinaryWriter(File.Create(batches));
        foreach (var (partition, writes) in await BatchesAsync(file, cancellation))
        {
            output.Write(partition);
            output.Write(writes.Count);
            foreach (var write in writes)
            {
                var stored = StoredRow.Of(write);
                output.Write(write.Key);
                output.Write(stored.Json.Length);
                output.Write(stored.Json.Span);
                output.Write(stored.Body?.Length ?? -1);
                if (stored.Body is not null) output.Write(stored.Body);
            }
        }
    }

    /// <summary>Imports the file into memory and gives every batch.</summary>
    public static async Task<IReadOnlyList<(string Partition, IReadOnlyList<RowWrite> Writes)>> BatchesAsync(string file, CancellationToken cancellation)
    {
        var tables = new KeptBatches(new MemoryTables());
        await ImportAsync(tables, file, cancellation);
        return tables.Batches;
    }

    /// <summary>Imports the file.</summary>
    public static async Task<ImportCounts> ImportAsync(ITables tables, string file, CancellationToken cancellation)
    {
        var counts = new ImportCounts();
        await using var input = File.OpenRead(file);
        var import = new ImportListings(tables, Community, new AuditLog(tables, Community, SystemClock.Instance), SystemClock.Instance);
        await foreach (var _ in import.RunAsync(input, new ImportOptions(), counts, cancellation))
        {
            // Taken one by one, as the command does.
        }

        return counts;
    }

    /// <summary>What the measure's gate compares: a complaint, or null where every organisation was imported so.</summary>
    public static string? Check(ImportCounts counts, int added, int unchanged) => counts is { Changed: 0, Refused: 0 } && counts.Added == added && counts.Unchanged == unchanged
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{counts.Added} added, {counts.Changed} changed, {counts.Unchanged} unchanged, {counts.Refused} refused");

    private sealed class KeptBatches(MemoryTables tables) : ITables
    {
        public List<(string Partition, IReadOnlyList<RowWrite> Writes)> Batches { get; } = [];

        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) =>
            tables.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(
            Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            tables.RangeAsync(table, partition, from, before, limit, cancellation);

        public ValueTask<BatchOutcome> BatchAsync(
            Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
        {
            Batches.Add((partition, writes));
            return tables.BatchAsync(table, partition, writes, cancellation);
        }
    }
}
