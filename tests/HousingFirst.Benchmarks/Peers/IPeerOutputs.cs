namespace HousingFirst.Benchmarks.Peers;

/// <summary>Where a peer's notices come out.</summary>
internal interface IPeerOutputs
{
    /// <summary>How many there are so far.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellation);

    /// <summary>All of them, as <see cref="PeerGate.Line(string, string, string)"/> writes them.</summary>
    IEnumerable<string> Ledger();
}
