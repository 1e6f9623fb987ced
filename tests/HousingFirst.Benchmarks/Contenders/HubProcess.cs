using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Local.Storage;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The product's hub, built, in a process of its own on the server's core, over a data folder.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    private HubProcess(PinnedProcess process, string folder, int port, int amqpPort) => (Process, Folder, Port, AmqpPort) = (process, folder, port, amqpPort);

    /// <summary>The process.</summary>
    public PinnedProcess Process { get; }

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    /// <summary>Its HTTP port.</summary>
    public int Port { get; }

    /// <summary>Its AMQP port; 0 where the process has none.</summary>
    public int AmqpPort { get; }

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(Folder, HubDatabase.FileName);

    /// <summary>Starts the built hub and waits until it is healthy.</summary>
    public static Task<HubProcess> StartAsync(string folder, CancellationToken cancellation)
    {
        var (port, amqpPort) = (FreePort(), FreePort());
        return ReadyAsync(
            PinnedProcess.Start(Cores.Server, Log(folder), Published.Hub, Arguments(folder, port, amqpPort)), folder, port, cancellation, amqpPort);
    }

    /// <summary>The hub's command line.</summary>
    public static string[] Arguments(string folder, int port, int amqpPort) =>
    [
        "up", "--data", folder, "--http-port", port.ToString(CultureInfo.InvariantCulture),
        "--amqp-port", amqpPort.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Waits until a hub just started is healthy.</summary>
    /// <exception cref="InvalidOperationException">It isn't within a minute.</exception>
    public static async Task<HubProcess> ReadyAsync(
        PinnedProcess process, string folder, int port, CancellationToken cancellation, int amqpPort = 0)
    {
        var start = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        while (!process.HasEnded && Stopwatch.GetElapsedTime(start) < LongestStart)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/health"), cancellation);
                if (answer.IsSuccessStatusCode) return new HubProcess(process, folder, port, amqpPort);
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(LookAgain, cancellation);
        }

        await process.DisposeAsync();
        throw new InvalidOperationException($"The hub did not start; its last words are in {Log(folder)}.");
    }

    /// <summary>Waits until everything sent was handled: the inbound queue is empty.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        await using var look = Gate.Open(Database);
        while (!Gate.IsDrained(look))
        {
            if (Process.HasEnded) throw new InvalidOperationException($"The hub ended; its last words are in {Log(Folder)}.");
            await Task.Delay(LookAgain, cancellation);
        }
    }

    /// <summary>A port nobody has.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string Log(string folder) => folder + ".log";
}
