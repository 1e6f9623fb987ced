using System.Diagnostics;
using System.Globalization;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>A process of this benchmark's own on one core. It is ended when this is disposed: asked first, killed after twenty seconds.</summary>
internal sealed class PinnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly double TicksASecond = 100;

    private readonly Process process;

    private PinnedProcess(Process process) => this.process = process;

    /// <summary>Its id.</summary>
    public int Id => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Its standard input.</summary>
    public StreamWriter In => process.StandardInput;

    /// <summary>Its standard output, where it has no log.</summary>
    public StreamReader Out => process.StandardOutput;

    /// <summary>Starts a program on a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="log">The file that takes what it prints: written by itself, so that the load's core doesn't read along; null keeps the streams.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static PinnedProcess Start(int core, string? log, string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = log is null };
        var pin = string.Create(CultureInfo.InvariantCulture, $"exec taskset -c {core} \"$@\"");
        string[] shell = log is null ? ["-c", pin, "sh"] : ["-c", "log=\"$1\"; shift; " + pin + " >>\"$log\" 2>&1", "sh", log];
        foreach (var argument in (string[])[.. shell, file, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_NOLOGO"] = "1";
        return new PinnedProcess(Process.Start(start) ?? throw new InvalidOperationException($"{file} can't be started."));
    }

    /// <summary>Starts this program again, in one of its roles.</summary>
    public static PinnedProcess StartRole(string? log, params IEnumerable<string> arguments) =>
        Start(Cores.Server, log, Environment.ProcessPath!, ["role", .. arguments]);

    /// <summary>CPU seconds it has used.</summary>
    public double CpuSeconds()
    {
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond;
    }

    /// <summary>Its memory in bytes: resident now, and the most it ever was.</summary>
    public (long Now, long Most) Resident()
    {
        var status = File.ReadAllLines($"/proc/{Id}/status");
        return (Kilobytes("VmRSS:") * 1024, Kilobytes("VmHWM:") * 1024);

        long Kilobytes(string name) => long.Parse(
            status.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
            CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new InvalidOperationException($"A process of the benchmark ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using (var ask = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)])) await ask.WaitForExitAsync();
            using var late = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        process.Dispose();
    }
}
