using System.Security.Cryptography;
using Azure.Data.Tables;
using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteServer))]

namespace HousingFirst.Azure.Tests.Azurite;

/// <summary>
/// One Azurite, Microsoft's emulator of table storage, for every test of the assembly: on a free port of this machine, in memory, with an
/// account of its own. Installed by <c>tests/run</c> from <c>tests/azurite/package-lock.json</c>.
/// </summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    private const string Account = "hubtests";

    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private AzuriteProcess? process;
    private int stores;

    /// <summary>The account's table endpoint.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts it, where it is installed.</summary>
    public async ValueTask InitializeAsync()
    {
        if (AzuriteProcess.Missing() is not null) return;
        process = new AzuriteProcess("table", Account, key);
        Endpoint = process.Endpoint;
        await process.StartAsync();
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
    }

    /// <summary>Skips the test where Azurite isn't installed; in CI fails it.</summary>
    public static void Needs()
    {
        if (AzuriteProcess.Missing() is not { } what) return;
        var text = $"{what} is missing: `tests/run` installs it.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(text);
        Assert.Skip(text);
    }

    /// <summary>How much of a long run is done: with HF_LONG set, all of it.</summary>
    public static int Share(int usually, int all) => Environment.GetEnvironmentVariable("HF_LONG") is null ? usually : all;

    /// <summary>An account's service as the hub opens it, at the server or at a proxy before it.</summary>
    public TableServiceClient Service(Uri? at = null, TimeSpan? patience = null)
    {
        Needs();
        var options = AzureTablesOptions.ClientOptions();
        if (patience is { } shorter) options.Retry.NetworkTimeout = shorter;
        return new TableServiceClient(ConnectionString(at ?? Endpoint), options);
    }

    /// <summary>The connection string of the account at an endpoint.</summary>
    public string ConnectionString(Uri at) => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};TableEndpoint={at}";

    /// <summary>A prefix that no other test has.</summary>
    public string NewPrefix() => $"t{Interlocked.Increment(ref stores)}x";

    /// <summary>New, empty tables.</summary>
    public async Task<AzureTables> OpenAsync()
    {
        var tables = new AzureTables(Service(), NewPrefix(), TimeProvider.System);
        await tables.CreateAsync(TestContext.Current.CancellationToken);
        return tables;
    }
}
