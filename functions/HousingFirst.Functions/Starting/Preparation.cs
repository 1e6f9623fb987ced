using HousingFirst.Azure.Tables;
using HousingFirst.Hub;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Functions.Starting;

/// <summary>What is done once in a process, before it takes or sends anything.</summary>
public sealed class Preparation(ITables tables, HousingFirstHub hub)
{
    private bool isDone;

    /// <summary>Whether the tables were seen to be whole.</summary>
    public bool MayRun { get; private set; }

    /// <summary>Whether there is a community; a restore that was cut off is an error of every function until it is done again.</summary>
    public async ValueTask<bool> MayRunAsync(CancellationToken cancellation) => MayRun = MayRun || await hub.Prepare.MayRunAsync(cancellation);

    /// <summary>Prepares the hub for its ticks: the tables, and what an older version or an operator left unplanned.</summary>
    /// <returns>Whether there is a community; before there is one, nothing can be due.</returns>
    public async ValueTask<bool> IsDoneAsync(CancellationToken cancellation)
    {
        if (isDone) return true;
        if (tables is AzureTables azure) await azure.CreateAsync(cancellation);
        return isDone = await hub.Prepare.RunAsync(cancellation);
    }
}
