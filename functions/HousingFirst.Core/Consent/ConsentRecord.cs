using NodaTime;

namespace HousingFirst.Core.Consent;

/// <summary>What a consent allows to be told.</summary>
[Flags]
public enum Allows
{
    /// <summary>Nothing beyond class A, which any live consent allows.</summary>
    None = 0,

    /// <summary>Class B.</summary>
    B = 1,

    /// <summary>Class C about housing.</summary>
    Housing = 2,

    /// <summary>Class C about health.</summary>
    Health = 4,

    /// <summary>Class C about justice.</summary>
    Justice = 8,

    /// <summary>Class C about money.</summary>
    Money = 16,

    /// <summary>Class C about safety.</summary>
    Safety = 32,

    /// <summary>Class C about family.</summary>
    Family = 64,

    /// <summary>Class R, with its facet, to the one contact it names.</summary>
    R = 128,

    /// <summary>A police card; allows no notice at all.</summary>
    Card = 256,
}

/// <summary>How a consent was given.</summary>
public enum ConsentMethod
{
    /// <summary>On paper.</summary>
    Written,

    /// <summary>By electronic means.</summary>
    Electronic,

    /// <summary>Spoken, before a witness; can't allow health.</summary>
    Spoken,
}

/// <summary>One consent of a client, live or ended (rule 4). Silence is no; given consent never releases what was withheld before.</summary>
/// <param name="Id">The program's own id for it.</param>
/// <param name="Recipient">An organisation, or one contact: then for that contact only, in every class.</param>
/// <param name="Allows">What may be told.</param>
/// <param name="From">The first day, included, in the community's zone.</param>
/// <param name="To">The last day, included; at most 366 days in all.</param>
/// <param name="Withdrawn">The day it was withdrawn, or null. A withdrawn consent is withdrawn whatever its dates.</param>
/// <param name="Method">How it was given.</param>
/// <param name="Witness">Who witnessed a spoken one.</param>
/// <param name="Form">The version of the form.</param>
public sealed record ConsentRecord(
    string Id,
    string Recipient,
    Allows Allows,
    LocalDate From,
    LocalDate To,
    LocalDate? Withdrawn,
    ConsentMethod Method,
    string? Witness,
    string Form)
{
    /// <summary>The longest a consent may last, both days included.</summary>
    public const int LongestDays = 366;

    /// <summary>Whether it may be relied on on <paramref name="day"/>.</summary>
    public bool IsLive(LocalDate day) => Withdrawn is null && From <= day && day <= To;
}
