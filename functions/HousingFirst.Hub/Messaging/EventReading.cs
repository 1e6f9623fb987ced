using System.Collections.Immutable;
using System.Text.Json;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>What bytes are, as a CloudEvent.</summary>
public abstract record EventReading
{
    private EventReading()
    {
    }

    /// <summary>A CloudEvent 1.0.</summary>
    /// <param name="Root">The event, outliving the bytes.</param>
    public sealed record Event(JsonElement Root) : EventReading
    {
        /// <summary>Hides the event.</summary>
        public override string ToString() => "event";
    }

    /// <summary>JSON, but not a CloudEvent.</summary>
    /// <param name="Root">What it is.</param>
    /// <param name="Defects">Every reason why not.</param>
    public sealed record NotEvent(JsonElement Root, ImmutableArray<Defect> Defects) : EventReading
    {
        /// <summary>Hides the event.</summary>
        public override string ToString() => "not an event";
    }

    /// <summary>Not JSON, or not UTF-8.</summary>
    /// <param name="Defects">Why not.</param>
    public sealed record NotJson(ImmutableArray<Defect> Defects) : EventReading;
}

/// <summary>What bytes are, as a batch of CloudEvents.</summary>
public abstract record BatchReading
{
    private BatchReading()
    {
    }

    /// <summary>A list.</summary>
    /// <param name="Events">What each element is.</param>
    public sealed record Batch(ImmutableArray<EventReading> Events) : BatchReading
    {
        /// <summary>Whether every element is an event: then it is a CloudEvents batch.</summary>
        public bool IsValid => Events.All(e => e is EventReading.Event);
    }

    /// <summary>Not a list at all.</summary>
    /// <param name="Defects">Why not.</param>
    public sealed record NotBatch(ImmutableArray<Defect> Defects) : BatchReading;
}
