using HousingFirst.Contracts.World;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Contracts.Crashes;

/// <summary>A world as a version left it that planned no warnings before consents and agreements end.</summary>
public static class OlderRows
{
    /// <summary>Takes the planned warnings off, and the note that they are planned.</summary>
    public static async Task<InboundMessage?> OfAsync(HubWorld world)
    {
        await world.WithoutWarningsAsync();
        await world.Tables.BatchAsync(
            Table.Directory, Keys.Of(FictionalCommunity.Id, "warnings"), [new RowWrite.Delete("0", null)], CancellationToken.None);
        return null;
    }
}
