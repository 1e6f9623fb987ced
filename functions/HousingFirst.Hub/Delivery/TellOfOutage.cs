using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Tells the specialist once that no mail is leaving. Planned as due work, since the word of it may have to wait for the same provider: it stays due
/// until it has left, and then says afterwards that mail was late.
/// </summary>
public sealed class TellOfOutage(TellSpecialist specialist)
{
    /// <summary>A shorter one mends itself before anybody could.</summary>
    private static readonly Duration Bearable = Duration.FromMinutes(30);

    /// <summary>Tells it.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation) =>
        await specialist.RunAsync(SpecialistTaskKind.MailDown, "mail." + item.Id, null, null, at, cancellation);

    /// <summary>Whether the outage is one to tell of.</summary>
    internal static bool IsDue(Instant since, Surroundings at) => at.Now - since >= Bearable;

    /// <summary>The one row of an outage.</summary>
    internal static DueItem Due(Instant since, Surroundings at) =>
        new(since + Bearable, DueKind.MailDown, since.InZone(at.Community.Zone).ToString("uuuuMMdd-HHmm", CultureInfo.InvariantCulture));
}
