using System.Collections.Frozen;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// One of the vocabulary's codes: a row of <c>vocabulary.tsv</c>, read, and what its <c>rule</c> column says that no other column can.
/// </summary>
public sealed record ChangeCode
{
    /// <summary>The code: <c>away.hospital.in</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The common label in English.</summary>
    public required string LabelEn { get; init; }

    /// <summary>The common label in French.</summary>
    public required string LabelFr { get; init; }

    /// <summary>The urgency where no rule raises or lowers it.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>What changes the urgency, or null.</summary>
    public UrgencyRule? UrgencyRule { get; init; }

    /// <summary>The roles that must know, in the vocabulary's order (the order in which gaps are shown).</summary>
    public required IReadOnlyList<Role> MustKnow { get; init; }

    /// <summary>Whether every membership must know (TEAM).</summary>
    public bool WholeTeam { get; init; }

    /// <summary>Past recipients who must know.</summary>
    public ToldOf Told { get; init; }

    /// <summary>Only memberships that visit and hold one of these roles are told; null where nothing narrows.</summary>
    public IReadOnlyList<Role>? OnlyVisiting { get; init; }

    /// <summary>Roles told nothing of this code, not even when added.</summary>
    public required FrozenSet<Role> Never { get; init; }

    /// <summary>Whom the program may add.</summary>
    public AlsoTellRule AlsoTell { get; init; }

    /// <summary>The label a mail may show, English; rule 9 decides whether it does.</summary>
    public required string MailLabelEn { get; init; }

    /// <summary>The label a mail may show, French.</summary>
    public required string MailLabelFr { get; init; }

    /// <summary>The class; for <see cref="AsCorrected"/> that of the corrected code.</summary>
    public PrivacyClass Class { get; init; }

    /// <summary>The facet; for <see cref="AsCorrected"/> that of the corrected code.</summary>
    public Facet Facet { get; init; }

    /// <summary>Whether urgency, class and facet are those of the change that is corrected.</summary>
    public bool AsCorrected { get; init; }

    /// <summary>The codes of which this one closes the latest unclosed change.</summary>
    public required IReadOnlyList<string> Closes { get; init; }

    /// <summary>Fields that must be there.</summary>
    public required FrozenSet<ChangeField> Requires { get; init; }

    /// <summary>Fields that may be there, beyond <c>alsoTell</c>, <c>urgency</c> and <c>urgencyReason</c>.</summary>
    public required FrozenSet<ChangeField> Optional { get; init; }

    /// <summary>Who may send it.</summary>
    public MaySend MaySend { get; init; }

    /// <summary>Whether this is a stop: told without consent and without a live agreement, as class A (rule 13).</summary>
    public bool IsStop => Told == ToldOf.Consent;

    /// <summary>Whether a safety plan in force keeps it to the program and those the plan names (rule 6).</summary>
    public bool KeptBySafetyPlan =>
        Code.StartsWith("housing.", StringComparison.Ordinal) || Code.StartsWith("away.", StringComparison.Ordinal)
        || Code.StartsWith("client.", StringComparison.Ordinal);

    /// <summary>The label in one of the two languages.</summary>
    public string Label(Language language) => language == Language.French ? LabelFr : LabelEn;

    /// <summary>The mail label in one of the two languages.</summary>
    public string MailLabel(Language language) => language == Language.French ? MailLabelFr : MailLabelEn;
}
