using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The field tables of what the hub sends: for the schemas and the docs. The writers are tested against them.</summary>
internal static class OutgoingFields
{
    private static readonly Form Any = new("[^\\u0000-\\u001f]{1,400}", "text", false);

    private static readonly Form Day = new(DayShape.Pattern, "a date", false);

    private static readonly Form Moment = new(DayShape.Pattern + "T[0-9:.]{8,18}Z", "an instant in UTC", false);

    private static Field<string> Text(string name, string means) => new(name, new FormShape(Any), means);

    public static IReadOnlyList<FieldUse> Call { get; } =
    [
        May(Text("organisation", "Its public name; left out where the name itself would tell.")), May(Text("worker", "The worker's name.")), Must(Text("phone", "The number.")),
    ];

    public static IReadOnlyList<FieldUse> Notice { get; } =
    [
        Must(new Field<string>("notice", new FormShape(Forms.NoticeId), "The notice's id, the same on every replay.")),
        May(new Field<bool>(
            "kind",
            new WordShape<bool>(("change", true), ("correction", true), ("withdrawal", true), ("escalation", true)),
            "What kind of notice.")),
        May(new Field<ChangeCode>("change", new CodeShape(), "The code.")),
        May(new Field<string>("occurredOn", new FormShape(Day), "The day it happened.")),
        May(new Field<string>("deadline", new FormShape(Moment), "Until when something can be done.")),
        May(new Field<string>("expectedOn", new FormShape(Day), "The day something is expected or lapses.")),
        May(new Field<string>("from", new FormShape(Forms.Id), "The agency id of who sent the change; `hub` for the hub itself.")),
        Must(new Field<bool>(
            "urgency", new WordShape<bool>(("U0", true), ("U1", true), ("U2", true), ("U3", true), ("U4", true)), "How soon to act.")),
        May(new Field<string>("ackBy", new FormShape(Moment), "By when to answer.")),
        May(new Field<string>("replaces", new FormShape(Forms.NoticeId), "The notice that this one corrects or withdraws, or, of an escalation, that a colleague has not answered.")),
        Must(Text("link", "The page that says more to who may see it.")),
        Must(new Field<FieldValues>("call", new GroupShape(Call, []), "Whom to call.")),
    ];

    /// <summary>What a restricted notice has, and no more.</summary>
    public static IReadOnlyList<FieldUse> RestrictedNotice { get; } =
        [.. Notice.Where(use => use.Field.Name is "notice" or "urgency" or "link" or "call")];

    public static IReadOnlyList<FieldUse> Rejection { get; } =
    [
        May(new Field<string>("rejects", new FormShape(Forms.EventId), "The CloudEvents `id` of your message, where it has a valid one.")),
        May(Text("messageId", "The broker's id of your message.")),
        Must(new Field<string>("receivedAt", new FormShape(Moment), "When the queue took it.")),
        Must(new Field<bool>("reason", new WordShape<bool>([.. Reasons.Select(reason => (reason, true))]), "Why it was not taken.")),
        Must(new Field<IReadOnlyList<FieldValues>>(
            "defects",
            new ListShape<FieldValues>(
                new GroupShape([Must(Text("path", "Where.")), Must(Text("rule", "Which rule.")), Must(Text("mend", "What to do."))], []),
                100,
                "a list of objects of `path`, `rule`, `mend`"),
            "What is wrong with it.")),
    ];

    public static IReadOnlyList<FieldUse> Envelope(bool hasSubject)
    {
        List<FieldUse> uses =
        [
            Must(EnvelopeFields.SpecVersion),
            Must(Text("id", "The id of the message.")),
            Must(new Field<string>("source", new FormShape(Forms.OwnSource), "The hub.")),
            Must(new Field<string>("time", new FormShape(Moment), "When the hub wrote it.")),
            Must(EnvelopeFields.DataContentType),
        ];
        if (hasSubject) uses.Add(May(EnvelopeFields.Subject));
        return uses;
    }

    private static IReadOnlyList<string> Reasons =>
    [
        RefusalReasons.SenderUnproven, RefusalReasons.SourceForeign, RefusalReasons.SenderSuspended, RefusalReasons.MessageTooLarge,
        RefusalReasons.EventMalformed,
        RefusalReasons.EventInvalid, RefusalReasons.TypeUnknown, RefusalReasons.TypeWrongQueue, RefusalReasons.DataInvalid,
        RefusalReasons.ClientNotYours, RefusalReasons.SenderNotAllowed, RefusalReasons.IdReused, RefusalReasons.HubFailed,
    ];
}
