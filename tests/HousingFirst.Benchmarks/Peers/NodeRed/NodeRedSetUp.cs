using System.Diagnostics;

namespace HousingFirst.Benchmarks.Peers.NodeRed;

/// <summary>
/// Installs Node-RED from the lock file beside its flows, once, into <c>artifacts</c>: a tree of packages inside the project would slow down
/// its every build.
/// </summary>
internal static class NodeRedSetUp
{
    private static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(5);

    /// <summary>Where it is installed, with the flows and settings beside it.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine("artifacts", "benchmarks", "node-red"));

    private static string Source { get; } = Path.GetFullPath(Path.Combine("tests", "HousingFirst.Benchmarks", "Peers", "NodeRed"));

    /// <summary>Installs it where it isn't.</summary>
    /// <returns>Why it can't run; null where it can.</returns>
    public static async Task<string?> RunAsync(CancellationToken cancellation)
    {
        foreach (var file in Directory.EnumerateFiles(Source, "*.js*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var wanted = await File.ReadAllTextAsync(Path.Combine(Source, "package-lock.json"), cancellation);
        var installed = Path.Combine(Folder, "node_modules", ".installed-by-the-benchmark.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed, cancellation) == wanted) return null;
        if (await InstallAsync(cancellation) is { } failure) return failure;
        await File.WriteAllTextAsync(installed, wanted, cancellation);
        return null;
    }

    private static async Task<string?> InstallAsync(CancellationToken cancellation)
    {
        var log = Path.Combine(Folder, "npm.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec npm ci --no-audit --no-fund >\"$0\" 2>&1", log]) { WorkingDirectory = Folder };
        using var npm = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(LongestInstall);
        try
        {
            await npm.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return $"npm ci took over {LongestInstall.TotalMinutes} minutes";
        }

        return npm.ExitCode == 0 ? null : $"npm ci failed (is Node 20 installed?); its words are in {Path.GetRelativePath(Environment.CurrentDirectory, log)}";
    }
}
