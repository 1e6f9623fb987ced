using System.Runtime.CompilerServices;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// The months of contacts: a partition a program and month, which is the truth, and two views made from it: a partner's of its programs, and, once it
/// is closed, the month's of all programs.
/// </summary>
public sealed class ContactStore(ITables tables, string community)
{
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>A program's month as stored: one request.</summary>
    public async ValueTask<StoredMonth> ReadAsync(string program, YearMonth month, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await foreach (var row in tables.EachAsync(Table.Cycles, Partition(program, month), cancellation)) rows.Add(row);
        return new StoredMonth(
            ContactRows.Read(program, month, rows), rows.ToDictionary(r => r.Key, r => r.ETag!, StringComparer.Ordinal));
    }

    /// <summary>
    /// Writes a program's month from one state to the next, in one batch of what differs, guarded by the summary. More than a batch holds goes before it,
    /// so that a summary never speaks of what isn't there.
    /// </summary>
    /// <returns>False where the month moved, or something was recorded twice: read it again.</returns>
    public async ValueTask<bool> WriteAsync(StoredMonth stored, ProgramMonth next, CancellationToken cancellation) =>
        await WriteOnAsync(stored, next, cancellation) is not null;

    /// <summary>The same, for who goes on with what was written.</summary>
    /// <returns>The month as it now is, or null where it moved.</returns>
    public async ValueTask<StoredMonth?> WriteOnAsync(StoredMonth stored, ProgramMonth next, CancellationToken cancellation)
    {
        var partition = Partition(next.Program, next.Month);
        var etags = new Dictionary<string, string>(stored.ETags, StringComparer.Ordinal);
        var rows = new List<Row>();
        foreach (var obligation in next.Obligations)
        {
            var before = stored.Month.Obligations.FirstOrDefault(o => o.Partner == obligation.Partner);
            rows.AddRange(obligation.Recorded.Where(c => before is null || !before.Recorded.Contains(c)).Select(c => ContactRows.Of(obligation.Partner, c)));
            if (before != obligation || stored.Month.Closed != next.Closed) rows.Add(ContactRows.Of(obligation, next.Closed));
        }

        var writes = rows.ConvertAll(row => Write(row, stored.ETags));
        foreach (var batch in writes.Chunk(Limits.BatchRows - 1).SkipLast(1))
        {
            if (await tables.BatchAsync(Table.Cycles, partition, batch, cancellation) is not BatchOutcome.Committed written) return null;
            Note(batch, written);
        }

        RowWrite[] last = [.. writes.Chunk(Limits.BatchRows - 1).LastOrDefault() ?? [], Write(ContactRows.OfSummary(next), stored.ETags)];
        if (await tables.BatchAsync(Table.Cycles, partition, last, cancellation) is not BatchOutcome.Committed done) return null;
        Note(last, done);
        return new StoredMonth(next, etags);

        void Note(RowWrite[] batch, BatchOutcome.Committed committed)
        {
            for (var i = 0; i < batch.Length; i++) etags[batch[i].Key] = committed.ETags[i]!;
        }
    }

    /// <summary>Writes the month's view of a program: one upsert.</summary>
    public async ValueTask ShowAsync(ProgramMonth month, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles, MonthPartition(month.Month), [new RowWrite.Upsert(ContactRows.OfShown(ShownMonth.Of(month)))], cancellation);

    /// <summary>Writes a partner's view of a program: one upsert.</summary>
    public async ValueTask ShowAsync(ProgramMonth month, Obligation obligation, CancellationToken cancellation)
    {
        var standing = obligation.Standing(month.Closed);
        var row = RowVersions.NewRow(Keys.Of(month.Program))
            .With("state", standing.State.ToString())
            .With("mode", standing.Mode?.ToString())
            .With("last", standing.Last);
        await tables.BatchAsync(Table.Cycles, Partition("@" + obligation.Partner, month.Month), [new RowWrite.Upsert(row)], cancellation);
    }

    /// <summary>A partner's view of a month, by program: one request. A program of which nothing was shown yet isn't there.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ObligationStanding>> OfPartnerAsync(string partner, YearMonth month, CancellationToken cancellation)
    {
        var all = new Dictionary<string, ObligationStanding>(StringComparer.Ordinal);
        await foreach (var row in tables.EachAsync(Table.Cycles, Partition("@" + partner, month), cancellation))
        {
            all[Keys.Parts(RowVersions.Readable(row).Key)[0]] = new ObligationStanding(
                Enum.Parse<ObligationState>(row.NeedText("state")),
                row.Text("mode") is { } mode ? Enum.Parse<ContactMode>(mode) : null,
                null,
                row.Date("last"),
                Late: false);
        }

        return all;
    }

    /// <summary>The month's view of every program that has one, by id: a request a thousand programs.</summary>
    public async IAsyncEnumerable<ShownMonth> EachAsync(YearMonth month, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.EachAsync(Table.Cycles, MonthPartition(month), cancellation)) yield return ContactRows.ReadShown(row);
    }

    /// <summary>A program's numbers by its own month, or null where it has none yet: one request.</summary>
    public async ValueTask<ShownMonth?> NumbersAsync(string program, YearMonth month, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, Partition(program, month), ContactRows.SummaryKey, cancellation) is { } row
            ? new ShownMonth(program, ContactRows.ReadCounts(RowVersions.Readable(row)), [], [])
            : null;

    private static RowWrite Write(Row row, IReadOnlyDictionary<string, string> etags) =>
        etags.TryGetValue(row.Key, out var etag) ? new RowWrite.Update(row, etag) : new RowWrite.Insert(row);

    private string Partition(string program, YearMonth month) => Keys.Of(community, Month.Format(month), program);

    private string MonthPartition(YearMonth month) => Keys.Of(community, Month.Format(month));
}

/// <summary>A program's month as it was read.</summary>
/// <param name="Month">The month.</param>
/// <param name="ETags">The ETag of each row.</param>
public sealed record StoredMonth(ProgramMonth Month, IReadOnlyDictionary<string, string> ETags);
