using System.Globalization;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// Every row says which layout it was written in. A reader takes its own version and the one before, keeps columns it doesn't know, and
/// refuses a newer one in words rather than misreading it.
/// </summary>
public static class RowVersions
{
    /// <summary>The layout this program writes.</summary>
    public const long Current = 1;

    /// <summary>A new row in the current layout.</summary>
    public static Row NewRow(string key) => new Row(key).With(Row.VersionColumn, Current);

    /// <summary>The row, where this program can read its layout.</summary>
    /// <exception cref="InvalidDataException">It is newer, or no row of the hub.</exception>
    public static Row Readable(Row row) => row.Number(Row.VersionColumn) switch
    {
        Current or Current - 1 => row,
        null => throw new InvalidDataException("A row has no version: it was not written by the hub. Run `hub check`."),
        { } newer => throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"A row is of layout {newer}; this program reads up to {Current}. Start the newer program, or restore a backup made by this one.")),
    };
}
