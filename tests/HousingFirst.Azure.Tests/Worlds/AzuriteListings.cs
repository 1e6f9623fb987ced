using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteListings(AzuriteServer azurite) : ListingsContract
{
    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}
