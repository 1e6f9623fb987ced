using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>meeting.item.v1</c>: its field table and its reading.</summary>
internal static class ItemContract
{
    /// <summary>The longest message of a client, or reason why the client was not asked, in Unicode characters.</summary>
    public const int LongestVoice = 300;

    /// <summary>The most agencies an item may need.</summary>
    public const int MostNeeds = 5;

    private static readonly Form MeetingForm = new("meetings-[0-9]{4}-[0-9]{2}-[0-9]{2}", "a meeting's id like `meetings-2026-12-09`", false);

    public static Field<MeetingPart> Part { get; } = new(
        "part",
        new WordShape<MeetingPart>(("open", MeetingPart.Open), ("case", MeetingPart.Case)),
        "Everyone is in the open part: nothing about any client. The case part is about the client that `subject` names, among the agencies that share them.");

    public static Field<string> Text { get; } = new(
        "text", new PlainTextShape(OpenText.Longest), "What to talk about. Nobody's name. In the case part only the client's room reads it, until 14 days after the meeting.");

    public static Field<Facet> Facet { get; } = new(
        "facet",
        new WordShape<Facet>(
            ("housing", Core.Glossary.Facet.Housing), ("health", Core.Glossary.Facet.Health), ("justice", Core.Glossary.Facet.Justice),
            ("money", Core.Glossary.Facet.Money), ("safety", Core.Glossary.Facet.Safety), ("family", Core.Glossary.Facet.Family)),
        "What a case item touches: then only those in the room whom the client let know of it. Without it the item is a personal one.");

    public static Field<IReadOnlyList<string>> Needs { get; } = new(
        "needs",
        new ListShape<string>(new FormShape(Forms.Id), MostNeeds, $"a list of 1 to {MostNeeds} agency ids, none twice"),
        "Agencies without which it makes no sense to talk about it: they are told that they are needed, never for what; until they come the item waits.");

    public static Field<Voice> Voice { get; } = new(
        "voice",
        new WordShape<Voice>(
            ("invited", Core.Meetings.Voice.Invited), ("attending", Core.Meetings.Voice.Attending), ("sendsMessage", Core.Meetings.Voice.SendsMessage),
            ("declined", Core.Meetings.Voice.Declined), ("notAsked", Core.Meetings.Voice.NotAsked)),
        "How the client takes part; with `case`, and only then.");

    public static Field<string> VoiceText { get; } = new(
        "voiceText", new PlainTextShape(LongestVoice), "The client's message with `sendsMessage`, the reason with `notAsked`; only then.");

    public static Field<string> Meeting { get; } = new("meeting", new FormShape(MeetingForm), "Which meeting; without it, the next.");

    public static IReadOnlyList<FieldUse> Uses { get; } = [Must(Part), Must(Text), May(Facet), May(Needs), May(Voice), May(VoiceText), May(Meeting)];

    /// <param name="data">The data.</param>
    /// <param name="subject">The subject of the event, where it is right.</param>
    /// <param name="reading">The reading.</param>
    public static FieldValues Read(JsonElement data, string? subject, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        if (!values.Has(Part, out var part)) return values;
        if (part == MeetingPart.Open)
        {
            if (subject is not null) reading.Wrong("subject", "not with `open`", "leave it out: the open part is about no client");
            foreach (var only in (Field[])[Facet, Voice, VoiceText])
            {
                if (data.TryGetProperty(only.Name, out _)) reading.Wrong("data." + only.Name, "only with `case`", "leave it out");
            }

            return values;
        }

        if (subject is null && !reading.IsWrong("subject")) reading.Wrong("subject", "missing", $"write {EnvelopeFields.Subject.Shape.Words}");
        if (!values.Has(Voice, out var voice))
        {
            if (!data.TryGetProperty(Voice.Name, out _)) reading.Wrong("data.voice", "missing", $"write {Voice.Shape.Words}");
            return values;
        }

        var isTold = voice is Core.Meetings.Voice.SendsMessage or Core.Meetings.Voice.NotAsked;
        if (isTold && !data.TryGetProperty(VoiceText.Name, out _)) reading.Wrong("data.voiceText", "missing", "write the message, or why the client was not asked");
        if (!isTold && values.Find(VoiceText) is not null) reading.Wrong("data.voiceText", "only with `sendsMessage` or `notAsked`", "leave it out");
        return values;
    }

    /// <summary>The item, from values without a defect.</summary>
    public static ItemMessage Build(Envelope envelope, FieldValues values)
    {
        values.Has(Part, out var part);
        values.Has(Text, out var text);
        return new ItemMessage(envelope.Sender, envelope.Id, envelope.Key, part, new ItemText(text))
        {
            Subject = envelope.Subject,
            Facet = values.Maybe(Facet) ?? Core.Glossary.Facet.None,
            Needs = [.. values.Find(Needs) ?? []],
            Voice = values.Maybe(Voice) ?? Core.Meetings.Voice.Unsaid,
            VoiceText = values.Find(VoiceText) is { } said ? new ItemText(said) : null,
            Meeting = values.Find(Meeting),
        };
    }
}
