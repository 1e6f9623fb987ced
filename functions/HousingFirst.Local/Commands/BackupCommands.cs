using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Hub.Backup;
using HousingFirst.Local.Commands.Azure;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub backup</c> and <c>hub restore</c>.</summary>
internal static class BackupCommands
{
    public static IEnumerable<Command> Create(LocalParts parts)
    {
        yield return Backup(parts);
        yield return Restore(parts);
    }

    private static Command Backup(LocalParts parts)
    {
        var file = new Argument<string>("FILE") { Description = "A new file. It will hold all data and the keys: keep it as safe as the hub" };
        var json = CommandParts.Json();
        var azure = new Option<bool>("--from-tables") { Description = "Of the tables in Azure that HubTables__serviceUri names, as who `az login` says you are: rows only" };
        var command = parts.Command(
            "backup", "Write everything but the mail files to one file, while the hub runs or not", "hub backup hub-2026-12-01.backup", file, azure, json);
        command.SetAction(async (parse, cancellation) =>
        {
            var path = Path.GetFullPath(parse.GetRequiredValue(file));
            if (parse.GetValue(azure))
            {
                var rows = await parts.Terminal.WhileAsync("Backing up", TablesInAzure.BackupAsync(path, parts.Terminal.Clock, cancellation));
                Print(parts, rows, path, parse.GetValue(json), $"Backed up to {path} (only this user may open it): rows; queues and keys are the cloud's own");
                return ExitCodes.Done;
            }

            await using var local = parts.OpenBare(parse);
            var header = await parts.Terminal.WhileAsync(
                "Backing up", HubBackup.WriteAsync(local.Database, path, parts.Terminal.Clock, cancellation));
            Print(parts, header, path, parse.GetValue(json), $"Backed up to {path} (only this user may open it; it holds the keys)");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Restore(LocalParts parts)
    {
        var file = new Argument<string>("FILE") { Description = "A backup" };
        var json = CommandParts.Json();
        var azure = new Option<bool>("--to-tables") { Description = "Into empty tables in Azure, those that HubTables__serviceUri names, as who `az login` says you are: rows only" };
        var without = new Option<bool>("--without-messages") { Description = "With --to-tables: also where messages wait in queues, which then stay behind" };
        var command = parts.Command(
            "restore", "Restore a backup into an empty data folder: all of it, or nothing", "hub restore hub-2026-12-01.backup --data ./restored", file, azure, without, json);
        command.SetAction(async (parse, cancellation) =>
        {
            if (parse.GetValue(azure))
            {
                var (rows, where) = await parts.Terminal.WhileAsync(
                    "Restoring", TablesInAzure.RestoreAsync(parse.GetRequiredValue(file), parse.GetValue(without), cancellation));
                Print(parts, rows, where, parse.GetValue(json), $"Restored into {where}. The keys belong in the vault: docs/azure.md says how");
                return ExitCodes.Done;
            }

            var root = parts.Root(parse);
            var header = await parts.Terminal.WhileAsync(
                "Restoring", HubRestore.ReadAsync(parse.GetRequiredValue(file), root, parts.Terminal.Clock, cancellation));
            var folder = parts.SameFolder(parse);
            Print(parts, header, root, parse.GetValue(json), $"Restored into {root}. Check it, then start it: hub check{folder}; hub up{folder}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(LocalParts parts, BackupHeader header, string path, bool json, string done)
    {
        if (json)
        {
            parts.Terminal.Json(new { Path = path, header.CreatedAt, header.Counts });
            return;
        }

        parts.Terminal.Out.WriteLine(done);
        parts.Terminal.Out.WriteLine("As of " + header.CreatedAt + ": " + string.Join(
            ", ", header.Counts.Where(c => c.Value > 0).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}"))));
    }
}
