using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;
using HousingFirst.Local.Running;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub directory import</c>.</summary>
internal static class ImportListingsCommand
{
    public static Command Create(LocalParts parts)
    {
        var file = new Argument<string>("FILE") { Description = "HSDS 3.0 as JSON: one item, a list, a page of an API, or one a line; - reads standard input" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would change, field by field; change nothing" };
        var shape = ShapeOption("What the items are. Default: told from their fields");
        var json = CommandParts.Json();
        var command = parts.Command(
            "import",
            "Import organisations with their services, locations and contacts, or taxonomy terms. Items with defects are refused, the others go on. Leaves an audit entry",
            "hub directory import directory.json --dry-run",
            file,
            dryRun,
            shape,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var local = parts.OpenBare(parse);
            var name = parse.GetRequiredValue(file);
            await using var input = InputFile.Open(parts.Terminal, name);
            var options = new ImportOptions(parse.GetValue(dryRun), parse.GetValue(shape) is { } given ? HsdsShapes.Parse(given) : null);
            var counts = new ImportCounts();
            var report = new ImportReport(parts.Terminal, name == "-" ? "standard input" : name, options.DryRun, parse.GetValue(json));
            await parts.Terminal.WhileAsync(
                () => string.Create(CultureInfo.InvariantCulture, $"{(options.DryRun ? "Comparing" : "Importing")}, {counts.Items} items done"),
                Task.Run(() => ImportAsync(local, input, options, counts, report, cancellation), cancellation));
            report.End(counts);
            return counts.Refused == 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    /// <summary><c>--shape</c>.</summary>
    public static Option<string?> ShapeOption(string description)
    {
        var shape = new Option<string?>("--shape") { Description = description };
        shape.AcceptOnlyFromAmong([.. HsdsShapes.All]);
        return shape;
    }

    private static async Task<bool> ImportAsync(
        LocalHub local, Stream input, ImportOptions options, ImportCounts counts, ImportReport report, CancellationToken cancellation)
    {
        await foreach (var item in local.Hub.ImportListings.RunAsync(input, options, counts, cancellation)) report.Add(item);
        return true;
    }
}
