using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// A row's ETag as the hub holds it: table storage's own and, after a space, the row's <see cref="WriteTrail"/>, which an update goes on from.
/// </summary>
/// <param name="Sent">Table storage's own; what another store gave is sent as one that no row has, so that it is stale and not malformed.</param>
/// <param name="Trail">The batches that had written the row.</param>
internal sealed record RowETag(ETag Sent, string Trail)
{
    private const string Before = "W/\"datetime'";
    private const string After = "'\"";
    private const char Between = ' ';

    /// <summary>Of table storage's form, and of no row.</summary>
    private static readonly ETag NoRows = new(Before + "1601-01-01T00%3A00%3A00.0000000Z" + After);

    /// <summary>Whether any row can have it.</summary>
    public bool CanHold => Sent != NoRows;

    /// <summary>Of a row as it is stored.</summary>
    public static RowETag Of(TableEntity entity) => new(entity.ETag, TrailOf(entity));

    /// <summary>Of a row that has been written again since: stale.</summary>
    public static RowETag Stale(string trail) => new(NoRows, trail);

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is an ETag of no row.</summary>
    public static RowETag Parse(string text)
    {
        var space = text.IndexOf(Between, StringComparison.Ordinal);
        var sent = space < 0 ? text : text[..space];
        return IsOurs(sent) ? new RowETag(new ETag(sent), space < 0 ? string.Empty : text[(space + 1)..]) : Stale(string.Empty);
    }

    /// <summary>The trail of a stored row; empty where something else wrote it.</summary>
    public static string TrailOf(TableEntity entity) =>
        entity.TryGetValue(PropertyNames.WriteIds, out var value) && value is string trail ? trail : string.Empty;

    /// <inheritdoc/>
    public override string ToString() => $"{Sent}{Between}{Trail}";

    private static bool IsOurs(string etag) =>
        etag.StartsWith(Before, StringComparison.Ordinal) && etag.EndsWith(After, StringComparison.Ordinal) && etag.Length > Before.Length + After.Length
        && DateTimeOffset.TryParse(Uri.UnescapeDataString(etag[Before.Length..^After.Length]), CultureInfo.InvariantCulture, out _);
}
