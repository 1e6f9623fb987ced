using HousingFirst.Hub.Queues;

namespace HousingFirst.Hub.Messaging;

/// <summary>The types of message the hub takes and sends.</summary>
public static class MessageTypes
{
    /// <summary>In, on <c>client-changes</c>: something has changed for a client.</summary>
    public const string ClientChanged = "ca.housingfirst.client.changed.v1";

    /// <summary>In, on <c>partner-activity</c>: an agency answers a notice.</summary>
    public const string NoticeAcknowledged = "ca.housingfirst.notice.acknowledged.v1";

    /// <summary>In, on <c>partner-activity</c>: an agency suggests an organisation that might join.</summary>
    public const string PartnerSuggested = "ca.housingfirst.partner.suggested.v1";

    /// <summary>In, on <c>partner-activity</c>: an agency asks the specialist to call.</summary>
    public const string SpecialistRequested = "ca.housingfirst.specialist.requested.v1";

    /// <summary>In, on <c>partner-activity</c>: an agency was caught off guard about a client of its own.</summary>
    public const string SurpriseReported = "ca.housingfirst.surprise.reported.v1";

    /// <summary>In, on <c>partner-activity</c>: a program and a partner talked, tried to, or did not for a reason.</summary>
    public const string ContactMade = "ca.housingfirst.contact.made.v1";

    /// <summary>In, on <c>partner-activity</c>: something to talk about at a meeting.</summary>
    public const string MeetingItem = "ca.housingfirst.meeting.item.v1";

    /// <summary>Out: somebody must know.</summary>
    public const string Notice = "ca.housingfirst.notice.v1";

    /// <summary>Out: a message was not taken, and why.</summary>
    public const string MessageRejected = "ca.housingfirst.message.rejected.v1";

    /// <summary>The types the hub takes.</summary>
    public static IReadOnlyList<string> Taken { get; } =
        [ClientChanged, NoticeAcknowledged, PartnerSuggested, SpecialistRequested, SurpriseReported, ContactMade, MeetingItem];

    /// <summary>Every type with a schema.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Taken, Notice, MessageRejected];

    /// <summary>The queue a type is taken from, or null for a type the hub doesn't take.</summary>
    public static string? QueueOf(string type) => type switch
    {
        ClientChanged => QueueNames.ClientChanges,
        NoticeAcknowledged or PartnerSuggested or SpecialistRequested or SurpriseReported or ContactMade or MeetingItem => QueueNames.PartnerActivity,
        _ => null,
    };
}
