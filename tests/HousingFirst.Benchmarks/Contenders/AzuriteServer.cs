using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>
/// Azurite, Microsoft's emulator of table storage, new and empty, in memory, on the load's core: whoever asks it has the other to itself, as
/// the hub has where its storage is a service.
/// </summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "benchmarks";
    private const string Key = "bm90IGEgc2VjcmV0OiBvbmUgcnVuIG9uIDEyNy4wLjAuMQ==";
    private const int Tries = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PinnedProcess process;

    private AzuriteServer(PinnedProcess process, string connectionString) => (this.process, ConnectionString) = (process, connectionString);

    /// <summary>What a client opens it with.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it and waits until it answers. It is run from <c>tests/azurite</c>, where <c>tests/benchmarks</c> installs it.</summary>
    /// <exception cref="InvalidOperationException">It isn't installed, or doesn't answer.</exception>
    public static async Task<AzuriteServer> StartAsync(string folder, CancellationToken cancellation)
    {
        var installed = Path.GetFullPath(Path.Combine("tests", "azurite"));
        var program = Path.Combine(installed, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(program)) throw new InvalidOperationException("Azurite is missing: run `npm ci --ignore-scripts` in tests/azurite.");
        var endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/{Account}");
        var process = PinnedProcess.Start(
            Cores.Load, Path.Combine(folder, "azurite.log"), "env", $"AZURITE_ACCOUNTS={Account}:{Key}",
            "node", "--require", Path.Combine(installed, "until-stdin-ends.cjs"), program,
            "--tableHost", "127.0.0.1", "--tablePort", new Uri(endpoint).Port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck");
        var server = new AzuriteServer(process, $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={endpoint}");
        try
        {
            await AnswersAsync(process, endpoint, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task AnswersAsync(PinnedProcess process, string endpoint, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        for (var i = 0; i < Tries && !process.HasEnded; i++)
        {
            try
            {
                // Any answer will do: this one is that the request isn't signed.
                using var answer = await client.GetAsync(new Uri(endpoint), cancellation);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }

        throw new InvalidOperationException("Azurite doesn't answer: see azurite.log in the run's folder.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
