using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Network;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Which partners rest, as of the last minute: thousands of steps ask, and the network is read once.</summary>
public sealed class RestingPartners(ReadNetwork network)
{
    private static readonly Duration Fresh = Duration.FromMinutes(1);

    private (Instant Read, IReadOnlySet<string> Partners)? known;

    /// <summary>Whether the specialist owes resting partners a contact in a month: the first of each quarter.</summary>
    public static bool IsOwed(YearMonth month) => month.Month % 3 == 1;

    /// <summary>The agency ids of the partners that rest.</summary>
    public async ValueTask<IReadOnlySet<string>> OfAsync(Surroundings at, CancellationToken cancellation)
    {
        if (known is { } last && at.Now >= last.Read && at.Now - last.Read < Fresh) return last.Partners;
        var partners = await network.RestingAsync(cancellation);
        known = (at.Now, partners);
        return partners;
    }
}
