using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>The row of the series, beside the community's settings: one row, so that its ETag guards every edit.</summary>
internal static class SeriesRow
{
    public const string Key = "meetings";

    private const char Line = '\n', Part = ' ';

    public static Row Of(MeetingSeries series) => RowVersions.NewRow(Key)
        .With("first", series.First)
        .With("weeks", series.Weeks)
        .With("begins", IsoText.Minute(series.At))
        .With("minutes", series.Minutes)
        .With("venue", series.Venue)
        .With("link", series.Link?.AbsoluteUri)
        .With("chair", series.Chair)
        .With("deputy", series.Deputy)
        .With("chairUntil", series.ChairUntil)
        .With("callDays", series.CallDays)
        .With("agendaDays", series.AgendaDays)
        .With("minutesDays", series.MinutesDays)
        .With("changes", series.Changes.Length == 0 ? null : string.Join(Line, series.Changes.Select(TextOf)));

    public static MeetingSeries Read(Row row)
    {
        RowVersions.Readable(row);
        return new MeetingSeries(
            row.Date("first")!.Value,
            (int)row.Number("weeks")!.Value,
            IsoText.ReadMinute(row.NeedText("begins")),
            (int)row.Number("minutes")!.Value,
            row.NeedText("venue"))
        {
            Link = row.Text("link") is { } link ? new Uri(link) : null,
            Chair = row.Text("chair"),
            Deputy = row.Text("deputy"),
            ChairUntil = row.Date("chairUntil"),
            CallDays = (int)row.Number("callDays")!.Value,
            AgendaDays = (int)row.Number("agendaDays")!.Value,
            MinutesDays = (int)row.Number("minutesDays")!.Value,
            Changes = row.Text("changes") is { } changes ? [.. changes.Split(Line).Select(ReadChange)] : [],
        };
    }

    private static string TextOf(MeetingChange change) =>
        string.Join(Part, change.Meeting, change.Kind.ToString(), IsoText.Of(change.On), IsoText.Minute(change.At));

    private static MeetingChange ReadChange(string text) => text.Split(Part) is [var meeting, var kind, var on, var at]
        ? new MeetingChange(meeting, Enum.Parse<MeetingChangeKind>(kind), IsoText.ReadDay(on), IsoText.ReadMinute(at))
        : throw new InvalidDataException("The row of the meetings' series is damaged: run `hub check`.");
}
