using System.Collections.Concurrent;
using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Hub.Terms;

/// <summary>
/// Agencies' own terms as messages are read with them: looked at only when an agency writes a word that is no code, checked against the table's
/// version row at most once a minute, and read again only when that has moved. A change made through the same process is seen at once.
/// </summary>
public sealed class TermCache(TermStore store, IClock clock)
{
    private static readonly Duration Fresh = Duration.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (Instant Checked, AgencyTerms Terms)> known = new(StringComparer.Ordinal);

    /// <summary>The tables as stored.</summary>
    internal TermStore Store => store;

    /// <summary>An agency's terms; no request within a minute of the last look, one after it, one more where they have changed.</summary>
    public async ValueTask<AgencyTerms> OfAsync(string agency, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var seen = known.TryGetValue(agency, out var held);
        if (seen && now - held.Checked < Fresh) return held.Terms;
        var terms = seen && await store.VersionAsync(agency, cancellation) == held.Terms.Version
            ? held.Terms
            : await store.ReadAsync(agency, cancellation);
        known[agency] = (now, terms);
        return terms;
    }

    /// <summary>An agency's terms as last looked at, without a request; none before the first look.</summary>
    public AgencyTerms Latest(string agency) => known.TryGetValue(agency, out var held) ? held.Terms : AgencyTerms.None;

    /// <summary>Looks again the next time.</summary>
    internal void Forget(string agency) => known.TryRemove(agency, out _);
}
