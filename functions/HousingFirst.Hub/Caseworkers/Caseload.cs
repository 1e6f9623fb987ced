using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>What a caseworker chooses from: clients by reference only, and codes.</summary>
/// <param name="Clients">The clients whose program is one of the caseworker's, by reference.</param>
/// <param name="Recent">Of these, the ones something was told about lately, latest first.</param>
/// <param name="Often">The codes used most, then the everyday ones: always <see cref="OftenCount"/>.</param>
public sealed record Caseload(
    ImmutableArray<CaseloadClient> Clients, ImmutableArray<CaseloadClient> Recent, ImmutableArray<ChangeCode> Often)
{
    /// <summary>How many codes are offered at once.</summary>
    public const int OftenCount = 8;

    /// <summary>How many clients are offered before the whole list.</summary>
    public const int RecentCount = 5;
}

/// <summary>A client of a caseworker.</summary>
/// <param name="Agency">The program.</param>
/// <param name="Reference">The program's own reference.</param>
public readonly record struct CaseloadClient(string Agency, ClientReference Reference)
{
    /// <summary>As a form sends it, in the body only: <c>river-icm/HF-7Q2K</c>.</summary>
    public string Key => $"{Agency}/{Reference.Value}";

    /// <summary>Reads what <see cref="Key"/> wrote; null where it is nothing of the kind.</summary>
    public static CaseloadClient? TryParse(string text) =>
        text.Split('/') is [{ Length: > 0 } agency, { Length: > 0 } reference] ? new CaseloadClient(agency, new ClientReference(reference)) : null;
}

/// <summary>What some codes ask about a client's own team.</summary>
/// <param name="Organisations">The other organisations on the team, in its order.</param>
/// <param name="Members">The members, the program's own too.</param>
/// <param name="Consents">The consents that can still be withdrawn or narrowed.</param>
/// <param name="Sent">What the program sent about the client lately, latest first: what a correction may correct.</param>
public sealed record TeamChoices(
    ImmutableArray<string> Organisations, ImmutableArray<Membership> Members, ImmutableArray<ConsentRecord> Consents, ImmutableArray<RecentChange> Sent);
