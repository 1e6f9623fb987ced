using System.Collections.Immutable;
using System.Globalization;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// What stays of a month that has ended: its coverage, counted once, its line of the trend, numbers only; and which readers of its page were sent it.
/// </summary>
public sealed class MonthEndStore(ITables tables, string community)
{
    private const string CoverageKey = "0";
    private const char Between = ' ';
    private const char Line = '\n';

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>The coverage of a month as it was counted, or null where it was not: one request.</summary>
    public async ValueTask<CoverageMonth?> CoverageAsync(YearMonth month, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, EndPartition(month), CoverageKey, cancellation) is { } row ? Read(RowVersions.Readable(row)) : null;

    /// <summary>Keeps the coverage of a month as it was counted: one request.</summary>
    public async ValueTask PutAsync(YearMonth month, CoverageMonth coverage, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles,
        EndPartition(month),
        [
            new RowWrite.Upsert(RowVersions.NewRow(CoverageKey)
                .With("changes", coverage.Changes)
                .With("clients", coverage.Clients)
                .With("told", coverage.Told)
                .With("acknowledged", coverage.Acknowledged)
                .With("withheld", coverage.Withheld)
                .With("notReached", coverage.NotReached)
                .With("gaps", Write(coverage.Gaps))
                .With("reasons", Write(coverage.Reasons))),
        ],
        cancellation);

    /// <summary>The trend as it was reported, from one month to another, both included, oldest first: one request.</summary>
    public async ValueTask<ImmutableArray<TrendMonth>> TrendAsync(YearMonth from, YearMonth to, CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(Table.Cycles, TrendPartition, Month.Format(from), Month.Format(to.PlusMonths(1)), Limits.PageRows, cancellation);
        return [.. page.Rows.Select(row => new TrendMonth(Month.Parse(RowVersions.Readable(row).Key).Value, ContactRows.ReadCounts(row)))];
    }

    /// <summary>Keeps lines of the trend: one request.</summary>
    public async ValueTask PutAsync(IEnumerable<TrendMonth> trend, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles,
        TrendPartition,
        [.. trend.Select(t => new RowWrite.Upsert(ContactRows.OfCounts(RowVersions.NewRow(Month.Format(t.Month)), t.Counts)))],
        cancellation);

    /// <summary>Takes a reader's page, so that of two drivers only one sends it: two requests, one where it has left.</summary>
    /// <param name="month">The month.</param>
    /// <param name="contact">The reader.</param>
    /// <param name="now">The instant (UTC).</param>
    /// <param name="until">Until when whoever takes it may be at work (UTC).</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>The page as it now is, and whether it was taken: not where it has left, or has to wait.</returns>
    public async ValueTask<(MonthEndMail Mail, bool IsTaken)> TakeAsync(
        YearMonth month, string contact, Instant now, Instant until, CancellationToken cancellation)
    {
        while (true)
        {
            var row = await tables.GetAsync(Table.Cycles, EndPartition(month), MonthEndMail.KeyOf(contact), cancellation);
            var mail = MonthEndMail.Read(contact, row);
            if (mail.IsSettled || mail.Until > now) return (mail, false);
            var next = mail with { Until = until };
            if (await tables.BatchAsync(Table.Cycles, EndPartition(month), [next.Write()], cancellation) is BatchOutcome.Committed written)
                return (next with { ETag = written.ETags[0] }, true);
        }
    }

    /// <summary>Writes what became of a page that was taken. Whoever took it since, because this took too long, says so instead: one request.</summary>
    public async ValueTask PutAsync(YearMonth month, MonthEndMail mail, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Cycles, EndPartition(month), [mail.Write()], cancellation);

    private static CoverageMonth Read(Row row)
    {
        return new CoverageMonth(
            Of("changes"), Of("clients"), Of("told"), Of("acknowledged"), Of("withheld"), Of("notReached"),
            Cells(row.Text("gaps"), Enum.Parse<Role>), Cells(row.Text("reasons"), term => term));

        int Of(string column) => (int)(row.Number(column) ?? 0);
    }

    private static string? Write<T>(ImmutableArray<Cell<T>> cells) => cells.IsEmpty
        ? null
        : string.Join(Line, cells.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Of}{Between}{c.Count}{Between}{c.Clients}")));

    private static ImmutableArray<Cell<T>> Cells<T>(string? text, Func<string, T> read) =>
    [
        .. from line in text?.Split(Line) ?? []
           let parts = line.Split(Between)
           select new Cell<T>(read(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture)),
    ];

    private string EndPartition(YearMonth month) => Keys.Of(community, Month.Format(month), "coverage");

    private string TrendPartition => Keys.Of(community, "trend");
}
