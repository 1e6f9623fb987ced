using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Teams;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteTeams(AzuriteServer azurite) : TeamsImportContract
{
    /// <summary>Fewer: each row is a request.</summary>
    protected override int Clients => AzuriteServer.Share(1, 3);

    protected override async Task<ITables> OpenAsync() => await LoadedCommunity.OpenAsync(azurite);
}
