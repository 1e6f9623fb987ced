namespace HousingFirst.Azure.Tables;

/// <summary>
/// Does a request again where that is worth it. The only place that does: the SDK's own retries are off, since a batch that is sent again must
/// know that it was (<see cref="AzureTables"/> reads back what became of it).
/// </summary>
internal sealed class Attempts(TimeProvider time)
{
    /// <summary>The first and its repeats: about three seconds of waiting in all.</summary>
    public const int Most = 5;

    /// <summary>The wait after the first, give or take a half; each is twice the one before.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that asks for more gets this, and then the caller an error: who calls holds a lock on a message.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private long repeats;

    /// <summary>How many requests were made again.</summary>
    public long Repeats => Interlocked.Read(ref repeats);

    /// <summary>Does a request that may be done any number of times: a read.</summary>
    /// <exception cref="TablesException">It failed for good, or at every attempt.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await request(cancellation);
            }
            catch (Exception fault) when (attempt < Most && StorageFault.Passes(fault, cancellation))
            {
                await WaitAsync(attempt, fault, cancellation);
            }
            catch (Exception fault) when (StorageFault.Is(fault, cancellation))
            {
                throw TablesException.Of(fault);
            }
        }
    }

    /// <summary>Waits after an attempt that failed: what the server asks for, else twice as long each time; with jitter, so that many don't come back at once.</summary>
    public Task WaitAsync(int attempt, Exception fault, CancellationToken cancellation)
    {
        Interlocked.Increment(ref repeats);
        return Task.Delay(
            Wait(attempt, StorageFault.RetryAfter(fault, time.GetUtcNow()), Random.Shared.NextDouble()), time, cancellation);
    }

    /// <summary>The wait after attempt <paramref name="attempt"/>.</summary>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="asked">What the server asks for.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal static TimeSpan Wait(int attempt, TimeSpan? asked, double chance) => asked is { } after
        ? (after < TimeSpan.Zero ? TimeSpan.Zero : after > Longest ? Longest : after) + (First * chance)
        : First * Math.Pow(2, attempt - 1) * (0.5 + chance);
}
