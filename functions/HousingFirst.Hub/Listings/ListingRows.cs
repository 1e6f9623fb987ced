using System.Globalization;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Listings;

/// <summary>How an organisation's parts and its field log lie in its partition, beside its head.</summary>
internal static class ListingRows
{
    /// <summary>Where the field log begins: between the locations and the contacts.</summary>
    public const string Log = "m|";

    /// <summary>Log rows of one change at most; more are told by their number.</summary>
    private const int MostLogged = 1000;

    private const int LongestShown = 200;

    private const long LastVersion = 99_999_999;

    /// <summary>The key of a part.</summary>
    public static string KeyOf(string generation, ListingPart part) => Keys.Of(part.Kind.Letter, generation, part.Id);

    /// <summary>The rows of an organisation's parts.</summary>
    /// <param name="listing">The organisation.</param>
    /// <param name="generation">Whose keys they get.</param>
    /// <param name="version">The organisation's version that they belong to.</param>
    public static IEnumerable<Row> OfParts(Listing listing, string generation, long version)
    {
        foreach (var kind in PartKind.All)
        {
            var place = 0;
            foreach (var part in listing.Parts.Where(p => p.Kind == kind))
            {
                var row = RowVersions.NewRow(KeyOf(generation, part))
                    .With("name", Shown(Listing.Text(part.Body, "name")))
                    .With("place", place++)
                    .With("version", version);
                yield return WideColumns.Set(row, WideBody.Bytes(part.Body));
            }
        }
    }

    /// <summary>Whether two rows say the same, whatever their versions.</summary>
    public static bool Same(Row one, Row other) =>
        one.Number("place") == other.Number("place") && WideColumns.Get(one).AsSpan().SequenceEqual(WideColumns.Get(other));

    /// <summary>The log rows of one change: <c>at</c>, <c>by</c>, <c>what</c>, <c>before</c>, <c>after</c>.</summary>
    /// <param name="changes">What changed.</param>
    /// <param name="version">The organisation's version that it made: two changes of one millisecond are two.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who did it.</param>
    public static IEnumerable<Row> OfLog(IReadOnlyList<FieldChange> changes, long version, Instant at, string by)
    {
        var logged = changes.Count <= MostLogged
            ? changes
            : [.. changes.Take(MostLogged), new FieldChange(string.Create(CultureInfo.InvariantCulture, $"{changes.Count - MostLogged} fields more"), null, null)];
        for (var i = 0; i < logged.Count; i++)
        {
            yield return RowVersions.NewRow(LogPrefix(version, at) + i.ToString("D4", CultureInfo.InvariantCulture))
                .With("at", at)
                .With("by", by)
                .With("what", logged[i].Field.Length > LongestShown * 4 ? logged[i].Field[..(LongestShown * 4)] : logged[i].Field)
                .With("before", logged[i].Was)
                .With("after", logged[i].Is);
        }
    }

    /// <summary>How the keys of one change's log rows begin: newest first, by time and then by version.</summary>
    public static string LogPrefix(long version, Instant at) =>
        Keys.Prefix("m", Keys.InvertedTime(at), (LastVersion - version).ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>Where the log rows begin that are older than an instant.</summary>
    public static string LogBefore(Instant at) => Keys.End(Keys.Prefix("m", Keys.InvertedTime(at)));

    /// <summary>Text for a column that is only looked at.</summary>
    public static string Shown(string text) => text.Length > LongestShown ? text[..LongestShown] : text;
}
