using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>An edit of an organisation or its contacts: what the log tells of it. Values are public work details.</summary>
/// <param name="Revision">The organisation's how-manieth edit it is, from 1.</param>
/// <param name="At">When (UTC).</param>
/// <param name="By">Who, as they called themselves.</param>
/// <param name="Action">By which command: <c>agency.change</c>.</param>
/// <param name="About">About what: <c>river-icm</c>, <c>river-icm dana</c>.</param>
/// <param name="Changes">Every field that changed.</param>
public sealed record DirectoryEdit(long Revision, Instant At, string By, string Action, string About, ImmutableArray<FieldChange> Changes)
{
    // One word before each column, so that the card's own columns keep their names.
    private const string OnCardPrefix = "last";
    private const string InLogPrefix = "edit";
    private const long MostRevisions = 999_999_999;

    /// <summary>Before every row of an organisation's log.</summary>
    internal static string Prefix { get; } = Keys.Prefix("m");

    /// <summary>Its row in the log: newest first, also of two edits in one millisecond.</summary>
    internal string RowKey => Keys.Of("m", Keys.InvertedTime(At), (MostRevisions - Revision).ToString("D9", CultureInfo.InvariantCulture));

    internal Row ToRow() => Fill(RowVersions.NewRow(RowKey), InLogPrefix);

    internal static DirectoryEdit Read(Row row) => Read(RowVersions.Readable(row), InLogPrefix)
        ?? throw new InvalidDataException("A row of the directory's log is not whole. The data is damaged: run `hub check`.");

    /// <summary>
    /// Lies on the card itself too, written in the card's own batch: until the log has its row, nothing of it can be lost by a crash in between.
    /// </summary>
    internal Row OnCard(Row card) => Fill(card, OnCardPrefix);

    internal static DirectoryEdit? OfCard(Row card) => Read(card, OnCardPrefix);

    /// <summary>Whether it fits a row: an edit of everything at once may not.</summary>
    internal bool Fits => Write(Changes).Length <= Limits.TextCharacters;

    private Row Fill(Row row, string prefix) => row
        .With(prefix + "Revision", Revision)
        .With(prefix + "At", At)
        .With(prefix + "By", By)
        .With(prefix + "Action", Action)
        .With(prefix + "About", About)
        .With(prefix + "Changes", Write(Changes));

    private static DirectoryEdit? Read(Row row, string prefix) => row.Number(prefix + "Revision") is { } revision
        ? new DirectoryEdit(
            revision,
            row.Time(prefix + "At") ?? throw new InvalidDataException("An edit of the directory has no time. The data is damaged: run `hub check`."),
            row.NeedText(prefix + "By"),
            row.NeedText(prefix + "Action"),
            row.NeedText(prefix + "About"),
            ReadChanges(row.NeedText(prefix + "Changes")))
        : null;

    private static string Write(ImmutableArray<FieldChange> changes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, RowJson.Compact))
        {
            json.WriteStartArray();
            foreach (var change in changes)
            {
                json.WriteStartObject();
                json.WriteString("field", change.Field);
                if (change.Was is { } was) json.WriteString("was", was);
                if (change.Is is { } now) json.WriteString("is", now);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static ImmutableArray<FieldChange> ReadChanges(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(c => new FieldChange(
            c.GetProperty("field").GetString()!,
            c.TryGetProperty("was", out var was) ? was.GetString() : null,
            c.TryGetProperty("is", out var now) ? now.GetString() : null))];
    }
}
