using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HousingFirst.Contracts;

namespace HousingFirst.Azure.Tests.Azurite;

/// <summary>One service of Azurite, on a free port of this machine, in memory, with an account of the test's own.</summary>
/// <param name="service"><c>table</c> or <c>blob</c>.</param>
/// <param name="account">The account.</param>
/// <param name="key">Its key.</param>
internal sealed class AzuriteProcess(string service, string account, string key) : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "azurite");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> said = [];
    private Process? process;

    /// <summary>The account's endpoint.</summary>
    public Uri Endpoint { get; } = new($"http://127.0.0.1:{FreePort()}/{account}");

    /// <summary>Starts it, and returns once it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--require", Path.Combine(Folder, "until-stdin-ends.cjs"), Program(service), $"--{service}Host", Endpoint.Host, $"--{service}Port", $"{Endpoint.Port}",
            "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = $"{account}:{key}";
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

    /// <summary>What must be installed before it starts, or null.</summary>
    public static string? Missing()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "node")))) return "Node.js";
        return File.Exists(Program("table")) ? null : "tests/azurite/node_modules (`npm ci` there)";
    }

    private static string Program(string service) => Path.Combine(Folder, "node_modules", "azurite", "dist", "src", service, "main.js");

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
