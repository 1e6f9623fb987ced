using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>The rule of the community's meetings as stored. Decisions read it with the community's settings.</summary>
public sealed class SeriesStore(ITables tables, string community)
{
    /// <summary>The series and its ETag; both null where there is none: one request.</summary>
    public async ValueTask<(MeetingSeries? Series, string? ETag)> ReadAsync(CancellationToken cancellation) =>
        await tables.GetAsync(Table.Directory, Partition, SeriesRow.Key, cancellation) is { } row ? (SeriesRow.Read(row), row.ETag) : (null, null);

    /// <summary>Writes the series, while it is as it was read.</summary>
    /// <returns>False where somebody was quicker: read it again.</returns>
    public async ValueTask<bool> WriteAsync(MeetingSeries series, string? etag, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory,
        Partition,
        [etag is null ? new RowWrite.Insert(SeriesRow.Of(series)) : new RowWrite.Update(SeriesRow.Of(series), etag)],
        cancellation) is BatchOutcome.Committed;

    private string Partition => Keys.Of(community, "settings");
}
