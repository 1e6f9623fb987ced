using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Contracts;
using HousingFirst.Infra.Tests.Compiler;
using Xunit;

[assembly: AssemblyFixture(typeof(BicepServer))]

namespace HousingFirst.Infra.Tests.Compiler;

/// <summary>
/// One Bicep compiler for every test of the assembly, asked over its standard streams (JSON-RPC): started anew for each file, it would take
/// most of the tests' time. It works offline: the types of Azure's resources are in it, and only local modules are used.
/// </summary>
public sealed class BicepServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim turn = new(1, 1);
    private Process? process;
    private int asked;

    /// <summary>Where the sources are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra-bicep");

    /// <summary>Each source by its path below <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Sources { get; } = [.. Directory
        .EnumerateFiles(Folder, "*.bicep*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".bicep" or ".bicepparam")
        .Select(f => Path.GetRelativePath(Folder, f))
        .Order(StringComparer.Ordinal)];

    /// <summary>The environments by name.</summary>
    public static IEnumerable<string> Environments { get; } = ["dev", "prod"];

    /// <summary>The file of an environment.</summary>
    public static string FileOf(string environment) => Path.Combine(Folder, "env", environment + ".bicepparam");

    /// <summary>Asks for something and waits for the answer.</summary>
    public async Task<JsonNode> AskAsync(string method, object parameters)
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            process ??= Start();
            var request = JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = ++asked, method, @params = parameters });
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {request.Length}\r\n\r\n")));
            await input.WriteAsync(request);
            await input.FlushAsync();
            var answer = await ReadAsync(process.StandardOutput.BaseStream).WaitAsync(Patience);
            return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Stops the compiler.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(5))) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        turn.Dispose();
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Find()) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("jsonrpc");
        start.ArgumentList.Add("--stdio");
        return Process.Start(start)!;
    }

    private static string Find()
    {
        var packaged = typeof(BicepServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Bicep").Value!;
        if (OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists(packaged)) return packaged;
        if (Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(p => Path.Combine(p, "bicep")).FirstOrDefault(File.Exists) is { } onPath) return onPath;
        const string Text = "The Bicep compiler is missing: a package brings it on Linux (x64); elsewhere put `bicep` on the PATH.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Text);
        Assert.Skip(Text);
        return string.Empty;
    }

    private static async Task<JsonNode> ReadAsync(Stream output)
    {
        var length = 0;
        for (var head = await LineAsync(output); head.Length > 0; head = await LineAsync(output))
        {
            if (head.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(head.AsSpan(15), CultureInfo.InvariantCulture);
        }

        var body = new byte[length];
        await output.ReadExactlyAsync(body);
        return JsonNode.Parse(body)!;
    }

    private static async Task<string> LineAsync(Stream output)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            if (await output.ReadAsync(one) == 0) throw new InvalidOperationException("The Bicep compiler has ended.");
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
    }
}
