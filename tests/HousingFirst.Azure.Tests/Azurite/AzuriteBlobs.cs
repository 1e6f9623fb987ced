using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Xunit;

namespace HousingFirst.Azure.Tests.Azurite;

/// <summary>Azurite's blobs, for the tests of one class.</summary>
public sealed class AzuriteBlobs : IAsyncLifetime
{
    private const string Account = "hubtests";

    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private AzuriteProcess? process;
    private int containers;

    /// <summary>Starts it, where it is installed.</summary>
    public async ValueTask InitializeAsync()
    {
        if (AzuriteProcess.Missing() is not null) return;
        process = new AzuriteProcess("blob", Account, key);
        await process.StartAsync();
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
    }

    /// <summary>A container that no other test has.</summary>
    public async Task<BlobContainerClient> ContainerAsync(bool create = true)
    {
        AzuriteServer.Needs();
        var container = Open($"backups{Interlocked.Increment(ref containers)}");
        if (create) await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return container;
    }

    /// <summary>A container as a client of its own sees it.</summary>
    public BlobContainerClient Open(string container, BlobClientOptions? options = null) => new(
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};BlobEndpoint={process!.Endpoint}", container, options);
}
