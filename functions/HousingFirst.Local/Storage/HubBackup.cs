using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Tables;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>
/// Backs up a hub, running or not, to one file: rows, queues and keys as of one moment. Mail files are not part of it: they are output.
/// The file holds the keys and all client data, so it is as private as the data folder (0600).
/// </summary>
internal static class HubBackup
{
    /// <summary>What a backup calls a key file's line.</summary>
    public const string KeyKind = "key";

    /// <summary>The folder of the key files in the data folder.</summary>
    public const string KeysFolder = "keys";

    private const string AllMessages = "SELECT " + MessageRows.Columns + " FROM msg ORDER BY seq";

    /// <summary>Writes a backup. It appears under its name only when it is whole and on the disk.</summary>
    /// <param name="database">The hub's data.</param>
    /// <param name="file">A new file.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="cancellation">Breaks off, leaving no file.</param>
    /// <returns>The header: what the file holds.</returns>
    /// <exception cref="HubDataException">The file exists, the disk is full, the data can't be read; says what to do.</exception>
    public static async Task<BackupHeader> WriteAsync(HubDatabase database, string file, IClock clock, CancellationToken cancellation = default)
    {
        var path = Path.GetFullPath(file);
        var partial = path + ".partial";
        if (File.Exists(path))
            throw new HubDataException(HubDataProblem.NotEmpty, $"{path} exists already. Name a new file, so that no backup is lost by making one.");
        try
        {
            File.Delete(partial);
            await using var stream = PrivateFiles.Create(partial);
            var header = await Task.Run(() => Write(database, stream, clock, cancellation), cancellation);
            stream.Flush(flushToDisk: true);
            File.Move(partial, path);
            return header;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.Explain(error, error is SqliteException ? database.DatabaseFile : path);
        }
        finally
        {
            if (File.Exists(partial)) File.Delete(partial);
        }
    }

    private static BackupHeader Write(HubDatabase database, Stream stream, IClock clock, CancellationToken cancellation)
    {
        var session = database.Readers.Rent();
        try
        {
            session.Execute("BEGIN");
            var keys = ReadKeys(database.DataDirectory);
            var header = new BackupHeader(clock.GetCurrentInstant(), Count(session, keys.Count));
            using var backup = new BackupWriter(stream, header);
            foreach (var table in Enum.GetValues<Table>())
            {
                foreach (var (partition, row) in SqliteTables.ScanSnapshot(session, table))
                {
                    cancellation.ThrowIfCancellationRequested();
                    backup.Write(table, partition, row);
                }
            }

            using (var messages = session.Query(AllMessages))
            {
                while (messages.Step())
                {
                    cancellation.ThrowIfCancellationRequested();
                    var message = MessageRows.Read(messages);
                    backup.Write(MessageJson.Kind, json => MessageJson.Write(json, message));
                }
            }

            foreach (var (name, content) in keys)
            {
                backup.Write(KeyKind, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("file", name);
                    json.WriteBase64String("content", content);
                    json.WriteEndObject();
                });
            }

            backup.Finish();
            return header;
        }
        finally
        {
            database.Readers.Return(session);
        }
    }

    private static Dictionary<string, long> Count(SqliteSession session, int keys)
    {
        // The first read of the transaction: from here on it sees one moment.
        var counts = Enum.GetValues<Table>().ToDictionary(BackupWriter.NameOf, _ => 0L, StringComparer.Ordinal);
        using var query = session.Query("SELECT t, count(*) FROM rows GROUP BY t");
        while (query.Step()) counts[BackupWriter.NameOf((Table)query.Number(0))] = query.Number(1);
        counts[MessageJson.Kind] = session.ReadNumber("SELECT count(*) FROM msg");
        counts[KeyKind] = keys;
        return counts;
    }

    private static List<(string Name, byte[] Content)> ReadKeys(string folder)
    {
        var keys = Path.Combine(folder, KeysFolder);
        if (!Directory.Exists(keys)) return [];
        return [.. from file in Directory.EnumerateFiles(keys, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                   select (Path.GetRelativePath(keys, file).Replace('\\', '/'), File.ReadAllBytes(file))];
    }
}
