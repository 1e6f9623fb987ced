using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Meetings;

/// <summary>The rows of one meeting's partition: head <c>0</c>, what waits for whom <c>1</c>, items <c>i|</c>, guests <c>r|</c>, minutes <c>w|</c>, who saw what <c>z|</c>.</summary>
internal static class MeetingRows
{
    public const string Head = "0", Counts = "1", ItemPrefix = "i|", GuestPrefix = "r|", MinutesPrefix = "w|", SeenPrefix = "z|";

    private const char Separator = ' ';

    public static string ItemKey(string item) => Keys.Of("i", item);

    public static string GuestKey(string agency, string contact) => Keys.Of("r", agency, contact);

    public static Row Of(AgendaItem item) => RowVersions.NewRow(ItemKey(item.Id))
        .With("part", item.Part.ToString())
        .With("by", item.By)
        .With("added", item.Added)
        .With("text", item.Text?.Value)
        .With("client", item.Client?.Value)
        .With("facet", item.Facet == Facet.None ? null : item.Facet.ToString())
        .With("needs", Joined(item.Needs))
        .With("voice", item.Part == MeetingPart.Case ? item.Voice.ToString() : null)
        .With("voiceText", item.VoiceText?.Value)
        .With("answers", item.Answers.Length == 0 ? null : string.Join('\n', item.Answers.Select(a => $"{a.Agency}{Separator}{a.Text.Value}")))
        .With("state", item.State.ToString())
        .With("purged", item.IsPurged ? true : null)
        .With("from", item.From)
        .With("putOffs", item.PutOffs == 0 ? null : item.PutOffs)
        .With("body", item.Body);

    public static AgendaItem ReadItem(Row row)
    {
        RowVersions.Readable(row);
        return new AgendaItem(Keys.Parts(row.Key)[1], Enum.Parse<MeetingPart>(row.NeedText("part")), row.NeedText("by"), row.Time("added")!.Value)
        {
            Text = row.Text("text") is { } text ? new ItemText(text) : null,
            Client = row.Text("client") is { } client ? new ClientId(client) : null,
            Facet = row.Text("facet") is { } facet ? Enum.Parse<Facet>(facet) : Facet.None,
            Needs = Split(row.Text("needs")),
            Voice = row.Text("voice") is { } voice ? Enum.Parse<Voice>(voice) : Voice.Unsaid,
            VoiceText = row.Text("voiceText") is { } said ? new ItemText(said) : null,
            Answers = row.Text("answers") is { } answers ? [.. answers.Split('\n').Select(ReadAnswer)] : [],
            State = Enum.Parse<ItemState>(row.NeedText("state")),
            IsPurged = row.Flag("purged"),
            From = row.Text("from"),
            PutOffs = (int)(row.Number("putOffs") ?? 0),
            Body = row.NeedText("body"),
        };
    }

    public static Row Of(Guest guest) => RowVersions.NewRow(GuestKey(guest.Agency, guest.Contact))
        .With("answer", guest.Answer.ToString())
        .With("answered", guest.Answered)
        .With("sequence", guest.Sequence)
        .With("shape", guest.Shape)
        .With("sent", guest.IsSent ? true : null)
        .With("told", Joined(guest.Told))
        .With("there", guest.WasThere);

    public static Guest ReadGuest(Row row)
    {
        RowVersions.Readable(row);
        var parts = Keys.Parts(row.Key);
        return new Guest(parts[1], parts[2])
        {
            Answer = Enum.Parse<GuestAnswer>(row.NeedText("answer")),
            Answered = row.Time("answered"),
            Sequence = (int)(row.Number("sequence") ?? 0),
            Shape = row.NeedText("shape"),
            IsSent = row.Flag("sent"),
            Told = Split(row.Text("told")),
            WasThere = row.Columns.Any(c => c.Key == "there") ? row.Flag("there") : null,
            ETag = row.ETag,
        };
    }

    private static EarlyAnswer ReadAnswer(string line) =>
        line.Split(Separator, 2) is [var agency, var text] ? new EarlyAnswer(agency, new ItemText(text)) : throw new InvalidDataException("An item's row is damaged: run `hub check`.");

    private static string? Joined(ImmutableArray<string> words) => words.Length == 0 ? null : string.Join(Separator, words);

    private static ImmutableArray<string> Split(string? words) => words is null ? [] : [.. words.Split(Separator)];
}
