using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Network;

/// <summary>An organisation that may become a partner, and how far the talk with it has come. It holds nothing about any client.</summary>
/// <param name="Id">Made from the name.</param>
/// <param name="Name">Its name as first written.</param>
/// <param name="Since">When it was first suggested (UTC).</param>
public sealed record Prospect(ProspectId Id, string Name, Instant Since)
{
    /// <summary>Who suggested it and why, oldest first.</summary>
    public ImmutableArray<Suggestion> Suggestions { get; init; } = [];

    /// <summary>What was done, in the order it was recorded.</summary>
    public ImmutableArray<RecruitmentStep> Steps { get; init; } = [];

    /// <summary>What it gave or offered, in the order it was recorded.</summary>
    public ImmutableArray<Contribution> Contributions { get; init; } = [];

    /// <summary>The cause of the last prompt the specialist was sent; null before the first.</summary>
    public string? Prompted { get; init; }
}

/// <summary>That somebody suggested an organisation.</summary>
/// <param name="Key">A hash of everything it says: said twice, it is one.</param>
/// <param name="Agency">The agency that suggested it, or null where it was the specialist's own.</param>
/// <param name="By">Who recorded it; null for an agency's message.</param>
/// <param name="At">When it came (UTC).</param>
public sealed record Suggestion(string Key, string? Agency, string? By, Instant At)
{
    /// <summary>What it could bring, in the suggester's words.</summary>
    public string? Why { get; init; }

    /// <summary>Whom to talk to there.</summary>
    public ProspectContact? Contact { get; init; }

    /// <summary>The part of town or the region it works in.</summary>
    public string? Area { get; init; }

    /// <summary>What it might do on a client's team.</summary>
    public Role? Role { get; init; }
}

/// <summary>Somebody at a prospect: public work details.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The work number.</param>
/// <param name="Mail">The work address.</param>
public sealed record ProspectContact(string Name, string? Phone, string? Mail);

/// <summary>One step with a prospect.</summary>
/// <param name="Number">Its place among what was recorded of the prospect, from 1.</param>
/// <param name="State">What it led to.</param>
/// <param name="On">The day, in the community's zone.</param>
/// <param name="By">Who did it.</param>
/// <param name="Next">What is to be done next, or null.</param>
/// <param name="AskAgain">The day they want to be asked again; with <see cref="RecruitmentState.NotNow"/>, and only then.</param>
public sealed record RecruitmentStep(int Number, RecruitmentState State, LocalDate On, string By, string? Next, LocalDate? AskAgain);

/// <summary>Something a prospect gave or offered.</summary>
/// <param name="Number">Its place among what was recorded of the prospect, from 1.</param>
/// <param name="On">The day, in the community's zone.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="What">In free words: no contribution is too small to count.</param>
public sealed record Contribution(int Number, LocalDate On, string By, string What);
