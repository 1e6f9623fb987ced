using System.Security.Cryptography;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Backup;

/// <summary>
/// Restores a backup into empty tables. The backup is read to its end, and so proved whole, before the first row is written. Tables of a cloud can't
/// be switched into place at once: while rows are being written a mark says of which backup, and a restore that was cut off goes on by being done
/// again. No hub may run on tables with that mark.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="scan">The same.</param>
public sealed class RestoreTables(ITables tables, ITableScan scan)
{
    private const string MarkPartition = "@restoring";
    private const string MarkKey = "0";
    private const string Backup = "backup";
    private const int AtOnce = 16;

    /// <summary>Below what a batch may take in Azure, whatever the escaping.</summary>
    private const int MostBytes = 2_000_000;

    /// <summary>Whether a restore was begun and not ended. Then the tables hold a part of a hub.</summary>
    public static async ValueTask<bool> IsUnfinishedAsync(ITables tables, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Keys, MarkPartition, MarkKey, cancellation) is not null;

    /// <summary>What a backup holds beside rows: how many of each kind.</summary>
    public static IReadOnlyDictionary<string, long> Beside(BackupHeader header) => header.Counts
        .Where(c => c.Value > 0 && !Enum.GetValues<Table>().Select(BackupWriter.NameOf).Contains(c.Key))
        .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);

    /// <summary>Restores.</summary>
    /// <param name="file">A backup; it can seek, and stays open.</param>
    /// <param name="cancellation">Breaks off: do it again, with the same backup.</param>
    /// <returns>The backup's header. What it holds beside rows is not restored.</returns>
    /// <exception cref="BackupFormatException">It is no backup, cut off, damaged or from a newer version, or the tables aren't empty. Nothing was written.</exception>
    /// <exception cref="IOException">The tables failed.</exception>
    public async Task<BackupHeader> ReadAsync(Stream file, CancellationToken cancellation)
    {
        var whole = await ProveAsync(file, cancellation);
        await BeginAsync(whole, cancellation);
        file.Position = 0;
        using var backup = new BackupReader(file);
        await Parallel.ForEachAsync(
            Batches(backup.Lines().OfType<BackupLine.OfTable>()),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (batch, stop) => await tables.BatchAsync(batch[0].Table, batch[0].Partition, [.. batch.Select(l => new RowWrite.Upsert(l.Row))], stop));
        await tables.BatchAsync(Table.Keys, MarkPartition, [new RowWrite.Delete(MarkKey, null)], cancellation);
        return backup.Header;
    }

    private static async Task<string> ProveAsync(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        using (var backup = new BackupReader(file))
        {
            foreach (var line in backup.Lines()) cancellation.ThrowIfCancellationRequested();
        }

        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    private async ValueTask BeginAsync(string backup, CancellationToken cancellation)
    {
        if (await tables.GetAsync(Table.Keys, MarkPartition, MarkKey, cancellation) is { } mark)
        {
            if (mark.Text(Backup) != backup) throw new BackupFormatException("A restore of another backup was cut off here. Restore that one again to its end, or empty the tables.");
            return;
        }

        foreach (var table in Enum.GetValues<Table>())
        {
            await foreach (var _ in scan.ScanAsync(table, cancellation))
                throw new BackupFormatException("The tables are not empty: a restore never mixes with data. Choose another account or prefix, or empty them.");
        }

        await tables.BatchAsync(Table.Keys, MarkPartition, [new RowWrite.Insert(RowVersions.NewRow(MarkKey).With(Backup, backup))], cancellation);
    }

    /// <summary>Rows that come one after the other and are of one partition, as many as a batch takes.</summary>
    private static IEnumerable<IReadOnlyList<BackupLine.OfTable>> Batches(IEnumerable<BackupLine.OfTable> lines)
    {
        var batch = new List<BackupLine.OfTable>();
        var bytes = 0;
        foreach (var line in lines)
        {
            var size = line.Row.Columns.Sum(c => 50 + c.Key.Length * 2 + (c.Value switch { string text => text.Length * 4, byte[] body => body.Length * 2, _ => 50 }));
            if (batch.Count > 0 && (batch.Count == Limits.BatchRows || bytes + size > MostBytes || (batch[0].Table, batch[0].Partition) != (line.Table, line.Partition)))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(line);
            bytes += size;
        }

        if (batch.Count > 0) yield return batch;
    }
}
