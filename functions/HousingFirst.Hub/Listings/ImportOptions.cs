using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Listings.Hsds;

namespace HousingFirst.Hub.Listings;

/// <summary>How a file is imported.</summary>
/// <param name="DryRun">Only say what would change; nothing is written.</param>
/// <param name="Shape">What its items are; null tells it from their fields.</param>
/// <param name="By">Who imports, for the field log.</param>
public sealed record ImportOptions(bool DryRun = false, HsdsShape? Shape = null, string By = "import");

/// <summary>What became of an item.</summary>
public enum ImportResult
{
    /// <summary>Its organisation, or its term, is new.</summary>
    Added,

    /// <summary>Something of it has changed.</summary>
    Changed,

    /// <summary>It is as it was.</summary>
    Unchanged,

    /// <summary>It has defects; nothing of it was taken.</summary>
    Refused,
}

/// <summary>One item of a file and what became of it.</summary>
/// <param name="Line">The line of the file that it begins on.</param>
/// <param name="Shape">What it is; null where it can't be read.</param>
/// <param name="Id">The id of its organisation or term, in lower case; empty where there is none.</param>
/// <param name="Name">The organisation's or term's name.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Changes">What has changed; one line where it is new.</param>
/// <param name="Defects">Why it was refused: all of them.</param>
/// <param name="PlacesNotKept">Fields that say where a hidden listing is, and were not kept.</param>
public sealed record ImportedItem(
    long Line, HsdsShape? Shape, string Id, string Name, ImportResult Result, IReadOnlyList<FieldChange> Changes, IReadOnlyList<Defect> Defects, int PlacesNotKept);

/// <summary>What an import has done so far; whoever watches may look at any time.</summary>
public sealed class ImportCounts
{
    private readonly int[] results = new int[Enum.GetValues<ImportResult>().Length];

    /// <summary>Items read.</summary>
    public int Items => results.Sum();

    /// <summary>Items of which the organisation or term is new.</summary>
    public int Added => results[(int)ImportResult.Added];

    /// <summary>Items that changed something.</summary>
    public int Changed => results[(int)ImportResult.Changed];

    /// <summary>Items that changed nothing.</summary>
    public int Unchanged => results[(int)ImportResult.Unchanged];

    /// <summary>Items refused.</summary>
    public int Refused => results[(int)ImportResult.Refused];

    /// <summary>Fields that say where a hidden listing is, and were not kept.</summary>
    public int PlacesNotKept { get; private set; }

    /// <summary>Organisations of the directory that the file doesn't name: they stay as they are. Known at the end.</summary>
    public int LeftAlone { get; internal set; }

    internal ImportedItem Add(ImportedItem item)
    {
        results[(int)item.Result]++;
        PlacesNotKept += item.PlacesNotKept;
        return item;
    }
}
