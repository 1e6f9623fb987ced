using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteDirectory(AzuriteServer azurite) : DirectoryContract
{
    protected override int Worlds => AzuriteServer.Share(2, 40);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}
