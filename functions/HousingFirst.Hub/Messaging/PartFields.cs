using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using NodaTime;
using static HousingFirst.Hub.Messaging.FieldUse;

namespace HousingFirst.Hub.Messaging;

/// <summary>The field table of <c>data.consent</c>.</summary>
internal static class ConsentFields
{
    public static Field<string> Id { get; } = new("id", new FormShape(Forms.Id), "Your own id for the consent.");

    public static Field<string> Recipient { get; } =
        new("recipient", new FormShape(Forms.Id), "An agency id, or a contact id: then for that contact only.");

    public static Field<IReadOnlyList<Allows>> Allows { get; } = new(
        "allows",
        new ListShape<Allows>(
            new WordShape<Allows>(
                ("B", Core.Consent.Allows.B),
                ("housing", Core.Consent.Allows.Housing),
                ("health", Core.Consent.Allows.Health),
                ("justice", Core.Consent.Allows.Justice),
                ("money", Core.Consent.Allows.Money),
                ("safety", Core.Consent.Allows.Safety),
                ("family", Core.Consent.Allows.Family),
                ("R", Core.Consent.Allows.R)),
            8,
            "a list of `B`, `housing`, `health`, `justice`, `money`, `safety`, `family`, `R`, none twice"),
        "What may be told.");

    public static Field<LocalDate> From { get; } = new("from", new DayShape(DayLimits.Any), "The first day, included.");

    public static Field<LocalDate> To { get; } =
        new("to", new DayShape(DayLimits.Any), "The last day, included; at most 366 days in all, and not past.");

    public static Field<ConsentMethod> Method { get; } = new(
        "method",
        new WordShape<ConsentMethod>(
            ("written", ConsentMethod.Written), ("electronic", ConsentMethod.Electronic), ("spoken", ConsentMethod.Spoken)),
        "How it was given; a spoken consent can't allow `health`.");

    public static Field<string> Witness { get; } =
        new("witness", new TextShape(80), "The worker who heard it; with `spoken`, and only then.");

    public static Field<string> Form { get; } = new("form", new TextShape(40), "The version of the form.");

    public static IReadOnlyList<FieldUse> Whole { get; } =
        [Must(Id), Must(Recipient), Must(Allows), Must(From), Must(To), Must(Method), May(Witness), Must(Form)];

    public static IReadOnlyList<FieldUse> IdOnly { get; } = [Must(Id)];

    public static IReadOnlyList<FieldUse> Narrowed { get; } = [Must(Id), Must(Allows)];

    public static IReadOnlyCollection<string> Names { get; } = [.. Whole.Select(use => use.Field.Name)];
}

/// <summary>The field table of <c>data.member</c>.</summary>
internal static class MemberFields
{
    public static Field<string> Organisation { get; } = new("organisation", new FormShape(Forms.Id), "The agency id.");

    public static Field<string> Contact { get; } = new("contact", new FormShape(Forms.Id), "The contact id.");

    public static Field<Role> Role { get; } = new(
        "role",
        new WordShape<Role>([.. Enum.GetValues<Role>().Select(role => (role.ToString(), role))]),
        "What it does for this client.");

    public static Field<bool> Visits { get; } = new("visits", new FlagShape(), "Whether it visits the client at home.");

    public static Field<string> TheirRef { get; } =
        new("theirRef", new FormShape(Forms.Reference), "The member's own reference for the client.");

    public static IReadOnlyList<FieldUse> Joined { get; } = [Must(Organisation), Must(Contact), Must(Role), Must(Visits), Must(TheirRef)];

    public static IReadOnlyList<FieldUse> Left { get; } = [Must(Organisation), May(Contact), May(Role), May(Visits), May(TheirRef)];

    public static IReadOnlyCollection<string> Names { get; } = [.. Joined.Select(use => use.Field.Name)];
}
