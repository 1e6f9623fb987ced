using Azure.Identity;
using HousingFirst.Azure.Tables;
using HousingFirst.Commands;
using HousingFirst.Hub.Backup;
using HousingFirst.Local.Storage;
using NodaTime;

namespace HousingFirst.Local.Commands.Azure;

/// <summary>
/// A hub's tables in Azure, from a person's command line: named by the settings that the cloud's head reads, opened as who `az login` says that person
/// is, by a role on the account.
/// </summary>
internal static class TablesInAzure
{
    /// <summary>Backs the tables up into a new file that only this user may open.</summary>
    public static async Task<BackupHeader> BackupAsync(string path, IClock clock, CancellationToken cancellation)
    {
        if (File.Exists(path)) throw new CommandFailure($"{path} exists already. Name a new file, so that no backup is lost by making one.");
        var tables = Open(out _);
        var partial = path + ".partial";
        try
        {
            File.Delete(partial);
            BackupHeader header;
            await using (var file = PrivateFiles.Create(partial))
            {
                header = await new BackupTables(tables, clock).WriteAsync(file, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
            return header;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Restores a backup into empty tables, making them where they aren't there.</summary>
    /// <exception cref="CommandFailure">Messages wait in the backup's queues: they would be left behind.</exception>
    public static async Task<(BackupHeader Header, string Where)> RestoreAsync(string path, bool withoutMessages, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new CommandFailure($"{Path.GetFullPath(path)} isn't there. Check its name.");
        await using var file = File.OpenRead(path);
        using (var backup = new BackupReader(file))
        {
            if (RestoreTables.Beside(backup.Header).GetValueOrDefault(MessageJson.Kind) is var waiting and > 0 && !withoutMessages)
            {
                throw new CommandFailure(
                    $"{waiting} messages wait in the queues of this backup, dead letters included, and queues are not moved. Let agencies read theirs and settle dead letters "
                    + "(hub dead-letters list), stop the hub, and back up again; or leave them behind: --without-messages.");
            }
        }

        var tables = Open(out var where);
        await tables.CreateAsync(cancellation);
        return (await new RestoreTables(tables, tables).ReadAsync(file, cancellation), where);
    }

    /// <summary>The tables that the settings name.</summary>
    public static AzureTables Open(out string where)
    {
        try
        {
            var options = AzureTablesOptions.Read(Environment.GetEnvironmentVariable);
            where = options.ToString();
            return options.Open(TimeProvider.System, new AzureCliCredential());
        }
        catch (TablesSettingsException wrong)
        {
            throw new CommandFailure(wrong.Message, wrong);
        }
    }
}
