using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>meeting.item.v1</c>: something to talk about at a meeting.</summary>
/// <param name="Sender">The agency that brings it.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Key">The key of the message.</param>
/// <param name="Part">In which part.</param>
/// <param name="Text">What about.</param>
public sealed record ItemMessage(string Sender, string Id, string Key, MeetingPart Part, ItemText Text)
{
    /// <summary>The sender's own reference for the client; null in the open part.</summary>
    public ClientReference? Subject { get; init; }

    /// <summary>What it touches.</summary>
    public Facet Facet { get; init; }

    /// <summary>Agencies without which it waits.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>How the client takes part.</summary>
    public Voice Voice { get; init; }

    /// <summary>The client's message, or why the client was not asked.</summary>
    public ItemText? VoiceText { get; init; }

    /// <summary>Which meeting; null for the next.</summary>
    public string? Meeting { get; init; }
}
