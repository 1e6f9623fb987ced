using System.Collections.Concurrent;
using NodaTime;

namespace HousingFirst.Hub.Pacing;

/// <summary>
/// How much an agency may send: a bucket of a minute's messages that fills evenly. A send that holds an urgent message passes whole whatever the
/// bucket holds: nobody waits for help because of a neighbour's import. What passed is counted, so that the import itself waits after it.
/// </summary>
/// <param name="messagesPerMinute">What a bucket holds, as the community sets it now.</param>
/// <param name="clock">The clock.</param>
public sealed class AgencyThrottle(Func<int> messagesPerMinute, IClock clock)
{
    /// <summary>Fractions of a message add up to a little less than a message: what is short by so little is there, and no wait is told of nothing.</summary>
    private const double Rounding = 1e-6;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Lets a send pass, or says when to try again: for a door that can turn a sender away.</summary>
    /// <param name="agency">A proven agency: strangers never get a bucket.</param>
    /// <param name="count">How many messages it has.</param>
    /// <param name="isUrgent">Whether one of them is urgent; asked only where it matters.</param>
    /// <returns>Null to pass; otherwise how long to wait.</returns>
    public Duration? Admit(string agency, int count, Func<bool> isUrgent) => Take(agency, count, isUrgent, keepsPlace: false);

    /// <summary>
    /// Lets a message pass, or keeps a place for it behind all that wait already: for a queue that has taken it. It comes once more, at its place,
    /// and passes without being asked about.
    /// </summary>
    /// <param name="agency">A proven agency.</param>
    /// <param name="isUrgent">Whether it is urgent.</param>
    /// <returns>Null to pass; otherwise how long until its place.</returns>
    public Duration? Reserve(string agency, bool isUrgent) => Take(agency, 1, () => isUrgent, keepsPlace: true);

    private Duration? Take(string agency, int count, Func<bool> isUrgent, bool keepsPlace)
    {
        var most = messagesPerMinute();
        var bucket = _buckets.GetOrAdd(agency, static (_, state) => new Bucket(state.Size, state.Now), (Size: most, Now: clock.GetCurrentInstant()));
        lock (bucket)
        {
            var now = clock.GetCurrentInstant();
            var perSecond = most / 60.0;
            // A clock set back gives nothing and takes nothing.
            bucket.Tokens = Math.Min(most, bucket.Tokens + (Math.Max(0, (now - bucket.At).TotalSeconds) * perSecond));
            bucket.At = now;
            // A batch over a whole minute's worth passes on a full bucket and leaves a debt: otherwise it could never be sent.
            var needed = Math.Min(count, most);
            if (bucket.Tokens + Rounding < needed && !isUrgent())
            {
                var wait = Duration.FromSeconds((needed - bucket.Tokens) / perSecond);
                if (keepsPlace) bucket.Tokens -= count;
                return wait;
            }

            // What passes makes a debt of at most a minute; only the places that are kept may be further off.
            bucket.Tokens = Math.Max(Math.Min(bucket.Tokens, -most), bucket.Tokens - count);
            return null;
        }
    }

    private sealed class Bucket(double tokens, Instant at)
    {
        public double Tokens { get; set; } = tokens;

        public Instant At { get; set; } = at;
    }
}
