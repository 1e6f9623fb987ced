using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Specialists;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteTaskStore(AzuriteServer azurite) : TaskStoreContract
{
    protected override int Interleavings => AzuriteServer.Share(2, 20);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}
