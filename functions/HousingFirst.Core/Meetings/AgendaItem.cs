using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Core.Meetings;

/// <summary>Something to talk about at a meeting.</summary>
/// <param name="Id">What tells it apart: a hash of the message that brought it.</param>
/// <param name="Part">In which part.</param>
/// <param name="By">The agency that brought it.</param>
/// <param name="Added">When (UTC).</param>
public sealed record AgendaItem(string Id, MeetingPart Part, string By, Instant Added)
{
    /// <summary>What it is about; null once its time is over. Of a case item, only its room reads it.</summary>
    public ItemText? Text { get; init; }

    /// <summary>The client, of a case item; never shown, every agency has its own reference.</summary>
    public ClientId? Client { get; init; }

    /// <summary>What a case item touches besides housing and daily life: the ceilings of rule 5 and consent bind it.</summary>
    public Facet Facet { get; init; }

    /// <summary>Agencies without which it is not talked about.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>How the client takes part.</summary>
    public Voice Voice { get; init; }

    /// <summary>The client's message, or why the client was not asked; null once its time is over.</summary>
    public ItemText? VoiceText { get; init; }

    /// <summary>What agencies that can't come said of it before; none once its time is over.</summary>
    public ImmutableArray<EarlyAnswer> Answers { get; init; } = [];

    /// <summary>How it stands.</summary>
    public ItemState State { get; init; }

    /// <summary>Whether its text was forgotten.</summary>
    public bool IsPurged { get; init; }

    /// <summary>The meeting it came from, where it was put off; null where it was brought to this one.</summary>
    public string? From { get; init; }

    /// <summary>How often it was put off.</summary>
    public int PutOffs { get; init; }

    /// <summary>A hash of what its message said: the same id with another body is another message.</summary>
    public required string Body { get; init; }

    /// <summary>How often an item may be put off: nothing said about a client is kept for ever because nobody came.</summary>
    public static int MostPutOffs => 3;

    /// <summary>Its class: personal, or sensitive where it touches a facet.</summary>
    public PrivacyClass Class => Facet == Facet.None ? PrivacyClass.B : PrivacyClass.C;
}

/// <summary>Words about a client, for a room only: never logged, never mailed. Text made from it hides it.</summary>
public readonly record struct ItemText(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "item";
}

/// <summary>What an agency said of an item before the meeting.</summary>
/// <param name="Agency">Which; null for a reader who may not know who is on the client's team.</param>
/// <param name="Text">In its words.</param>
public sealed record EarlyAnswer(string? Agency, ItemText Text);

/// <summary>How an item stands.</summary>
public enum ItemState
{
    /// <summary>To be talked about.</summary>
    Open,

    /// <summary>It was talked about.</summary>
    Discussed,

    /// <summary>It is over without having been talked about.</summary>
    Dropped,

    /// <summary>It was put off to the next meeting, where it stands anew.</summary>
    PutOff,
}
