using System.Text.Json;
using HousingFirst.Core.ContactCycle;
using NodaTime;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The data of <c>contact.made.v1</c>: its field table and its reading.</summary>
internal static class ContactContract
{
    /// <summary>The longest texts, in Unicode characters.</summary>
    public const int LongestWho = 80, LongestTopics = 300, LongestFollowUp = 300;

    /// <summary>So far back a contact may lie: one that is recorded late corrects its month.</summary>
    public const int MostDaysBack = 62;

    public static Field<string> With { get; } = new("with", new FormShape(Forms.Id), "The other organisation: the partner, or the program.");

    public static Field<LocalDate> On { get; } = new(
        "on",
        new DayShape(new DayLimits($"from {MostDaysBack} days ago to today", today => today.PlusDays(-MostDaysBack), today => today)),
        "The day you talked, or tried to.");

    public static Field<ContactOutcome> Outcome { get; } = new(
        "outcome",
        new WordShape<ContactOutcome>(
            ("made", ContactOutcome.Made), ("attempted", ContactOutcome.Attempted), ("notMade", ContactOutcome.NotMade)),
        "You talked, nothing new included; nobody answered; or it was not made, for a reason. An automatic e-mail is none of them.");

    public static Field<ContactMode> Mode { get; } = new(
        "mode",
        new WordShape<ContactMode>(
            ("inPerson", ContactMode.InPerson), ("video", ContactMode.Video), ("phone", ContactMode.Phone), ("text", ContactMode.Text),
            ("email", ContactMode.Email)),
        "How. Leave it out only where it was not made.");

    public static Field<NotMadeReason> Reason { get; } = new(
        "reason",
        new WordShape<NotMadeReason>(
            ("partnerAway", NotMadeReason.PartnerAway), ("partnerAskedLater", NotMadeReason.PartnerAskedLater),
            ("noCapacity", NotMadeReason.NoCapacity), ("other", NotMadeReason.Other)),
        "Why it was not made; only then.");

    public static Field<string> Who { get; } = new("who", new PlainTextShape(LongestWho), "Who talked with whom.");

    public static Field<string> Topics { get; } =
        new("topics", new PlainTextShape(LongestTopics), "What it was about. Nothing about any client. Leave it out for nothing new.");

    public static Field<string> FollowUp { get; } = new("followUp", new PlainTextShape(LongestFollowUp), "What comes next. Nothing about any client.");

    public static Field<string> Confirms { get; } = new(
        "confirms", new FormShape(Forms.Id), "The contact of the other organisation whose name and address you asked about, and found right.");

    public static IReadOnlyList<FieldUse> Uses { get; } =
        [Must(With), Must(On), Must(Outcome), May(Mode), May(Reason), May(Who), May(Topics), May(FollowUp), May(Confirms)];

    public static FieldValues Read(JsonElement data, Reading reading)
    {
        var values = new FieldValues();
        FieldReader.Read(data, "data", Uses, [], reading, values);
        foreach (var words in (ReadOnlySpan<Field<string>>)[Who, Topics, FollowUp])
        {
            // They stand in lists and mails of the two who talked: what is about a client goes by a change, never here.
            if (values.Find(words) is { } text && SecondReference.IsIn(text, subject: null))
                reading.Wrong($"data.{words.Name}", "what looks like a client's reference", "write about the work together; nothing about a client belongs here");
        }

        if (!values.Has(Outcome, out var outcome)) return values;
        var isMade = outcome != ContactOutcome.NotMade;
        if (isMade && !data.TryGetProperty(Mode.Name, out _)) reading.Wrong("data.mode", "missing", $"write {Mode.Shape.Words}");
        if (isMade && values.Has(Reason, out _)) reading.Wrong("data.reason", "only with `notMade`", "leave it out");
        if (!isMade && values.Has(Mode, out _)) reading.Wrong("data.mode", "not with `notMade`", "leave it out");
        if (!isMade && !data.TryGetProperty(Reason.Name, out _)) reading.Wrong("data.reason", "missing", $"write {Reason.Shape.Words}");
        return values;
    }

    /// <summary>The contact, from values without a defect.</summary>
    public static ContactMessage Build(Envelope envelope, FieldValues values)
    {
        values.Has(With, out var with);
        values.Has(On, out var on);
        values.Has(Outcome, out var outcome);
        return new ContactMessage(
            envelope.Sender, envelope.Id, envelope.Key, with, on, outcome, values.Maybe(Mode), values.Maybe(Reason), values.Find(Confirms))
        {
            Who = values.Find(Who),
            Topics = values.Find(Topics),
            FollowUp = values.Find(FollowUp),
        };
    }
}
