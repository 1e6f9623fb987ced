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

/// <summary>What stays of a month that has ended: its coverage, counted once, and its line of the trend. Numbers only.</summary>
public sealed class MonthEndStore(ITables tables, string community)
{
    private const string CoverageKey = "0";
    private const char Between = ' ';
    private const char Line = '\n';

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>The coverage of a month as it was counted, or null where it was not: one request.</summary>
    public async ValueTask<CoverageMonth?> CoverageAsync(YearMonth month, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, CoveragePartition(month), CoverageKey, cancellation) is { } row ? Read(RowVersions.Readable(row)) : null;

    /// <summary>Keeps the coverage of a month as it was counted: one request.</summary>
    public async ValueTask PutAsync(YearMonth month, CoverageMonth coverage, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles,
        CoveragePartition(month),
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

    private string CoveragePartition(YearMonth month) => Keys.Of(community, Month.Format(month), "coverage");

    private string TrendPartition => Keys.Of(community, "trend");
}
