using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Load;

/// <summary>
/// The parts of the throughput measure one by one, for somebody with a profiler: <c>role corpus DIR</c> writes DIR/data and DIR/shape.json,
/// then start a hub on DIR/data by hand, and <c>role load DIR PORT FROM COUNT SENDERS</c> sends it messages.
/// </summary>
internal static class Profiling
{
    public const string CorpusRole = "corpus";
    public const string LoadRole = "load";

    public static async Task<int> WriteCorpusAsync(string[] arguments)
    {
        var corpus = await BenchmarkCorpus.CreateAsync(Path.Combine(arguments[0], "data"), CancellationToken.None);
        var shape = await OneChange.RunAsync(corpus, Path.Combine(arguments[0], "one-change"), CancellationToken.None);
        await shape.WriteAsync(Path.Combine(arguments[0], "shape.json"), CancellationToken.None);
        foreach (var request in shape.Requests) Console.WriteLine(request);
        return 0;
    }

    public static async Task<int> LoadAsync(string[] arguments)
    {
        var corpus = BenchmarkCorpus.Open(Path.Combine(arguments[0], "data"));
        int[] numbers = [.. arguments[1..].Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        var (port, from, count, senders) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        var door = new HttpDoor();
        door.Prepare(corpus, port, from, count);
        var connections = await ClosedLoop.ConnectAsync(door, port, senders, CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        await ClosedLoop.RunAsync(connections, from, count, TimeSpan.Zero, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} taken a second"));
        foreach (var connection in connections) await connection.DisposeAsync();
        return 0;
    }
}
