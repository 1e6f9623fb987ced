using NodaTime;

namespace HousingFirst.Core.Partners;

/// <summary>What an organisation has agreed to. Without one in force it is told nothing (rule 3).</summary>
/// <param name="Version">Which text was signed; null where nobody wrote it down.</param>
/// <param name="Ends">Its last day, included.</param>
/// <param name="Statute">The statute that binds the organisation: <c>HIA</c>, <c>PIPA</c>; null where the agreement alone does.</param>
/// <param name="QueueDetail">What its queue may say of class C.</param>
public sealed record Agreement(string? Version, LocalDate Ends, string? Statute, QueueDetail QueueDetail)
{
    /// <summary>An agreement of which only the end is known.</summary>
    public static Agreement Until(LocalDate ends) => new(null, ends, null, QueueDetail.Link);

    /// <summary>Whether it binds on <paramref name="day"/>.</summary>
    public bool IsInForce(LocalDate day) => day <= Ends;
}

/// <summary>What an agency's queue may say of a change of class C.</summary>
public enum QueueDetail
{
    /// <summary>A link and a number to call, as for class R.</summary>
    Link,

    /// <summary>What changed.</summary>
    Full,
}
