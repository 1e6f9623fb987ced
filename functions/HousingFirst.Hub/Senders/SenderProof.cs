namespace HousingFirst.Hub.Senders;

/// <summary>Who truly sent a message.</summary>
public abstract record SenderProof
{
    private SenderProof()
    {
    }

    /// <summary>Signed by the agency that <c>source</c> names, or whose <c>source</c> can't be read: then the defects go to it.</summary>
    /// <param name="Agency">The agency.</param>
    /// <param name="Body">The event's bytes, out of the JSON string an SDK may have wrapped them in. This is what to parse.</param>
    public sealed record Proven(string Agency, ReadOnlyMemory<byte> Body) : SenderProof;

    /// <summary>Signed by one agency, while <c>source</c> names another: refused, and answered to the one that signed.</summary>
    /// <param name="Agency">The agency that signed.</param>
    /// <param name="Body">The event's bytes.</param>
    public sealed record Foreign(string Agency, ReadOnlyMemory<byte> Body) : SenderProof;

    /// <summary>Signed by the hub's own key: what it states for an agency.</summary>
    /// <param name="Body">The bytes: a list of events.</param>
    public sealed record Own(ReadOnlyMemory<byte> Body) : SenderProof;

    /// <summary>No signature, or one that no live key of a known agency made. Answered to nobody.</summary>
    public sealed record Unproven : SenderProof
    {
        /// <summary>The one instance.</summary>
        public static Unproven Instance { get; } = new();
    }
}
