using HousingFirst.Hub.Backup;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Starting;

/// <summary>What is done once in a process before its first tick: an older version or an operator may have left due work unplanned.</summary>
/// <param name="tables">The tables.</param>
/// <param name="partners">Says whether there is a community.</param>
/// <param name="directory">The directory and the clock.</param>
/// <param name="warnings">Plans warnings of what ends.</param>
/// <param name="morning">Plans the specialist's next morning mail.</param>
/// <param name="claim">Claims the cycles there must be.</param>
public sealed class PrepareHub(
    ITables tables, DirectoryStore partners, DirectoryCache directory, CatchUpWarnings warnings, SendMorning morning, ClaimCycles claim)
{
    /// <summary>Whether there is a community: before there is one nothing can be due. Once there is, it stays so, and need not be asked again.</summary>
    /// <exception cref="HalfRestoredException">A restore into these tables was cut off.</exception>
    public async ValueTask<bool> MayRunAsync(CancellationToken cancellation)
    {
        if (await RestoreTables.IsUnfinishedAsync(tables, cancellation)) throw new HalfRestoredException();
        return await partners.CommunityAsync(cancellation) is not null;
    }

    /// <summary>Plans what isn't planned. Done twice, it is done once.</summary>
    /// <returns>Whether there is a community; without one nothing was done.</returns>
    /// <exception cref="HalfRestoredException">A restore into these tables was cut off.</exception>
    public async ValueTask<bool> RunAsync(CancellationToken cancellation)
    {
        if (!await MayRunAsync(cancellation)) return false;
        var at = await directory.NowAsync(cancellation);
        await warnings.RunAsync(cancellation);
        await morning.PlanAsync(at, cancellation);
        await claim.RunAsync(cancellation);
        return true;
    }
}
