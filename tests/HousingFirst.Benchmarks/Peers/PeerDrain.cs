using System.Diagnostics;
using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Peers;

/// <summary>Waits for a peer's last notice.</summary>
internal static class PeerDrain
{
    /// <summary>No notice for so long: none will come, and the gate says how many are missing.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until so many notices are out, or no more come.</summary>
    /// <returns>When the last one was seen, as a timestamp.</returns>
    public static async Task<long> WaitAsync(IPeerOutputs outputs, long expected, PinnedProcess process, CancellationToken cancellation)
    {
        var (seen, last) = (0L, Stopwatch.GetTimestamp());
        while (true)
        {
            var count = await outputs.CountAsync(cancellation);
            if (count != seen) (seen, last) = (count, Stopwatch.GetTimestamp());
            if (count >= expected || process.HasEnded || Stopwatch.GetElapsedTime(last) > Silence) return last;
            await Task.Delay(LookAgain, cancellation);
        }
    }
}
