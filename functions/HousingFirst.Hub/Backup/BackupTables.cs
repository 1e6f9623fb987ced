using System.Buffers;
using System.Text.Json;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Backup;

/// <summary>
/// Backs up tables that can't show themselves as of one moment, as Azure's: rows are read one after the other, so that a batch written meanwhile
/// may be in the backup by half. The hub's steps bear that, since each reads before it writes and can be done again; still, choose a quiet hour.
/// Queues and keys are no part of it: the broker keeps the ones, the vault the others.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="clock">Says when.</param>
public sealed class BackupTables(ITableScan tables, IClock clock)
{
    /// <summary>Writes a backup that <c>hub restore</c> reads, on one machine or into tables of Azure.</summary>
    /// <param name="file">Where to; it stays open.</param>
    /// <param name="cancellation">Breaks off: what is written then can't be restored, and says so.</param>
    /// <returns>The header: what it holds.</returns>
    /// <exception cref="IOException">The tables or the file failed.</exception>
    public async Task<BackupHeader> WriteAsync(Stream file, CancellationToken cancellation)
    {
        var createdAt = clock.GetCurrentInstant();
        var counts = Enum.GetValues<Table>().ToDictionary(BackupWriter.NameOf, _ => 0L, StringComparer.Ordinal);

        // The header says how many rows follow, which only the end of the scan tells: rows lie in a file of this program's alone meanwhile.
        await using var aside = Aside();
        foreach (var table in Enum.GetValues<Table>()) counts[BackupWriter.NameOf(table)] = await PutAsideAsync(aside, table, cancellation);
        aside.Position = 0;
        var header = new BackupHeader(createdAt, counts);
        using var backup = new BackupWriter(file, header);
        using var lines = new BackupLines(aside);
        foreach (var table in Enum.GetValues<Table>())
        {
            for (var left = counts[BackupWriter.NameOf(table)]; left > 0; left--)
            {
                cancellation.ThrowIfCancellationRequested();
                backup.WriteLine(table, lines.Next()!.Value.Span);
            }
        }

        backup.Finish();
        return header;
    }

    private async Task<long> PutAsideAsync(FileStream aside, Table table, CancellationToken cancellation)
    {
        var count = 0L;
        var line = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(line, RowJson.Compact);
        await foreach (var (partition, row) in tables.ScanAsync(table, cancellation))
        {
            BackupWriter.WriteRow(json, table, partition, row);
            json.Flush();
            line.Write("\n"u8);
            await aside.WriteAsync(line.WrittenMemory, cancellation);
            line.ResetWrittenCount();
            json.Reset();
            count++;
        }

        return count;
    }

    /// <summary>A file of this program's user alone, gone once it is closed.</summary>
    public static FileStream Aside()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"hub-backup-{Guid.NewGuid():N}"), options);
    }
}
