using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Worlds;

[Collection(LargeImportContract.Alone)]
public sealed class AzuriteLargeImport(AzuriteServer azurite) : LargeImportContract
{
    protected override int Few => AzuriteServer.Share(100, 200);

    /// <summary>Usually so few that only the requests show anything.</summary>
    protected override int Many => AzuriteServer.Share(300, 2_000);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}

[CollectionDefinition(LargeImportContract.Alone, DisableParallelization = true)]
public static class AloneOnAzurite;
