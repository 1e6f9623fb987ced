using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HousingFirst.Commands;
using HousingFirst.Contracts.World;
using HousingFirst.Local.Commands;
using HousingFirst.Local.Tests.Storage;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>A data folder with the fictional community, commands run on it in this process, and, where asked for, a hub that runs.</summary>
internal sealed class CommandWorld : IAsyncDisposable
{
    private readonly DataFolder folder = new();
    private CancellationTokenSource stop = new();
    private Task<Ran> up = Task.FromResult(new Ran(0, string.Empty, string.Empty));

    public FakeClock Clock { get; } = new(HubWorld.Start);

    /// <summary>Where the hub's data is.</summary>
    public string Data => Path.Combine(folder.Path, "data");

    /// <summary>Where files of a test may lie.</summary>
    public string Files => folder.Path;

    /// <summary>The running hub's port.</summary>
    public int Port { get; private set; }

    public int AmqpPort { get; private set; }

    /// <summary>A hub that runs.</summary>
    public static async Task<CommandWorld> RunningAsync(params string[] args)
    {
        var world = new CommandWorld();
        await world.StartAsync(args);
        return world;
    }

    /// <summary>A hub that ran once, and has stopped.</summary>
    public static async Task<CommandWorld> StoppedAsync()
    {
        var world = await RunningAsync();
        Assert.Equal(0, (await world.StopAsync()).Code);
        return world;
    }

    public async Task StartAsync(params string[] args)
    {
        (Port, AmqpPort) = (FreePort(), FreePort());
        var output = new Watched("The hub is up on");
        up = RunAsync(["up", "--data", Data, "--http-port", $"{Port}", "--amqp-port", $"{AmqpPort}", .. args], output, stop.Token);
        if (await Task.WhenAny(output.Seen, up) == up) Assert.Fail("The hub didn't start: " + (await up).Error);
    }

    /// <summary>Starts a hub that has stopped once more.</summary>
    public async Task StartAgainAsync()
    {
        await StopAsync();
        stop.Dispose();
        stop = new CancellationTokenSource();
        await StartAsync();
    }

    /// <summary>Asks the hub to stop, and says what it printed.</summary>
    public async Task<Ran> StopAsync()
    {
        await stop.CancelAsync();
        return await up;
    }

    /// <summary>Runs a command on the folder.</summary>
    public Task<Ran> RunAsync(params string[] args) => RunAsync([.. args, "--data", Data], new StringWriter(), CancellationToken.None);

    /// <summary>Runs a command that must end with 0.</summary>
    public async Task<string> DoAsync(params string[] args)
    {
        var ran = await RunAsync(args);
        Assert.True(ran.Code == 0, $"{string.Join(' ', args)}: {ran.Error}");
        return ran.Out;
    }

    /// <summary>Runs a command that must end with 0, and reads what it printed as JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] args) => Json(await DoAsync([.. args, "--json"]));

    /// <summary>Runs a command that must be refused.</summary>
    /// <returns>What it said on standard error.</returns>
    public async Task<string> RefusedAsync(params string[] args)
    {
        var ran = await RunAsync(args);
        Assert.Equal(1, ran.Code);
        Assert.NotEmpty(ran.Error);
        return ran.Error;
    }

    /// <summary>Writes a file and says where.</summary>
    public string File(string name, string text)
    {
        var file = Path.Combine(Files, name);
        System.IO.File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A valid change in a file.</summary>
    public async Task<string> SampleAsync(string code, string agency) => File($"{Guid.NewGuid():N}.json", await DoAsync("sample", code, "--as", agency));

    /// <summary>Runs a command with nothing added to it.</summary>
    public async Task<Ran> RunAsync(string[] args, StringWriter output, CancellationToken cancellation, string input = "")
    {
        using var error = new StringWriter();
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(input));
        var terminal = new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error), bytes, Clock);
        var code = await HubCommandLine.RunAsync(args, terminal, cancellation);
        return new Ran(code, output.ToString(), error.ToString());
    }

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        folder.Dispose();
    }

    private sealed class Watched(string word) : StringWriter
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true) seen.TrySetResult();
        }
    }
}

/// <summary>How a command ended and what it printed.</summary>
internal sealed record Ran(int Code, string Out, string Error);
