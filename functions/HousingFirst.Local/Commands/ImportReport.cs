using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Listings.Hsds;

namespace HousingFirst.Local.Commands;

/// <summary>Says what an import does as it does it, so that nothing need be kept: JSON, or defects on standard error and a sum in the end.</summary>
internal sealed class ImportReport(Terminal terminal, string file, bool dryRun, bool json)
{
    private bool hasItems;

    /// <summary>Says what became of an item. What is as it was is only counted.</summary>
    public void Add(ImportedItem item)
    {
        if (item.Result == ImportResult.Unchanged) return;
        if (json)
        {
            terminal.Out.Write(hasItems ? ",\n" : "{ \"items\": [\n");
            hasItems = true;
            terminal.Out.Write(Printing.JsonText(new
            {
                item.Line,
                Shape = item.Shape is { } shape ? HsdsShapes.NameOf(shape) : null,
                item.Id,
                item.Name,
                item.Result,
                item.Changes,
                item.Defects,
                item.PlacesNotKept,
            }));
        }

        if (item.Result == ImportResult.Refused) Refused(item);
        else if (dryRun && !json) Difference(item);
    }

    /// <summary>Says the sum.</summary>
    public void End(ImportCounts counts)
    {
        if (json)
        {
            terminal.Out.Write(hasItems ? "\n],\n" : "{ \"items\": [],\n");
            terminal.Out.Write("\"dryRun\": " + (dryRun ? "true" : "false") + ",\n\"counts\": ");
            terminal.Out.WriteLine(Printing.JsonText(counts) + " }");
            return;
        }

        var (added, changed) = dryRun ? ("would be added", "would change") : ("added", "changed");
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Items} {(counts.Items == 1 ? "item" : "items")}: {counts.Added} {added}, {counts.Changed} {changed}, {counts.Unchanged} unchanged, {counts.Refused} refused."));
        if (counts.LeftAlone > 0)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Organisations that the file doesn't name stay as they are: {counts.LeftAlone}."));
        if (counts.PlacesNotKept > 0)
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Not kept: {counts.PlacesNotKept} fields that say where listings of the tier specialist are."));
        }
    }

    private void Refused(ImportedItem item)
    {
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}, line {item.Line}: refused, nothing of it was taken:"));
        foreach (var defect in item.Defects) terminal.Error.WriteLine("  " + defect);
    }

    private void Difference(ImportedItem item)
    {
        terminal.Out.WriteLine($"{(item.Result == ImportResult.Added ? "add" : "change")} {Shell.Printable(item.Name)} ({item.Id})");
        if (item.Result == ImportResult.Added) return;
        foreach (var change in item.Changes)
        {
            var now = change.Is is null ? "(removed)" : Shell.Printable(change.Is);
            terminal.Out.WriteLine($"  {Shell.Printable(change.Field)}: {(change.Was is null ? "(nothing)" : Shell.Printable(change.Was))} -> {now}");
        }
    }
}
