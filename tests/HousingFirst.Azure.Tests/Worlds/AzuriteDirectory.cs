using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

public sealed class AzuriteDirectory : DirectoryContract
{
    private readonly AzuriteServer azurite;

    /// <summary>Skips here where there is no Azurite: within a property's samples that would be a failure.</summary>
    public AzuriteDirectory(AzuriteServer azurite)
    {
        AzuriteServer.Needs();
        this.azurite = azurite;
    }

    protected override int Worlds => AzuriteServer.Share(2, 40);

    protected override async ValueTask<ITables> OpenAsync() => await azurite.OpenAsync();
}
