namespace HousingFirst.Local.Storage;

/// <summary>A queue, or its dead-letter queue, as doors write them: <c>agency-x</c>, <c>agency-x/$deadletterqueue</c>. Case doesn't count.</summary>
internal readonly record struct QueueAddress(string Queue, bool Dead)
{
    private const string DeadSuffix = "/$deadletterqueue";

    /// <summary>Reads an address.</summary>
    public static QueueAddress Parse(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        var name = address.ToLowerInvariant();
        return name.EndsWith(DeadSuffix, StringComparison.Ordinal) ? new(name[..^DeadSuffix.Length], true) : new(name, false);
    }

    /// <inheritdoc/>
    public override string ToString() => Dead ? Queue + DeadSuffix : Queue;
}
