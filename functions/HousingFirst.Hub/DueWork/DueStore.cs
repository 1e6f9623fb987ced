using System.Runtime.CompilerServices;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.DueWork;

/// <summary>
/// Work that waits for an instant, in one partition a community sorted by time: the tick's one request finds what is due. Rows are functions
/// of their cause, so writing one twice is writing it once.
/// </summary>
public sealed class DueStore(ITables tables, string community)
{
    /// <summary>Pointers sort after every instant and so are never due.</summary>
    private const string PointerPrefix = "x";

    /// <summary>What is due at <paramref name="now"/>, oldest first, at most <paramref name="most"/> from <paramref name="from"/> on: one request.</summary>
    /// <returns>The items, and where the next page starts; null at the end.</returns>
    public async ValueTask<(IReadOnlyList<DueItem> Items, string? Next)> DueAsync(
        Instant now, string from, int most, CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(Table.Due, community, from, Keys.Time(now) + "~", most, cancellation);
        return ([.. page.Rows.Select(DueItem.Read)], page.Next);
    }

    /// <summary>Every due item, for `hub check` and plans.</summary>
    public async ValueTask<IReadOnlyList<DueItem>> AllAsync(CancellationToken cancellation)
    {
        var all = new List<DueItem>();
        await foreach (var row in tables.EachAsync(Table.Due, community, string.Empty, Keys.Prefix(PointerPrefix), cancellation)) all.Add(DueItem.Read(row));
        return all;
    }

    /// <summary>What is due in a span of time, the end excluded: one request a thousand.</summary>
    public async IAsyncEnumerable<DueItem> BetweenAsync(Instant from, Instant before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.EachAsync(Table.Due, community, Keys.Time(from), Keys.Time(before), cancellation)) yield return DueItem.Read(row);
    }

    /// <summary>
    /// Adds due work, and a pointer from a change to its client where one is given, in batches of one request each: a change's own rows fit
    /// into one.
    /// </summary>
    public ValueTask AddAsync(IReadOnlyCollection<DueItem> items, (string Change, ClientId Client)? pointer, CancellationToken cancellation) =>
        AddAsync(items, pointer, [], cancellation);

    /// <summary>The same, and the change's lines in its agencies' lists of recent changes: they ride in the batch of the pointer.</summary>
    public async ValueTask AddAsync(
        IReadOnlyCollection<DueItem> items, (string Change, ClientId Client)? pointer, IReadOnlyCollection<RecentChange> recent,
        CancellationToken cancellation)
    {
        var writes = items.Select(i => (RowWrite)new RowWrite.Upsert(i.ToRow())).DistinctBy(w => w.Key).ToList();
        writes.AddRange(recent.Select(r => new RowWrite.Upsert(r.ToRow())));
        if (pointer is { } to)
            writes.Add(new RowWrite.Upsert(RowVersions.NewRow(Keys.Of(PointerPrefix, to.Change, to.Client.Value)).With("client", to.Client.Value)));
        foreach (var batch in writes.Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Due, community, batch, cancellation);
    }

    /// <summary>
    /// Takes finished work off, unless it was added again since it was read: a line put into a digest's slot while that digest ran.
    /// </summary>
    public async ValueTask RemoveAsync(DueItem item, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Due, community, [new RowWrite.Delete(item.Key, item.ETag)], cancellation);

    /// <summary>
    /// The clients a change's key is known under: one, unless an agency used the same <c>source</c> and <c>id</c> for two clients.
    /// </summary>
    public async ValueTask<IReadOnlyList<ClientId>> ClientsOfAsync(string change, CancellationToken cancellation)
    {
        var prefix = Keys.Prefix(PointerPrefix, change);
        var page = await tables.RangeAsync(Table.Due, community, prefix, Keys.End(prefix), Limits.PageRows, cancellation);
        return [.. page.Rows.Select(r => new ClientId(RowVersions.Readable(r).NeedText("client")))];
    }

    /// <summary>An agency's recent changes, newest first: one request a page.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="since">None accepted before (UTC).</param>
    /// <param name="most">At most so many, up to <see cref="Limits.PageRows"/>.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<IReadOnlyList<RecentChange>> RecentAsync(string agency, Instant since, int most, CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(
            Table.Due, community, RecentChange.PrefixOf(agency), RecentChange.EndOf(agency, since), most, cancellation);
        return [.. page.Rows.Select(RecentChange.Read)];
    }

    /// <summary>Takes a change off its agencies' lists of recent ones.</summary>
    public async ValueTask ForgetRecentAsync(IReadOnlyCollection<string> agencies, Instant accepted, string change, CancellationToken cancellation)
    {
        var keys = agencies.Distinct().Select(agency => RecentChange.KeyOf(agency, accepted, change));
        await tables.BatchAsync(Table.Due, community, [.. keys.Select(key => new RowWrite.Delete(key, null))], cancellation);
    }

    /// <summary>Forgets a change's pointer.</summary>
    public async ValueTask RemovePointerAsync(string change, ClientId client, CancellationToken cancellation) =>
        await tables.BatchAsync(
            Table.Due, community, [new RowWrite.Delete(Keys.Of(PointerPrefix, change, client.Value), null)], cancellation);
}

/// <summary>One piece of due work: key <c>instant|kind|id</c>.</summary>
/// <param name="At">When it is due (UTC, to the millisecond).</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Id">What makes it the only one of its kind at its instant.</param>
public sealed record DueItem(Instant At, DueKind Kind, string Id)
{
    private const char Separator = ' ';

    /// <summary>The client it is about, where it is about one.</summary>
    public ClientId? Client { get; init; }

    /// <summary>The change, notices or slot it is about.</summary>
    public string? About { get; init; }

    /// <summary>What a partner reported, in its own words for the client and the change: nothing but what traces it reads this.</summary>
    public string? Report { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempt { get; init; }

    /// <summary>How soon, of a mail; null where an older version wrote it.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>How far a fan-out has come: lines written.</summary>
    public int Cursor { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    /// <summary>The notice it is about.</summary>
    /// <exception cref="InvalidDataException">It is about none, or more than one.</exception>
    public NoticeId Notice => Notices is [var one] ? one : throw new InvalidDataException("A due row names more than one notice: run `hub check`.");

    /// <summary>The notices it is about.</summary>
    /// <exception cref="InvalidDataException">It is about none.</exception>
    public IReadOnlyList<NoticeId> Notices => Array.ConvertAll(
        Abouts, text => NoticeId.TryParse(text) ?? throw new InvalidDataException("A due row names no notice: run `hub check`."));

    /// <summary>What it is about, one by one.</summary>
    internal string[] Abouts => About?.Split(Separator) ?? [];

    /// <summary>Due work about several notices of one client.</summary>
    public static DueItem OfNotices(Instant at, DueKind kind, string id, IEnumerable<NoticeId> notices) =>
        new(at, kind, id) { About = string.Join(Separator, notices) };

    /// <summary>The row key.</summary>
    public string Key => Keys.Of(Keys.Time(At), Kind.ToString(), Id);

    internal Row ToRow() => RowVersions.NewRow(Key)
        .With("client", Client?.Value)
        .With("about", About)
        .With("report", Report)
        .With("urgency", Urgency?.ToString())
        .With("attempt", Attempt == 0 ? null : (long)Attempt)
        .With("cursor", Cursor == 0 ? null : (long)Cursor);

    internal static DueItem Read(Row row)
    {
        RowVersions.Readable(row);
        var parts = Keys.Parts(row.Key);
        return new DueItem(Keys.ParseTime(parts[0]), Enum.Parse<DueKind>(parts[1]), parts[2])
        {
            Client = row.Text("client") is { } client ? new ClientId(client) : null,
            About = row.Text("about"),
            Report = row.Text("report"),
            Urgency = row.Text("urgency") is { } urgency ? Enum.Parse<Urgency>(urgency) : null,
            Attempt = (int)(row.Number("attempt") ?? 0),
            Cursor = (int)(row.Number("cursor") ?? 0),
            ETag = row.ETag,
        };
    }
}

/// <summary>The kinds of due work.</summary>
public enum DueKind
{
    /// <summary>Send a notice's mail: a U2 at its hour, or a mail that failed before.</summary>
    Mail,

    /// <summary>Send the digests of one minute of a slot; before the first, put urgent notices without an answer into them.</summary>
    Digest,

    /// <summary>Write and send the next lines of a change with more recipients than one batch holds.</summary>
    FanOut,

    /// <summary>See whether a change's queue-only notices were fetched; after two working days they go by mail.</summary>
    Unread,

    /// <summary>Tell a client's program that a partner can help, or is not the one, where that could not be done at once.</summary>
    Answer,

    /// <summary>Ask someone else where an urgent notice has had no answer from a person in time: the alternate, then the specialist.</summary>
    Escalate,

    /// <summary>Mail the sender of a change whose urgency is "phone first" whom to call, where that could not be done at once.</summary>
    CallList,

    /// <summary>Put what a corrected death had stopped back on its way.</summary>
    Resume,

    /// <summary>Tell a client's program that a consent ends in 60, 30 or 7 days.</summary>
    ConsentEnds,

    /// <summary>Tell the specialist which agreements end in 60, 30 or 7 days.</summary>
    AgreementEnds,

    /// <summary>Forget what is kept no longer.</summary>
    Purge,

    /// <summary>Go on with a cycle: the monthly contacts, or a meeting.</summary>
    Cycle,

    /// <summary>Remind a program of its contacts of the month, or send a page of the month's end, where the mail could not leave with the others.</summary>
    Remind,

    /// <summary>Bring invitations to a meeting up to what it is now: moved, cancelled, an alternate in place of who declined.</summary>
    Meeting,

    /// <summary>Ask the specialist to look at a possible partner: suggested by an agency, to be asked again, or rested long enough.</summary>
    Prospect,

    /// <summary>Tell the specialist, and where its reader wants no mail the programs concerned, that an address was stopped.</summary>
    AddressStopped,

    /// <summary>Tell the specialist that no mail is leaving.</summary>
    MailDown,

    /// <summary>Send the specialist's morning mail, and plan the next.</summary>
    Morning,

    /// <summary>Trace to its cause that someone was caught off guard, and ask the client's program to call them.</summary>
    Surprise,
}
