using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Data.Tables;
using HousingFirst.Azure.Tables;
using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts;
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

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "azurite");
    private static readonly string Program = Path.Combine(Folder, "node_modules", "azurite", "dist", "src", "table", "main.js");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly List<string> said = [];
    private Process? process;
    private int stores;

    /// <summary>The account's table endpoint.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts it, where it is installed.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Missing() is not null) return;
        Endpoint = new Uri($"http://127.0.0.1:{FreePort()}/{Account}");
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--require", Path.Combine(Folder, "until-stdin-ends.cjs"), Program, "--tableHost", Endpoint.Host, "--tablePort", $"{Endpoint.Port}",
            "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{key}";
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ReadyAsync();
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Skips the test where Azurite isn't installed; in CI fails it.</summary>
    public static void Needs()
    {
        if (Missing() is not { } what) return;
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

    private static string? Missing()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "node")))) return "Node.js";
        return File.Exists(Program) ? null : "tests/azurite/node_modules (`npm ci` there)";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50))
        {
            if (process!.HasExited) break;
            try
            {
                // Any answer will do: this one is that the request isn't signed.
                using var answer = await client.GetAsync(Endpoint);
                return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        lock (said) throw new InvalidOperationException($"Azurite did not answer within {Patience.TotalSeconds} s:\n{string.Join('\n', said)}");
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
    }
}
