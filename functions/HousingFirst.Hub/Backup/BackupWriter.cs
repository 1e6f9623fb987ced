using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using HousingFirst.Hub.Tables;
using NodaTime.Text;

namespace HousingFirst.Hub.Backup;

/// <summary>
/// Writes a backup: gzip over JSON lines. A header, a line a row or thing, and an end with the number of lines and the SHA-256 of every byte
/// before it, so that a cut-off or damaged copy is known before anything is restored from it.
/// </summary>
public sealed class BackupWriter : IDisposable
{
    private readonly GZipStream gzip;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly BackupHeader header;
    private long lines;

    /// <summary>Starts a backup in <paramref name="file"/>, which stays open when this is disposed.</summary>
    public BackupWriter(Stream file, BackupHeader header)
    {
        this.header = header;
        gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        json = new Utf8JsonWriter(line, RowJson.Compact);
        json.WriteStartObject();
        json.WriteString("format", BackupHeader.Format);
        json.WriteNumber("version", BackupHeader.Version);
        json.WriteString("createdAt", InstantPattern.ExtendedIso.Format(header.CreatedAt));
        json.WriteStartObject("counts");
        foreach (var (kind, count) in header.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)) json.WriteNumber(kind, count);
        json.WriteEndObject();
        json.WriteEndObject();
        EndLine(hashed: true);
    }

    /// <summary>The name of a table in a backup.</summary>
    public static string NameOf(Table table) => table.ToString().ToLowerInvariant();

    /// <summary>Writes a row. Its ETag is not kept: a restored row gets a new one.</summary>
    public void Write(Table table, string partition, Row row)
    {
        WriteRow(json, table, partition, row);
        Count(NameOf(table));
        EndLine(hashed: true);
    }

    /// <summary>Writes the line of a row that <see cref="WriteRow"/> made before.</summary>
    internal void WriteLine(Table table, ReadOnlySpan<byte> made)
    {
        line.Write(made);
        Count(NameOf(table));
        EndLine(hashed: true);
    }

    /// <summary>A row as one JSON object.</summary>
    internal static void WriteRow(Utf8JsonWriter json, Table table, string partition, Row row)
    {
        json.WriteStartObject();
        json.WriteString("table", NameOf(table));
        json.WriteString("partition", partition);
        json.WriteString("key", row.Key);
        json.WritePropertyName("columns");
        RowJson.Write(json, row);
        json.WriteEndObject();
    }

    /// <summary>Writes something a head keeps beside its tables; <paramref name="value"/> writes one JSON value.</summary>
    public void Write(string kind, Action<Utf8JsonWriter> value)
    {
        json.WriteStartObject();
        json.WritePropertyName(kind);
        value(json);
        json.WriteEndObject();
        Count(kind);
        EndLine(hashed: true);
    }

    /// <summary>Writes the end. Without it a backup can't be restored.</summary>
    /// <exception cref="InvalidOperationException">What was written is not what the header counted: the snapshot was not one.</exception>
    public void Finish()
    {
        if (header.Counts.Any(count => counts.GetValueOrDefault(count.Key) != count.Value) || counts.Keys.Any(kind => !header.Counts.ContainsKey(kind)))
            throw new InvalidOperationException("The backup doesn't hold what its header counted.");
        json.WriteStartObject();
        json.WriteString("end", BackupHeader.Format);
        json.WriteNumber("lines", lines);
        json.WriteString("sha256", Convert.ToHexStringLower(hash.GetCurrentHash()));
        json.WriteEndObject();
        EndLine(hashed: false);
        gzip.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.Dispose();
        gzip.Dispose();
        hash.Dispose();
    }

    private void Count(string kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;

    private void EndLine(bool hashed)
    {
        json.Flush();
        line.Write("\n"u8);
        if (hashed) hash.AppendData(line.WrittenSpan);
        gzip.Write(line.WrittenSpan);
        lines++;
        line.ResetWrittenCount();
        json.Reset();
    }
}
