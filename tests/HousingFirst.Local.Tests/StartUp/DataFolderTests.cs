using System.Net;
using System.Net.Sockets;
using HousingFirst.Local.Doors;
using HousingFirst.Local.StartUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.StartUp;

public sealed class DataFolderTests : IDisposable
{
    private static readonly RunningHub Hub = new(7071, 5672, 4242, Instant.FromUtc(2026, 11, 23, 15, 0));
    private readonly string _root = Directory.CreateTempSubdirectory("hf-data-").FullName;

    private string Root => Path.Combine(_root, "data");

    [Fact]
    public async Task A_second_hub_on_the_same_folder_is_told_who_has_it()
    {
        var folder = DataFolder.Open(Root);
        using (await folder.LockAsync(TestContext.Current.CancellationToken))
        {
            folder.WriteRunning(Hub);
            var error = await Assert.ThrowsAsync<CannotStartException>(() => DataFolder.Open(Root).LockAsync(TestContext.Current.CancellationToken));
            Assert.Contains("process 4242, http://127.0.0.1:7071", error.Message, StringComparison.Ordinal);
            Assert.Contains("--data DIR", error.Message, StringComparison.Ordinal);
            Assert.Contains(Root, error.Message, StringComparison.Ordinal);
        }

        using var again = await DataFolder.Open(Root).LockAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_running_hub_is_found_only_while_it_holds_the_folder()
    {
        var folder = DataFolder.Open(Root);
        Assert.Null(folder.FindRunning());
        using (await folder.LockAsync(TestContext.Current.CancellationToken))
        {
            Assert.Null(DataFolder.Open(Root).FindRunning());
            folder.WriteRunning(Hub);
            Assert.Equal(Hub, DataFolder.Open(Root).FindRunning());
        }

        // Killed: hub.json is still there, the lock isn't.
        Assert.True(File.Exists(folder.RunningFile));
        Assert.Null(DataFolder.Open(Root).FindRunning());
    }

    [Fact]
    public async Task Commands_that_ask_for_the_hub_all_the_time_dont_keep_it_from_starting()
    {
        var folder = DataFolder.Open(Root);
        (await folder.LockAsync(TestContext.Current.CancellationToken)).Dispose();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asking = Task.Run(() =>
        {
            for (var i = 0; i < 20_000 && !stop.IsCancellationRequested; i++) folder.FindRunning();
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++) (await folder.LockAsync(TestContext.Current.CancellationToken)).Dispose();
        await stop.CancelAsync();
        await asking;
    }

    [Fact]
    public async Task Everything_in_the_folder_is_the_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        var folder = DataFolder.Open(Root);
        using var held = await folder.LockAsync(TestContext.Current.CancellationToken);
        folder.WriteRunning(Hub);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Root));
        Assert.Equal(Owner, File.GetUnixFileMode(folder.LockFile));
        Assert.Equal(Owner, File.GetUnixFileMode(folder.RunningFile));
        folder.ClearRunning();
        Assert.False(File.Exists(folder.RunningFile));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused_in_words()
    {
        File.WriteAllText(Root, "");
        Assert.Contains("--data DIR", Assert.Throws<CannotStartException>(() => DataFolder.Open(Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_named_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => HttpLimits.Apply(options, port));
        await using var app = builder.Build();
        var error = await Assert.ThrowsAsync<CannotStartException>(() => app.StartOnPortAsync(port, TestContext.Current.CancellationToken));
        Assert.Contains($"Port {port} on 127.0.0.1 is busy", error.Message, StringComparison.Ordinal);
        Assert.Contains("--http-port", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
