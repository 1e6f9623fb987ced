using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Teams;

public sealed class MemoryTeams : TeamsImportContract
{
    protected override async Task<ITables> OpenAsync() => (await HubWorld.CreateAsync()).Tables;
}
