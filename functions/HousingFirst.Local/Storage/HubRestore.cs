using System.Text.Json;
using HousingFirst.Hub.Backup;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace HousingFirst.Local.Storage;

/// <summary>
/// Restores a backup into an empty data folder. Everything is built in a folder inside it and moved into place only after the backup has
/// proved whole; until the end a hub refuses to open the folder, so that nobody starts on half of one.
/// </summary>
internal static class HubRestore
{
    /// <summary>The folder inside the data folder that a restore works in. While it is there, no hub opens the data.</summary>
    public const string Unfinished = ".restoring";

    /// <summary>Restores.</summary>
    /// <returns>The backup's header: what was restored.</returns>
    /// <exception cref="BackupFormatException">The file is no backup, cut off, damaged, or from a newer version; the folder is empty again.</exception>
    /// <exception cref="HubDataException">The folder isn't empty, or can't be written.</exception>
    public static async Task<BackupHeader> ReadAsync(string file, string dataDirectory, IClock clock, CancellationToken cancellation = default)
    {
        var folder = Path.GetFullPath(dataDirectory);
        var work = Path.Combine(folder, Unfinished);
        try
        {
            await using var stream = Open(file);
            using var backup = new BackupReader(stream);
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => entry != work))
                throw new HubDataException(HubDataProblem.NotEmpty,
                    $"{folder} is not empty: a restore never mixes with data. Choose a new folder, or move away what is in it.");
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
            PrivateFiles.CreateFolder(work);
            try
            {
                await BuildAsync(backup, work, clock, cancellation);
                Switch(work, folder);
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }

            return backup.Header;
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or InvalidOperationException or JsonException
            or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT })
        {
            throw new BackupFormatException("The backup holds something that can't be read, so nothing was restored. Take another backup.", error);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.Explain(error, Path.Combine(folder, HubDatabase.FileName));
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BackupFormatException($"{Path.GetFullPath(file)} can't be read. Check its name and its rights.", error);
        }
    }

    private static async Task BuildAsync(BackupReader backup, string work, IClock clock, CancellationToken cancellation)
    {
        var keys = Path.Combine(work, HubBackup.KeysFolder);
        if (backup.Header.Counts.GetValueOrDefault(HubBackup.KeyKind) > 0) PrivateFiles.CreateFolder(keys);
        await using var database = HubDatabase.Open(work, clock);
        // One transaction, and the backup's end is proved inside it.
        await database.Writer.WriteAsync(
            transaction =>
            {
                var last = 0L;
                foreach (var line in backup.Lines())
                {
                    cancellation.ThrowIfCancellationRequested();
                    switch (line)
                    {
                        case BackupLine.OfTable row:
                            SqliteTables.Restore(transaction, row.Table, row.Partition, row.Row);
                            break;
                        case BackupLine.OfHead { Kind: MessageJson.Kind } message:
                            last = Math.Max(last, Restore(transaction, message.Value));
                            break;
                        case BackupLine.OfHead { Kind: HubBackup.KeyKind } key:
                            RestoreKey(keys, key.Value);
                            break;
                        default:
                            throw new BackupFormatException("The backup holds something this version doesn't know. Restore it with the version that wrote it.");
                    }
                }

                transaction.SequencesFrom(last);
                return true;
            },
            cancellation);
    }

    private static long Restore(WriteTransaction transaction, JsonElement json)
    {
        var message = MessageJson.Read(json);
        MessageRows.Insert(transaction, message, MessageRows.WriteProperties(message.Properties));
        return message.Sequence;
    }

    private static void RestoreKey(string keys, JsonElement json)
    {
        var file = Path.GetFullPath(Path.Combine(keys, json.GetProperty("file").GetString()!));
        if (!file.StartsWith(keys + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupFormatException("The backup names a key file outside the keys' folder. It was not written by this hub: don't use it.");
        PrivateFiles.CreateFolder(Path.GetDirectoryName(file)!);
        using var stream = PrivateFiles.Create(file);
        stream.Write(json.GetProperty("content").GetBytesFromBase64());
        stream.Flush(flushToDisk: true);
    }

    private static void Switch(string work, string folder)
    {
        var keys = Path.Combine(work, HubBackup.KeysFolder);
        if (Directory.Exists(keys)) Directory.Move(keys, Path.Combine(folder, HubBackup.KeysFolder));
        // Closed, so whole: its last connection has moved the log into it.
        File.Move(Path.Combine(work, HubDatabase.FileName), Path.Combine(folder, HubDatabase.FileName));
    }
}
