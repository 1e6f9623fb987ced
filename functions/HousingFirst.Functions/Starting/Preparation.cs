using HousingFirst.Azure.Tables;
using HousingFirst.Hub;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Functions.Starting;

/// <summary>What is done once in a process, before its first tick: the tables, and what an older version or an operator left unplanned.</summary>
public sealed class Preparation(ITables tables, HousingFirstHub hub)
{
    private bool hasTables;
    private bool isDone;

    /// <summary>Prepares the hub.</summary>
    /// <returns>Whether there is a community; before there is one, nothing can be due.</returns>
    public async ValueTask<bool> IsDoneAsync(CancellationToken cancellation)
    {
        if (isDone) return true;
        if (!hasTables && tables is AzureTables azure) await azure.CreateAsync(cancellation);
        hasTables = true;
        if (await hub.Partners.CommunityAsync(cancellation) is null) return false;
        await hub.CatchUpWarnings.RunAsync(cancellation);
        await hub.SendMorning.PlanAsync(await hub.Directory.NowAsync(cancellation), cancellation);
        await hub.ClaimCycles.RunAsync(cancellation);
        return isDone = true;
    }
}
