using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.Directory.Searching;

/// <summary>One thing that a search can find, ready to be compared: its texts are without accents and case.</summary>
public sealed record Listing
{
    /// <summary>What it is.</summary>
    public required ListingKind Kind { get; init; }

    /// <summary>The organisation it belongs to, or is.</summary>
    public required string Organisation { get; init; }

    /// <summary>Its own id: the organisation's where it is one.</summary>
    public required string Id { get; init; }

    /// <summary>Its public name, English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Its public name, French.</summary>
    public required string NameFr { get; init; }

    /// <summary>Who may see where it is, and so find it by that.</summary>
    public required Confidentiality Tier { get; init; }

    /// <summary>The words by which everyone finds it.</summary>
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>The words by which the network finds it: its people.</summary>
    public ImmutableArray<string> PeopleWords { get; init; } = [];

    /// <summary>The words of where it is.</summary>
    public ImmutableArray<string> PlaceWords { get; init; } = [];

    /// <summary>The areas it works in, without accents and case.</summary>
    public ImmutableArray<string> Areas { get; init; } = [];

    /// <summary>The roles its organisation can hold.</summary>
    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>The languages one is answered in.</summary>
    public ImmutableArray<Language> Languages { get; init; } = [];

    /// <summary>Whether its organisation takes part now: others are shown to operators only.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether a contact of it is to be confirmed.</summary>
    public Func<NodaTime.LocalDate, bool> IsUnconfirmed { get; init; } = _ => false;
}

/// <summary>What a listing is.</summary>
public enum ListingKind
{
    /// <summary>An organisation.</summary>
    Organisation,

    /// <summary>A service of an organisation.</summary>
    Service,
}

/// <summary>Where listings come from. Another kind of thing to be found is another of these: nothing else of the search changes.</summary>
public interface IListings
{
    /// <summary>All of them, as of the last minute: read from storage only where they have changed since.</summary>
    ValueTask<IReadOnlyList<Listing>> NowAsync(CancellationToken cancellation);
}
