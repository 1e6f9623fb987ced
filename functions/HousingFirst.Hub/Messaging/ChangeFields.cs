using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>
/// The field table of <c>client.changed.v1</c>. The parser, the JSON Schema and the docs are all made from it, so that none of them can
/// say something else.
/// </summary>
internal static class ChangeFields
{
    /// <summary>The longest time ahead that a safety advice for staff may stay in force.</summary>
    private const int LongestStaffAdvice = 90;

    public static Field<ChangeCode> Change { get; } = new("change", new CodeShape(), "What changed.");

    public static Field<LocalDate> OccurredOn { get; } =
        new("occurredOn", new DayShape(DayLimits.Past), "The day it happened, in the community's zone.");

    public static Field<Deadline> Deadline { get; } = new("deadline", new DeadlineShape(), "Until when something can be done.");

    public static Field<LocalDate> ExpectedOn { get; } =
        new("expectedOn", new DayShape(DayLimits.Any), "The day something is expected or lapses.");

    /// <summary>The same field where it is the day a safety advice lapses.</summary>
    public static Field<LocalDate> LapsesOn { get; } =
        new("expectedOn", new DayShape(DayLimits.Within(LongestStaffAdvice)), "The day the advice lapses.");

    public static Field<string> OtherParty { get; } =
        new("otherParty", new FormShape(Forms.Id), "The agency id of the organisation on the team that the change concerns.");

    public static Field<string> Corrects { get; } =
        new("corrects", new FormShape(Forms.EventId), "The CloudEvents `id` of your own earlier message that was wrong.");

    public static Field<IReadOnlyList<string>> AlsoTell { get; } = new(
        "alsoTell",
        new ListShape<string>(
            new FormShape(Forms.Id), Membership.LargestTeam, $"a list of 1 to {Membership.LargestTeam} contact ids, none twice"),
        "Contacts on the team to tell besides those who must know. For the client's program only.");

    public static Field<Urgency> Urgency { get; } = new(
        "urgency",
        new WordShape<Urgency>(
            ("U1", Core.Glossary.Urgency.U1),
            ("U2", Core.Glossary.Urgency.U2),
            ("U3", Core.Glossary.Urgency.U3),
            ("U4", Core.Glossary.Urgency.U4)),
        "Another urgency than the code's own. Raising it is free.");

    public static Field<UrgencyReason> UrgencyReason { get; } = new(
        "urgencyReason",
        new WordShape<UrgencyReason>(
            ("alreadyTold", Core.ClientChanges.UrgencyReason.AlreadyTold),
            ("duplicate", Core.ClientChanges.UrgencyReason.Duplicate),
            ("clientAsked", Core.ClientChanges.UrgencyReason.ClientAsked),
            ("pastEvent", Core.ClientChanges.UrgencyReason.PastEvent)),
        "Why the urgency is lowered; only with `urgency`.");

    public static Field<string> Note { get; } = new("note", new TextShape(2000), "For the client's program only; sent to nobody.");

    public static Field<FieldValues> Consent { get; } =
        new("consent", new GroupShape(ConsentFields.Whole, ConsentFields.Names), "The consent.");

    public static Field<FieldValues> ConsentId { get; } =
        new("consent", new GroupShape(ConsentFields.IdOnly, ConsentFields.Names), "Which consent was withdrawn.");

    public static Field<FieldValues> ConsentAllows { get; } = new(
        "consent",
        new GroupShape(ConsentFields.Narrowed, ConsentFields.Names),
        "Which consent was narrowed, and what it still allows.");

    public static Field<FieldValues> Member { get; } =
        new("member", new GroupShape(MemberFields.Joined, MemberFields.Names), "The member of the team who joined.");

    public static Field<FieldValues> MemberLeft { get; } =
        new("member", new GroupShape(MemberFields.Left, MemberFields.Names), "The member of the team who left.");

    /// <summary>Every name the table knows, with whatever code.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "change", "occurredOn", "deadline", "expectedOn", "otherParty", "corrects", "alsoTell", "urgency", "urgencyReason", "note",
        "consent", "member",
    ];

    /// <summary>
    /// What is read where the code is not one: whatever the table knows, so that the other defects are named in the same answer. What
    /// depends on the code (consent, member) waits for a code.
    /// </summary>
    public static IReadOnlyList<FieldUse> WithoutCode { get; } =
    [
        Must(Change), Must(OccurredOn), May(Deadline), May(ExpectedOn), May(OtherParty), May(Corrects), May(AlsoTell), May(Urgency),
        May(UrgencyReason), May(Note), May(new Field<bool>("consent", new AnyShape(), string.Empty)),
        May(new Field<bool>("member", new AnyShape(), string.Empty)),
    ];

    private static readonly Dictionary<string, IReadOnlyList<FieldUse>> ByCode =
        Vocabulary.Current.Codes.ToDictionary(code => code.Code, Build, StringComparer.Ordinal);

    /// <summary>The fields a code takes, in the order the docs show them.</summary>
    public static IReadOnlyList<FieldUse> Of(ChangeCode code) => ByCode[code.Code];

    private static IReadOnlyList<FieldUse> Build(ChangeCode code)
    {
        var uses = new List<FieldUse> { Must(Change), Must(OccurredOn) };
        foreach (var field in Enum.GetValues<ChangeField>())
        {
            if (code.Requires.Contains(field))
                uses.Add(Must(FieldOf(field, code)));
            else if (code.Optional.Contains(field))
                uses.Add(May(FieldOf(field, code)));
        }

        if (code.AlsoTell != AlsoTellRule.No) uses.Add(May(AlsoTell));
        uses.Add(May(Urgency));
        uses.Add(May(UrgencyReason));
        return uses.DistinctBy(use => use.Field).ToList();
    }

    private static Field FieldOf(ChangeField field, ChangeCode code) => field switch
    {
        ChangeField.Deadline => Deadline,
        ChangeField.ExpectedOn => code.Code == "safety.staff" ? LapsesOn : ExpectedOn,
        ChangeField.OtherParty => OtherParty,
        ChangeField.Corrects => Corrects,
        ChangeField.Note => Note,
        ChangeField.Consent => Consent,
        ChangeField.ConsentId => ConsentId,
        ChangeField.ConsentAllows => ConsentAllows,
        ChangeField.Member => code.Code == "team.left" ? MemberLeft : Member,
        _ => throw new InvalidOperationException($"The field table has no field {field}."),
    };
}
