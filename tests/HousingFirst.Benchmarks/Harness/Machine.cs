using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>What the figures were made on.</summary>
internal static class Machine
{
    private const int Flushes = 200;

    /// <summary>The line that heads the report.</summary>
    /// <param name="folder">Where the contenders' files lie: its filesystem is what is flushed to.</param>
    public static string Describe(string folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cpu()}, {Online()} cores, {Memory()} GB; {RuntimeInformation.OSDescription}, kernel {Kernel()}; {FileSystem(folder)}; .NET {Environment.Version}; fdatasync of 4 KiB: median {FlushMicroseconds(folder):F0} µs");

    /// <summary>The load average of the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Cpu() => Line("/proc/cpuinfo", "model name").Split(':')[1].Trim();

    private static string Kernel() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    private static int Online() => File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal));

    private static long Memory() => long.Parse(Line("/proc/meminfo", "MemTotal").Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1_000_000;

    private static string Line(string file, string start) => File.ReadLines(file).First(l => l.StartsWith(start, StringComparison.Ordinal));

    private static string FileSystem(string folder) => File.ReadLines("/proc/mounts").Select(l => l.Split(' '))
        .Where(m => folder.StartsWith(m[1], StringComparison.Ordinal)).MaxBy(m => m[1].Length) is { } mount ? mount[2] : "unknown filesystem";

    /// <summary>What one flush costs: the floor under every durable answer.</summary>
    private static double FlushMicroseconds(string folder)
    {
        var file = Path.Combine(folder, "flush");
        var took = new double[Flushes];
        using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var page = new byte[4096];
            // As the write-ahead log mostly is: written over, not grown.
            for (var i = 0; i < Flushes; i++) stream.Write(page);
            stream.Flush(flushToDisk: true);
            for (var i = 0; i < Flushes; i++)
            {
                stream.Position = i * page.Length;
                var start = Stopwatch.GetTimestamp();
                stream.Write(page);
                stream.Flush(flushToDisk: true);
                took[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        File.Delete(file);
        return Quartiles.Of(took).Median;
    }
}
