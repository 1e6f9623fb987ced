using System.Globalization;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Surprises;

/// <summary>
/// Surprises by month and cause, a partition a month: a row <c>r|day|report</c> each, and the counts in row <c>0</c>, written in one batch. The same
/// report is counted once; of two at once neither is lost. No row says about which client.
/// </summary>
public sealed class SurpriseStore(ITables tables, string community)
{
    private const string CountsKey = "0";
    private const string Strangers = "stranger";
    private const int MostTries = 25;

    /// <summary>One that was recorded, or null.</summary>
    public async ValueTask<RecordedSurprise?> FindAsync(LocalDate day, string id, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Cycles, Partition(day), Key(day, id), cancellation) is { } row ? Read(row) : null;

    /// <summary>Records and counts one: two requests.</summary>
    /// <returns>As it stands: where it was recorded before, as it was then.</returns>
    public async ValueTask<RecordedSurprise> AddAsync(RecordedSurprise surprise, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var known = await tables.GetAsync(Table.Cycles, Partition(surprise.Day), CountsKey, cancellation);
            var word = surprise.Cause?.Word() ?? Strangers;
            var counts = RowVersions.NewRow(CountsKey);
            foreach (var (column, value) in known is null ? [] : RowVersions.Readable(known).Columns) counts.With(column, value);
            counts.With(word, (known?.Number(word) ?? 0) + 1);
            RowWrite[] writes =
            [
                new RowWrite.Insert(ToRow(surprise)),
                known is null ? new RowWrite.Insert(counts) : new RowWrite.Update(counts, known.ETag!),
            ];
            switch (await tables.BatchAsync(Table.Cycles, Partition(surprise.Day), writes, cancellation))
            {
                case BatchOutcome.Committed committed:
                    return surprise with { ETag = committed.ETags[0] };
                case BatchOutcome.Conflict { Index: 0 } when await FindAsync(surprise.Day, surprise.Id, cancellation) is { } before:
                    return before;
            }
        }

        throw new IOException($"The month's surprises were counted {MostTries} times while one was recorded. Try again.");
    }

    /// <summary>Notes that nothing is left to do about one. Where another process was quicker, it is noted.</summary>
    public async ValueTask SettledAsync(RecordedSurprise surprise, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Cycles, Partition(surprise.Day), [new RowWrite.Update(ToRow(surprise with { IsSettled = true }), surprise.ETag!)], cancellation);

    /// <summary>How many in the month that holds a day: one request.</summary>
    public async ValueTask<SurpriseCounts> CountsAsync(LocalDate month, CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Table.Cycles, Partition(month), CountsKey, cancellation);
        if (row is not null) RowVersions.Readable(row);
        return new SurpriseCounts(
            SurpriseCauses.All.ToDictionary(cause => cause, cause => row?.Number(cause.Word()) ?? 0), row?.Number(Strangers) ?? 0);
    }

    /// <summary>Those of some days, both included: one request a month and a thousand.</summary>
    public async ValueTask<IReadOnlyList<RecordedSurprise>> BetweenAsync(LocalDate first, LocalDate last, CancellationToken cancellation)
    {
        var all = new List<RecordedSurprise>();
        for (var month = new LocalDate(first.Year, first.Month, 1); month <= last; month = month.PlusMonths(1))
        {
            await foreach (var row in tables.EachAsync(
                Table.Cycles, Partition(month), Keys.Of("r", IsoText.Of(first)), Keys.Of("r", IsoText.Of(last.PlusDays(1))), cancellation)) all.Add(Read(row));
        }

        return all;
    }

    private static string Key(LocalDate day, string id) => Keys.Of("r", IsoText.Of(day), id);

    private static Row ToRow(RecordedSurprise surprise) => RowVersions.NewRow(Key(surprise.Day, surprise.Id))
        .With("agency", surprise.Agency)
        .With("cause", surprise.Cause?.ToString())
        .With("named", surprise.MayBeNamed ? true : null)
        .With("settled", surprise.IsSettled ? true : null);

    private static RecordedSurprise Read(Row row)
    {
        RowVersions.Readable(row);
        return Keys.Parts(row.Key) is [_, var day, var id]
            ? new RecordedSurprise(IsoText.ReadDay(day), id, row.NeedText("agency"), row.Text("cause") is { } cause ? Enum.Parse<SurpriseCause>(cause) : null)
            {
                MayBeNamed = row.Flag("named"),
                IsSettled = row.Flag("settled"),
                ETag = row.ETag,
            }
            : throw new InvalidDataException("A row of surprises has no day. The data is damaged: run `hub check`.");
    }

    private string Partition(LocalDate day) => Keys.Of(community, day.ToString("uuuu'-'MM", CultureInfo.InvariantCulture), "surprises");
}

/// <summary>A surprise as it is kept: never about whom.</summary>
/// <param name="Day">The day it was reported, in the community's zone.</param>
/// <param name="Id">The report's id.</param>
/// <param name="Agency">Who was caught off guard.</param>
/// <param name="Cause">Why; null where the client was not a client of theirs.</param>
public sealed record RecordedSurprise(LocalDate Day, string Id, string Agency, SurpriseCause? Cause)
{
    /// <summary>Whether the program's mail may name who was: only where the change is of class A or B.</summary>
    public bool MayBeNamed { get; init; }

    /// <summary>Whether nothing is left to do about it.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }
}

/// <summary>A month's surprises.</summary>
/// <param name="ByCause">How many of each cause; every cause is there.</param>
/// <param name="Strangers">Reports about clients that were not the reporter's.</param>
public sealed record SurpriseCounts(IReadOnlyDictionary<SurpriseCause, long> ByCause, long Strangers);
