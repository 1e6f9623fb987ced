using HousingFirst.Core.ContactCycle;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>contact.made.v1</c>: a program and a partner talked, tried to, or did not for a reason. It says nothing about any client.</summary>
/// <param name="Sender">The agency that records it.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="With">The other organisation.</param>
/// <param name="On">The day.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Mode">How; null where it was not made.</param>
/// <param name="Reason">Why not; null where it was.</param>
/// <param name="Confirms">The other's contact whose entry is confirmed by it; null for none.</param>
public sealed record ContactMessage(
    string Sender, string Id, string Key, string With, LocalDate On, ContactOutcome Outcome, ContactMode? Mode, NotMadeReason? Reason, string? Confirms)
{
    /// <summary>Who talked.</summary>
    public string? Who { get; init; }

    /// <summary>What about.</summary>
    public string? Topics { get; init; }

    /// <summary>What comes next.</summary>
    public string? FollowUp { get; init; }
}
