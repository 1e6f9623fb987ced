namespace HousingFirst.Core.Glossary;

/// <summary>What an entry of the glossary names.</summary>
public enum GlossaryKind
{
    /// <summary>A word of the practice: client, team, notice.</summary>
    Word,

    /// <summary>A code of the vocabulary.</summary>
    Code,

    /// <summary>What a membership does in a client's team.</summary>
    Role,

    /// <summary>How closely a change is guarded.</summary>
    Class,

    /// <summary>The side of a client's life a change is about.</summary>
    Facet,

    /// <summary>How soon people must hear.</summary>
    Urgency,

    /// <summary>Why an urgency is lowered.</summary>
    UrgencyReason,

    /// <summary>Why somebody is not told.</summary>
    Withheld,

    /// <summary>What a line of coverage can be.</summary>
    Coverage,

    /// <summary>What somebody who was told answers.</summary>
    Answer,

    /// <summary>What sort of notice it is.</summary>
    Notice,

    /// <summary>How a contact is reached.</summary>
    Channel,

    /// <summary>How a consent was given.</summary>
    ConsentMethod,

    /// <summary>Where the talk with a possible partner stands.</summary>
    Recruitment,
}

/// <summary>An entry of the glossary.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Term">The word itself as messages and screens write it: <c>away.hospital.in</c>, <c>PRG</c>.</param>
/// <param name="LabelEn">The common label, English.</param>
/// <param name="LabelFr">The common label, French.</param>
/// <param name="DefinitionEn">What it means, English.</param>
/// <param name="DefinitionFr">What it means, French.</param>
public sealed record GlossaryEntry(
    GlossaryKind Kind, string Term, string LabelEn, string LabelFr, string DefinitionEn, string DefinitionFr)
{
    /// <summary>The label in one of the two languages.</summary>
    public string Label(Language language) => language == Language.French ? LabelFr : LabelEn;

    /// <summary>The definition in one of the two languages.</summary>
    public string Definition(Language language) => language == Language.French ? DefinitionFr : DefinitionEn;
}
