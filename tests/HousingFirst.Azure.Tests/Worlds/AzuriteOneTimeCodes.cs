using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.SigningIn;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteOneTimeCodes(AzuriteServer azurite) : OneTimeCodesContract
{
    protected override int Interleavings => AzuriteServer.Share(1, 5);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}
