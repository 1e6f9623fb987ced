using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// Which digest each person got last: one a day. A digest is taken by ETag before it is sent, so of two hubs only one sends it, and whoever
/// comes later that day waits for the next. Who took it is given ten minutes; after that it was cut off, and the same mail is sent again.
/// </summary>
public sealed class LastDigests(ITables tables, string community)
{
    /// <summary>Longer than the mails of a few people take, whatever the provider does.</summary>
    internal static readonly Duration Taken = Duration.FromMinutes(10);

    /// <summary>
    /// Reads some people's rows: one range, which finds all of them where few others lie between; one by one those beyond its first page.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<PersonSide, LastDigest>> ReadAsync(
        IReadOnlyCollection<PersonSide> people, CancellationToken cancellation)
    {
        var byKey = people.ToDictionary(p => p.Key, StringComparer.Ordinal);
        var known = people.ToDictionary(p => p, p => new LastDigest(p, null, null, null, null));
        var keys = byKey.Keys.Order(StringComparer.Ordinal).ToArray();
        if (keys.Length == 0) return known;
        var page = await tables.RangeAsync(Table.Directory, Partition, keys[0], keys[^1] + "!", Limits.PageRows, cancellation);
        foreach (var row in page.Rows)
        {
            if (byKey.TryGetValue(row.Key, out var person)) known[person] = LastDigest.Read(person, row);
        }

        if (page.Next is not { } beyond) return known;
        foreach (var key in keys.Where(k => string.CompareOrdinal(k, beyond) >= 0))
        {
            if (await tables.GetAsync(Table.Directory, Partition, key, cancellation) is { } row) known[byKey[key]] = LastDigest.Read(byKey[key], row);
        }

        return known;
    }

    /// <summary>Takes the day's digest of some people, in one batch.</summary>
    /// <param name="digests">What was read, and the id of the mail that is to leave.</param>
    /// <param name="today">The day in the community.</param>
    /// <param name="now">The instant (UTC).</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>What was taken; whom another took meanwhile is not there.</returns>
    public async ValueTask<IReadOnlyDictionary<PersonSide, LastDigest>> TakeAsync(
        IEnumerable<(LastDigest Last, string Mail)> digests, LocalDate today, Instant now, CancellationToken cancellation)
    {
        var taken = new Dictionary<PersonSide, LastDigest>();
        foreach (var some in digests.Select(d => d.Last with { Day = today, Mail = d.Mail, Until = now + Taken }).Chunk(Limits.BatchRows))
        {
            var left = some.ToList();
            while (left.Count > 0)
            {
                switch (await tables.BatchAsync(Table.Directory, Partition, [.. left.Select(Write)], cancellation))
                {
                    case BatchOutcome.Conflict conflict:
                        left.RemoveAt(conflict.Index);
                        break;
                    case BatchOutcome.Committed committed:
                        for (var i = 0; i < left.Count; i++) taken[left[i].Person] = left[i] with { Row = Stored(left[i], committed.ETags[i]!) };
                        left.Clear();
                        break;
                }
            }
        }

        return taken;
    }

    /// <summary>
    /// Lets go of digests that could not be sent, so that the next try need not wait. Another's doing meanwhile stands.
    /// </summary>
    public async ValueTask LetGoAsync(IEnumerable<LastDigest> taken, CancellationToken cancellation)
    {
        foreach (var digest in taken)
            await tables.BatchAsync(Table.Directory, Partition, [Write(digest with { Until = null })], cancellation);
    }

    private string Partition => Keys.Of(community, "contacts");

    private static RowWrite Write(LastDigest digest)
    {
        var row = digest.ToRow();
        return digest.Row is null ? new RowWrite.Insert(row) : new RowWrite.Update(row, digest.Row.ETag!);
    }

    private static Row Stored(LastDigest digest, string etag)
    {
        var stored = new Row(digest.Person.Key) { ETag = etag };
        foreach (var (name, value) in digest.ToRow().Columns) stored.With(name, value);
        return stored;
    }
}

/// <summary>A person, and which of their digests.</summary>
/// <param name="Contact">The contact's id.</param>
/// <param name="Side">Which digest.</param>
public sealed record PersonSide(string Contact, DigestSide Side)
{
    /// <summary>The person's own row; a side of its own has a row beside it.</summary>
    internal string Key => Side == DigestSide.Team ? Keys.Of(Contact) : Keys.Of(Contact, Side.ToString());
}

/// <summary>A person's last digest.</summary>
/// <param name="Person">The person.</param>
/// <param name="Day">The day it left, in the community's zone; null where there was none.</param>
/// <param name="Mail">The id of its mail.</param>
/// <param name="Until">Until when whoever took it may be at work (UTC).</param>
/// <param name="Row">The row it was read from; columns that this program doesn't know stay in it.</param>
public sealed record LastDigest(PersonSide Person, LocalDate? Day, string? Mail, Instant? Until, Row? Row)
{
    /// <summary>The stage of the contact cycle whose list of contacts it held last: <c>contacts-2026-12.open</c>; null where none did.</summary>
    public string? Listed { get; init; }

    internal static LastDigest Read(PersonSide person, Row row)
    {
        RowVersions.Readable(row);
        return new LastDigest(person, row.Date("lastDigest"), row.Text("lastDigestMail"), row.Time("lastDigestUntil"), row)
        {
            Listed = row.Text("lastDigestListed"),
        };
    }

    internal Row ToRow()
    {
        var row = RowVersions.NewRow(Person.Key);
        foreach (var (name, value) in Row?.Columns ?? []) row.With(name, value);
        return row.With("lastDigest", Day).With("lastDigestMail", Mail).With("lastDigestUntil", Until).With("lastDigestListed", Listed);
    }
}
