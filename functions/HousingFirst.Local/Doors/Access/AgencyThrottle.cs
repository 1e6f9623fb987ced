using System.Collections.Concurrent;
using NodaTime;

namespace HousingFirst.Local.Doors.Access;

/// <summary>
/// How much an agency may send: a bucket of a minute's messages that fills evenly. A send that holds an urgent message passes whole whatever the
/// bucket holds: nobody waits for help because of a neighbour's import. What passed is counted, so that the import itself waits after it.
/// </summary>
internal sealed class AgencyThrottle(int messagesPerMinute, IClock clock)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Lets a send pass or says when to try again.</summary>
    /// <param name="agency">A proven agency: strangers never get a bucket.</param>
    /// <param name="count">How many messages it has.</param>
    /// <param name="isUrgent">Whether one of them is urgent; asked only where it matters.</param>
    /// <returns>Null to pass; otherwise how long to wait.</returns>
    public Duration? Admit(string agency, int count, Func<bool> isUrgent)
    {
        var bucket = _buckets.GetOrAdd(agency, static (_, state) => new Bucket(state.Size, state.Now), (Size: messagesPerMinute, Now: clock.GetCurrentInstant()));
        lock (bucket)
        {
            var now = clock.GetCurrentInstant();
            var perSecond = messagesPerMinute / 60.0;
            // A clock set back gives nothing and takes nothing.
            bucket.Tokens = Math.Min(messagesPerMinute, bucket.Tokens + (Math.Max(0, (now - bucket.At).TotalSeconds) * perSecond));
            bucket.At = now;
            // A batch over a whole minute's worth passes on a full bucket and leaves a debt: otherwise it could never be sent.
            var needed = Math.Min(count, messagesPerMinute);
            if (bucket.Tokens < needed && !isUrgent()) return Duration.FromSeconds((needed - bucket.Tokens) / perSecond);
            bucket.Tokens = Math.Max(-messagesPerMinute, bucket.Tokens - count);
            return null;
        }
    }

    private sealed class Bucket(double tokens, Instant at)
    {
        public double Tokens { get; set; } = tokens;

        public Instant At { get; set; } = at;
    }
}
