using System.Globalization;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>The meetings, a partition each: rooms, minutes and forgetting work in one place.</summary>
public sealed class MeetingStore(ITables tables, string community)
{
    /// <summary>Before the minutes: head, items and guests are read together.</summary>
    private const string TogetherEnd = "s";

    private const int MostTries = 25;

    /// <summary>A meeting's items and guests: one request a thousand.</summary>
    public async ValueTask<StoredMeeting> ReadAsync(string meeting, CancellationToken cancellation)
    {
        var (items, guests, etags) = (new List<AgendaItem>(), new List<Guest>(), new Dictionary<string, string>(StringComparer.Ordinal));
        Instant? purged = null;
        await foreach (var row in RangeAsync(meeting, MeetingRows.Head, TogetherEnd, cancellation))
        {
            etags[row.Key] = row.ETag!;
            if (row.Key == MeetingRows.Head) purged = RowVersions.Readable(row).Time("purged");
            else if (row.Key.StartsWith(MeetingRows.ItemPrefix, StringComparison.Ordinal)) items.Add(MeetingRows.ReadItem(row));
            else if (row.Key.StartsWith(MeetingRows.GuestPrefix, StringComparison.Ordinal)) guests.Add(MeetingRows.ReadGuest(row));
        }

        return new StoredMeeting(meeting, items, guests, purged, etags);
    }

    /// <summary>Every guest: one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<Guest>> GuestsAsync(string meeting, CancellationToken cancellation)
    {
        var guests = new List<Guest>();
        await foreach (var row in RangeAsync(meeting, MeetingRows.GuestPrefix, Keys.End(MeetingRows.GuestPrefix), cancellation)) guests.Add(MeetingRows.ReadGuest(row));
        return guests;
    }

    /// <summary>The guests of an agency: one request.</summary>
    public async ValueTask<IReadOnlyList<Guest>> GuestsOfAsync(string meeting, string agency, CancellationToken cancellation)
    {
        var prefix = Keys.Prefix("r", agency);
        var page = await tables.RangeAsync(Table.Cycles, Partition(meeting), prefix, Keys.End(prefix), Limits.PageRows, cancellation);
        return [.. page.Rows.Select(MeetingRows.ReadGuest)];
    }

    /// <summary>What waits for each agency, as it was counted when the stage began: one request.</summary>
    public async ValueTask<IReadOnlyDictionary<string, MeetingCounts>> CountsAsync(string meeting, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, MeetingCounts>(StringComparer.Ordinal);
        if (await tables.GetAsync(Table.Cycles, Partition(meeting), MeetingRows.Counts, cancellation) is not { } row) return counts;
        foreach (var line in RowVersions.Readable(row).Text("agencies")?.Split('\n') ?? [])
        {
            if (line.Split(' ') is [var agency, var needed, var open, var overdue]) counts[agency] = new MeetingCounts(Number(needed), Number(open), Number(overdue));
        }

        return counts;

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes what waits for each agency: a view, of what it was counted from.</summary>
    public async ValueTask ShowAsync(string meeting, IReadOnlyDictionary<string, MeetingCounts> counts, CancellationToken cancellation)
    {
        var lines = counts.OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value.Needed} {c.Value.Actions} {c.Value.Overdue}"));
        await WriteAsync(meeting, [new RowWrite.Upsert(RowVersions.NewRow(MeetingRows.Counts).With("agencies", string.Join('\n', lines)))], cancellation);
    }

    /// <summary>One item and its ETag, or null.</summary>
    public async ValueTask<(AgendaItem Item, string ETag)?> ItemAsync(string meeting, string item, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, Partition(meeting), MeetingRows.ItemKey(item), cancellation) is { } row ? (MeetingRows.ReadItem(row), row.ETag!) : null;

    /// <summary>Adds an item. There before, it stays as it is.</summary>
    /// <returns>Whether it is new.</returns>
    public async ValueTask<bool> AddAsync(string meeting, AgendaItem item, CancellationToken cancellation) =>
        await WriteAsync(meeting, [new RowWrite.Insert(MeetingRows.Of(item))], cancellation) is BatchOutcome.Committed;

    /// <summary>Writes an item as it has become, while it is as it was read.</summary>
    public async ValueTask<bool> WriteAsync(string meeting, AgendaItem item, string etag, CancellationToken cancellation) =>
        await WriteAsync(meeting, [new RowWrite.Update(MeetingRows.Of(item), etag)], cancellation) is BatchOutcome.Committed;

    /// <summary>Writes a guest as it has become, while it is as it was read.</summary>
    /// <returns>The guest with its new ETag, or null where it moved meanwhile: read it again.</returns>
    public async ValueTask<Guest?> WriteAsync(string meeting, Guest guest, CancellationToken cancellation)
    {
        var row = MeetingRows.Of(guest);
        RowWrite write = guest.ETag is { } etag ? new RowWrite.Update(row, etag) : new RowWrite.Insert(row);
        return await WriteAsync(meeting, [write], cancellation) is BatchOutcome.Committed written ? guest with { ETag = written.ETags[0] } : null;
    }

    /// <summary>Which items a person has seen, and when first (UTC): one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<SeenItem>> SeenAsync(string meeting, Viewer? viewer, CancellationToken cancellation)
    {
        var prefix = viewer is null ? MeetingRows.SeenPrefix : Keys.Prefix("z", viewer.Agency, viewer.Contact ?? string.Empty);
        var seen = new List<SeenItem>();
        await foreach (var row in RangeAsync(meeting, prefix, Keys.End(prefix), cancellation))
        {
            var parts = Keys.Parts(RowVersions.Readable(row).Key);
            seen.Add(new SeenItem(new Viewer(parts[1], parts[2].Length == 0 ? null : parts[2]), parts[3], row.Time("seen")!.Value));
        }

        return seen;
    }

    /// <summary>Notes that a person sees items, before they do. What was noted stays as it was first.</summary>
    public async ValueTask NoteSeenAsync(string meeting, Viewer viewer, IEnumerable<string> items, Instant now, CancellationToken cancellation)
    {
        var known = (await SeenAsync(meeting, viewer, cancellation)).Select(s => s.Item).ToHashSet(StringComparer.Ordinal);
        var anew = items.Where(i => !known.Contains(i)).Select(i => RowVersions.NewRow(Keys.Of("z", viewer.Agency, viewer.Contact ?? string.Empty, i)).With("seen", now));
        foreach (var batch in anew.Chunk(Limits.BatchRows))
        {
            if (await WriteAsync(meeting, [.. batch.Select(r => new RowWrite.Insert(r))], cancellation) is BatchOutcome.Committed) continue;
            // Somebody of the same name looks at the same time: one by one, what is there already is there.
            foreach (var row in batch) await WriteAsync(meeting, [new RowWrite.Insert(row)], cancellation);
        }
    }

    /// <summary>
    /// Says that the text about clients is being forgotten: from then on nobody saves any, since whoever does touches the head in the same batch. Said before,
    /// nothing changes.
    /// </summary>
    /// <returns>False where the head moved: try again.</returns>
    public async ValueTask<bool> BeginForgettingAsync(string meeting, Instant now, CancellationToken cancellation)
    {
        var head = await tables.GetAsync(Table.Cycles, Partition(meeting), MeetingRows.Head, cancellation);
        return IsForgotten(head) || await WriteAsync(meeting, [Touch(head, r => r.With("forgetting", now))], cancellation) is BatchOutcome.Committed;
    }

    /// <summary>Adds a row with text about a client, guarded by the head.</summary>
    /// <returns>What came of it; null where the text of this meeting is forgotten or being forgotten: nothing was added.</returns>
    internal async ValueTask<BatchOutcome?> AddTextAsync(string meeting, Row row, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var head = await tables.GetAsync(Table.Cycles, Partition(meeting), MeetingRows.Head, cancellation);
            if (IsForgotten(head)) return null;
            var outcome = await WriteAsync(meeting, [new RowWrite.Insert(row), Touch(head, r => r)], cancellation);
            if (outcome is not BatchOutcome.Conflict { Index: > 0 }) return outcome;
        }

        throw new IOException($"A meeting moved {MostTries} times while a text was added. Try again.");
    }

    private static bool IsForgotten(Row? head) => head is not null && (RowVersions.Readable(head).Time("forgetting") ?? head.Time("purged")) is not null;

    private static RowWrite Touch(Row? head, Func<Row, Row> change) =>
        head is null ? new RowWrite.Insert(change(RowVersions.NewRow(MeetingRows.Head))) : new RowWrite.Update(change(RowVersions.NewRow(MeetingRows.Head)), head.ETag!);

    /// <summary>Notes that the text of a meeting's items is forgotten.</summary>
    public async ValueTask NotePurgedAsync(StoredMeeting meeting, Instant now, CancellationToken cancellation)
    {
        var row = RowVersions.NewRow(MeetingRows.Head).With("purged", now);
        RowWrite write = meeting.ETags.TryGetValue(MeetingRows.Head, out var etag) ? new RowWrite.Update(row, etag) : new RowWrite.Insert(row);
        await WriteAsync(meeting.Id, [write], cancellation);
    }

    /// <summary>Writes rows of a meeting, all or none.</summary>
    internal ValueTask<BatchOutcome> WriteAsync(string meeting, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
        tables.BatchAsync(Table.Cycles, Partition(meeting), writes, cancellation);

    /// <summary>Rows of a meeting in the order of their keys.</summary>
    internal IAsyncEnumerable<Row> RangeAsync(string meeting, string from, string? before, CancellationToken cancellation) =>
        tables.EachAsync(Table.Cycles, Partition(meeting), from, before, cancellation);

    private string Partition(string meeting) => Keys.Of(community, meeting);
}

/// <summary>A meeting as stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Items">Its items.</param>
/// <param name="Guests">Who is invited.</param>
/// <param name="Purged">When the text of its items was forgotten (UTC); null before.</param>
/// <param name="ETags">The ETag of each row.</param>
public sealed record StoredMeeting(
    string Id, IReadOnlyList<AgendaItem> Items, IReadOnlyList<Guest> Guests, Instant? Purged, IReadOnlyDictionary<string, string> ETags)
{
    /// <summary>Who comes.</summary>
    public IReadOnlySet<Viewer> Attending { get; } = Guests.Where(g => g.Answer == GuestAnswer.Accepted).Select(g => new Viewer(g.Agency, g.Contact)).ToHashSet();
}

/// <summary>What waits for an agency at a meeting.</summary>
/// <param name="Needed">For how many items it is needed.</param>
/// <param name="Actions">How many of its actions are open.</param>
/// <param name="Overdue">How many of these after their last day.</param>
public sealed record MeetingCounts(int Needed, int Actions, int Overdue)
{
    /// <summary>Nothing.</summary>
    public static MeetingCounts None { get; } = new(0, 0, 0);
}

/// <summary>That somebody saw an item.</summary>
/// <param name="Viewer">Who.</param>
/// <param name="Item">The item.</param>
/// <param name="At">When first (UTC).</param>
public sealed record SeenItem(Viewer Viewer, string Item, Instant At);
