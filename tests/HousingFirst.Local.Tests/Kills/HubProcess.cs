using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HousingFirst.Local.Running;

namespace HousingFirst.Local.Tests.Kills;

/// <summary>A real hub in a process of its own, stopped by its own process id.</summary>
internal sealed class HubProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> printed = [];

    private HubProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <summary>What it has said on standard output, line by line.</summary>
    public IReadOnlyCollection<string> Printed => printed;

    public static Task<HubProcess> StartAsync(string data, int port, params string[] args) => StartAsync(data, port, new Dictionary<string, string?>(), args);

    /// <summary>The same, with settings in its environment.</summary>
    public static async Task<HubProcess> StartAsync(string data, int port, IReadOnlyDictionary<string, string?> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        foreach (var argument in (string[])
        [
            "exec", typeof(LocalHub).Assembly.Location, "up", "--data", data, "--http-port", port.ToString(CultureInfo.InvariantCulture),
            "--amqp-port", FreePort().ToString(CultureInfo.InvariantCulture), .. args,
        ]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var hub = new HubProcess(process, port);
        process.OutputDataReceived += (_, line) => hub.printed.Enqueue(line.Data ?? string.Empty);
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var i = 0; i < 300; i++)
        {
            if (process.HasExited) throw new InvalidOperationException("The hub did not start: " + await errors);
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
                if (answer.IsSuccessStatusCode) return hub;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(50);
            }
        }

        hub.Dispose();
        throw new InvalidOperationException("The hub was not up in time.");
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
