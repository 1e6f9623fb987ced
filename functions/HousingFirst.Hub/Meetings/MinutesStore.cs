using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// The minutes of a meeting, of the open part and of each case item. Nothing is ever written over: a saved text is a new revision, and one whose writer
/// had not seen the last is kept beside it until somebody has put the two together. What is saved of a case item once the meeting's text is being forgotten
/// is not kept.
/// </summary>
public sealed class MinutesStore(MeetingStore meetings)
{
    /// <summary>The section of the open part; the others are case items' ids.</summary>
    public const string Open = "open";

    private const string Beside = "~";

    /// <summary>A section as it stands: its last revision and what was saved beside it since.</summary>
    public async ValueTask<MinutesSection> ReadAsync(string meeting, string section, CancellationToken cancellation)
    {
        var prefix = Keys.Prefix("w", section);
        var (last, beside, put) = ((MinutesText?)null, new List<MinutesText>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var row in meetings.RangeAsync(meeting, prefix, Keys.End(prefix), cancellation))
        {
            var text = Read(row);
            if (Keys.Parts(row.Key)[2] == Beside) beside.Add(text);
            else last = text;
            put.UnionWith(row.Text("merges")?.Split(' ') ?? []);
        }

        return new MinutesSection(section, last?.Revision ?? 0, last, [.. beside.Where(b => !put.Contains(b.Id))]);
    }

    /// <summary>Saves a text written on top of a revision.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="section">The section.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="basis">The revision its writer had before them, 0 for none.</param>
    /// <param name="merges">The ids of texts beside it that are in this one now.</param>
    /// <param name="by">Who wrote it.</param>
    /// <param name="now">When (UTC).</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>The section after it. Where somebody else had saved meanwhile, <see cref="MinutesSection.Beside"/> holds this text.</returns>
    public async ValueTask<MinutesSection> SaveAsync(
        string meeting, string section, string text, int basis, IReadOnlyList<string> merges, string by, Instant now, CancellationToken cancellation)
    {
        var known = await ReadAsync(meeting, section, cancellation);
        if (known.Last is { } same && same.Text == text && merges.Count == 0) return known;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{by}\n{basis}\n{text}")))[..12];
        if (basis == known.Revision && await InsertAsync(Row(Keys.Of("w", section, (basis + 1).ToString("D6", CultureInfo.InvariantCulture)), basis + 1)) is not BatchOutcome.Conflict)
            return await ReadAsync(meeting, section, cancellation);

        // Beside it, until a revision says that it holds this text as well. The same again is the same.
        await InsertAsync(Row(Keys.Of("w", section, Beside, id), basis + 1));
        return await ReadAsync(meeting, section, cancellation);

        // Of a case item only until the meeting's text is forgotten: then the text is not kept, and the section stays empty.
        async ValueTask<BatchOutcome?> InsertAsync(Row row) => section == Open
            ? await meetings.WriteAsync(meeting, [new RowWrite.Insert(row)], cancellation)
            : await meetings.AddTextAsync(meeting, row, cancellation);

        Row Row(string key, int revision) => RowVersions.NewRow(key)
            .With("id", id)
            .With("revision", revision)
            .With("text", text)
            .With("by", by)
            .With("saved", now)
            .With("merges", merges.Count == 0 ? null : string.Join(' ', merges));
    }

    private static MinutesText Read(Row row) => new(
        row.NeedText("id"), (int)RowVersions.Readable(row).Number("revision")!.Value, row.NeedText("text"), row.NeedText("by"), row.Time("saved")!.Value);
}

/// <summary>A section of the minutes.</summary>
/// <param name="Section">Which: <see cref="MinutesStore.Open"/> or a case item's id.</param>
/// <param name="Revision">The last revision, 0 before the first.</param>
/// <param name="Last">Its text.</param>
/// <param name="Beside">Texts saved by people who had not seen it: none is lost, the next save puts them together.</param>
public sealed record MinutesSection(string Section, int Revision, MinutesText? Last, IReadOnlyList<MinutesText> Beside);

/// <summary>A saved text.</summary>
/// <param name="Id">What tells it apart from others of its section.</param>
/// <param name="Revision">The revision it is, or was meant to be.</param>
/// <param name="Text">The words: of a case item, for its room only.</param>
/// <param name="By">Who saved it.</param>
/// <param name="At">When (UTC).</param>
public sealed record MinutesText(string Id, int Revision, string Text, string By, Instant At)
{
    /// <summary>Hides the words.</summary>
    public override string ToString() => "minutes";
}
