using System.Globalization;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Auditing;

/// <summary>What operators looked at or did, and what caseworkers sent from a page, newest first, a partition a month. Kept inside the hub; never a log line.</summary>
/// <param name="tables">The tables.</param>
/// <param name="community">The community's id.</param>
/// <param name="clock">Says when.</param>
/// <param name="by">Who does everything that is added, where that is known.</param>
public sealed class AuditLog(ITables tables, string community, IClock clock, string? by = null)
{
    /// <summary>Adds an entry.</summary>
    /// <param name="action">What was done: <c>coverage</c>, <c>dead-letter.replay</c>.</param>
    /// <param name="about">What it was about.</param>
    /// <param name="cancellation">Stops the write.</param>
    public async ValueTask AddAsync(string action, string about, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var key = Keys.Of(Keys.InvertedTime(now), Guid.NewGuid().ToString("N")[..8]);
        await tables.BatchAsync(
            Table.Directory,
            Partition(now),
            [new RowWrite.Insert(RowVersions.NewRow(key).With("at", now).With("action", action).With("about", about).With("by", by))],
            cancellation);
    }

    /// <summary>Writes the entry of an action that has its own record: the same again changes nothing.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cause">What it was made from, alone among the entries of its millisecond: <c>river-icm:7</c>.</param>
    /// <param name="cancellation">Stops the write.</param>
    public async ValueTask PutAsync(AuditEntry entry, string cause, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory,
        Partition(entry.At),
        [
            new RowWrite.Upsert(RowVersions.NewRow(Keys.Of(Keys.InvertedTime(entry.At), cause))
                .With("at", entry.At).With("action", entry.Action).With("about", entry.About).With("by", entry.By)),
        ],
        cancellation);

    /// <summary>The entries of the month that holds <paramref name="month"/> (UTC), newest first.</summary>
    public async ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(Instant month, CancellationToken cancellation)
    {
        var entries = new List<AuditEntry>();
        await foreach (var row in tables.EachAsync(Table.Directory, Partition(month), cancellation))
            entries.Add(new AuditEntry(RowVersions.Readable(row).Time("at")!.Value, row.NeedText("action"), row.NeedText("about"), row.Text("by")));

        return entries;
    }

    private string Partition(Instant instant) =>
        Keys.Of(community, "audit", instant.InUtc().Date.ToString("uuuu'-'MM", CultureInfo.InvariantCulture));
}

/// <summary>An operator's action.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Action">What.</param>
/// <param name="About">About what.</param>
/// <param name="By">Who did it, where they said.</param>
public sealed record AuditEntry(Instant At, string Action, string About, string? By = null);
