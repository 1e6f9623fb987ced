using HousingFirst.Contracts.World;

namespace HousingFirst.Hub.Tests.ClientChanges;

public sealed class TwelveDecisionsTests : TwelveDecisionsContract
{
    protected override Task<HubWorld> OpenAsync() => HubWorld.CreateAsync();
}
