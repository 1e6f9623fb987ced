using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using HousingFirst.Hub.Tables;
using NodaTime.Text;

namespace HousingFirst.Hub.Backup;

/// <summary>Reads a backup. Nothing it yields may be switched into place before <see cref="Lines"/> has come to its end without an exception.</summary>
public sealed class BackupReader : IDisposable
{
    private static readonly Dictionary<string, Table> Tables = Enum.GetValues<Table>().ToDictionary(BackupWriter.NameOf, StringComparer.Ordinal);

    private readonly BackupLines lines;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Opens a backup and reads its header; <paramref name="file"/> stays open when this is disposed.</summary>
    /// <exception cref="BackupFormatException">It is no backup, or one from a newer version.</exception>
    public BackupReader(Stream file)
    {
        lines = new BackupLines(new GZipStream(file, CompressionMode.Decompress, leaveOpen: true));
        try
        {
            Header = ReadHeader(lines.Next());
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            Dispose();
            throw Foreign(error);
        }
    }

    /// <summary>The header.</summary>
    public BackupHeader Header { get; }

    /// <summary>Every line after the header, then the proof that none is missing or changed.</summary>
    /// <exception cref="BackupFormatException">The backup is cut off or damaged.</exception>
    public IEnumerable<BackupLine> Lines()
    {
        var counts = Header.Counts.Keys.ToDictionary(kind => kind, _ => 0L, StringComparer.Ordinal);
        for (var number = 1L; ; number++)
        {
            var bytes = Guarded(lines.Next) ?? throw CutOff();
            var (line, end) = Guarded(() => Parse(bytes));
            if (line is null)
            {
                if (!Proves(end, number)) throw Damaged(null);
                if (Guarded(lines.Next) is not null) throw Damaged(null);
                break;
            }

            hash.AppendData(bytes.Span);
            hash.AppendData("\n"u8);
            var kind = line is BackupLine.OfTable row ? BackupWriter.NameOf(row.Table) : ((BackupLine.OfHead)line).Kind;
            if (!counts.TryGetValue(kind, out var count)) throw Damaged(null);
            counts[kind] = count + 1;
            yield return line;
        }

        if (Header.Counts.Any(count => counts[count.Key] != count.Value)) throw Damaged(null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lines.Dispose();
        hash.Dispose();
    }

    private BackupHeader ReadHeader(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } header) throw new InvalidDataException("It is empty.");
        using var document = JsonDocument.Parse(header);
        var root = document.RootElement;
        if (root.GetProperty("format").GetString() != BackupHeader.Format) throw new InvalidDataException("It is of another format.");
        var version = root.GetProperty("version").GetInt32();
        if (version > BackupHeader.Version)
            throw new BackupFormatException(
                $"The backup has format version {version}; this hub reads up to {BackupHeader.Version}. Restore it with the version of the hub that wrote it, or a newer one.");
        hash.AppendData(header.Span);
        hash.AppendData("\n"u8);
        return new BackupHeader(
            InstantPattern.ExtendedIso.Parse(root.GetProperty("createdAt").GetString()!).Value,
            root.GetProperty("counts").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt64(), StringComparer.Ordinal));
    }

    private static (BackupLine? Line, JsonElement End) Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var first = root.EnumerateObject().First();
        if (first.NameEquals("end")) return (null, root.Clone());
        if (!first.NameEquals("table")) return (new BackupLine.OfHead(first.Name, first.Value.Clone()), default);
        var row = new Row(root.GetProperty("key").GetString()!);
        var columns = new Utf8JsonReader(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(root.GetProperty("columns")));
        RowJson.Read(ref columns, row);
        return (new BackupLine.OfTable(Tables[first.Value.GetString()!], root.GetProperty("partition").GetString()!, row), default);
    }

    private bool Proves(JsonElement end, long number) => Guarded(() =>
        end.GetProperty("lines").GetInt64() == number && end.GetProperty("sha256").GetString() == Convert.ToHexStringLower(hash.GetCurrentHash()));

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException
            or ArgumentException or FormatException)
        {
            throw Damaged(error);
        }
    }

    private static BackupFormatException Foreign(Exception inner) =>
        new("The file is no backup of this hub. Give a file written by `hub backup`.", inner);

    private static BackupFormatException CutOff() =>
        new("The backup is cut off: its end is missing, so nothing was restored. Copy the file again from where it was made, or take an older backup.");

    private static BackupFormatException Damaged(Exception? inner) =>
        new("The backup is damaged: its content doesn't match its checksum, so nothing was restored. Copy the file again, or take an older backup.", inner);
}
