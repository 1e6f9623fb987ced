using System.Globalization;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// Every row says which layout it was written in. A reader takes its own version and the one before, keeps columns it doesn't know, and
/// refuses a newer one in words rather than misreading it.
/// </summary>
public static class RowVersions
{
    /// <summary>The layout this program writes, of every row that has not moved on by itself.</summary>
    public const long Current = 1;

    /// <summary>A new row in the current layout.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="layout">The layout of its kind, where that has moved on by itself: then rows of other kinds stay readable as they are.</param>
    public static Row NewRow(string key, long layout = Current) => new Row(key).With(Row.VersionColumn, layout);

    /// <summary>The row, where this program can read its layout.</summary>
    /// <param name="row">The row.</param>
    /// <param name="layout">The newest layout of its kind.</param>
    /// <exception cref="InvalidDataException">It is newer, older than the one before, or no row of the hub.</exception>
    public static Row Readable(Row row, long layout = Current) => row.Number(Row.VersionColumn) switch
    {
        { } known when known == layout || known == layout - 1 => row,
        null => throw new InvalidDataException("A row has no version: it was not written by the hub. Run `hub check`."),
        { } other => throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"A row is of layout {other}; this program reads up to {layout}. Start the newer program, or restore a backup made by this one.")),
    };
}
