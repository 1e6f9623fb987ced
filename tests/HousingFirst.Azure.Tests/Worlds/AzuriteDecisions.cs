using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.World;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteDecisions(AzuriteServer azurite) : TwelveDecisionsContract
{
    protected override async Task<HubWorld> OpenAsync() => await HubWorld.CreateAsync(await LoadedCommunity.OpenAsync(azurite), load: false);
}
