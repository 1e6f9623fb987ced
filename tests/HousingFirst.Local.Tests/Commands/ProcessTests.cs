using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HousingFirst.Local.Tests.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>The built program, in processes of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProcessTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "HousingFirst.Local.dll");

    private readonly DataFolder folder = new();

    [Fact]
    public async Task A_hub_and_commands_in_other_processes_work_on_one_folder_until_it_is_asked_to_stop()
    {
        var port = CommandWorld.FreePort();
        using var hub = Start("up", "--http-port", $"{port}", "--amqp-port", $"{CommandWorld.FreePort()}");
        try
        {
            Assert.Equal($"The hub is up on http://127.0.0.1:{port}", await FirstLineAsync(hub));
            var change = Path.Combine(folder.Path, "change.json");
            await File.WriteAllTextAsync(change, (await RunAsync("sample", "housing.notice", "--as", "southside-housing")).Out, TestContext.Current.CancellationToken);

            var sent = await RunAsync("send", "--as", "southside-housing", change, "--json");

            Assert.Equal(0, sent.Code);
            var key = CommandWorld.Json(sent.Out)[0].GetProperty("change").GetString()!;
            Assert.Contains("dana: told U3 queue+mail en  [Sent;", (await RunAsync("coverage", key)).Out, StringComparison.Ordinal);
            var second = await RunAsync("up", "--http-port", $"{CommandWorld.FreePort()}");
            Assert.Equal(1, second.Code);
            Assert.Contains("A hub is already running on", second.Error, StringComparison.Ordinal);
            Assert.Empty(second.Out);

            Assert.Equal(0, Signal(hub.Id, SigTerm));
            await hub.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.Equal(0, hub.ExitCode);
            Assert.False(File.Exists(Path.Combine(folder.Path, "data", "hub.json")));
        }
        finally
        {
            if (!hub.HasExited) hub.Kill();
        }
    }

    [Fact]
    public async Task A_busy_port_is_one_line_on_standard_error_and_exit_1()
    {
        using var busy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        busy.Start();

        var ran = await RunAsync("--http-port", $"{((System.Net.IPEndPoint)busy.LocalEndpoint).Port}");

        Assert.Equal(1, ran.Code);
        Assert.Contains("is busy", Assert.Single(ran.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(ran.Out);
    }

    public void Dispose() => folder.Dispose();

    private const int SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HF_DATA"] = Path.Combine(folder.Path, "data") },
        };
        foreach (var arg in (string[])["exec", Program, .. args]) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    private static async Task<string?> FirstLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private async Task<Ran> RunAsync(params string[] args)
    {
        using var process = Start(args);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new Ran(process.ExitCode, await output, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
