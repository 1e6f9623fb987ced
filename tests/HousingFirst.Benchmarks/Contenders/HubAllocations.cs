using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using HousingFirst.Commands;
using HousingFirst.Local.Commands;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>
/// What the hub allocates a change. Only a process itself knows: so this one runs the product's own command line inside the benchmark's
/// program, and is counted, never timed.
/// </summary>
internal static class HubAllocations
{
    /// <summary>The role of the process.</summary>
    public const string Role = "hub";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Counts over a run of the job.</summary>
    /// <returns>Managed bytes a change, and collections of the youngest generation a thousand changes.</returns>
    public static async Task<(double Bytes, double Collections)> CountAsync(Plan plan, IDoor door, CancellationToken cancellation)
    {
        var (folder, port) = (plan.Corpus.CopyTo(Path.Combine(plan.Folder, "counted")), HubProcess.FreePort());
        await using var hub = await HubProcess.ReadyAsync(
            PinnedProcess.StartRole(folder + ".log", [Role, .. HubProcess.Arguments(folder, port, HubProcess.FreePort())]), folder, port, cancellation);
        door.Prepare(plan.Corpus, port, 0, plan.Messages);
        var senders = await ClosedLoop.ConnectAsync(door, port, plan.InFlight, cancellation);
        await ClosedLoop.RunAsync(senders, 0, plan.WarmUp, TimeSpan.Zero, cancellation);
        await hub.DrainAsync(cancellation);
        var before = await AskAsync(hub, folder + ".before", cancellation);
        await ClosedLoop.RunAsync(senders, plan.WarmUp, plan.Changes, TimeSpan.Zero, cancellation);
        await hub.DrainAsync(cancellation);
        var after = await AskAsync(hub, folder + ".after", cancellation);
        foreach (var sender in senders) await sender.DisposeAsync();
        if (Gate.Check(hub.Database, plan.Corpus, plan.Messages) is { } defect) throw new InvalidOperationException(defect);
        return ((after[0] - before[0]) / plan.Changes, (after[1] - before[1]) * 1000 / plan.Changes);
    }

    /// <summary>The process: the hub, and an ear for requests to write its counts to a file.</summary>
    public static Task<int> RunRoleAsync(string[] arguments)
    {
        var ear = new Thread(static () =>
        {
            while (Console.In.ReadLine() is { } file)
            {
                File.WriteAllText(file + ".new", string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(0)}"));
                File.Move(file + ".new", file);
            }
        })
        { IsBackground = true };
        ear.Start();
        return HubCommandLine.RunAsync(arguments, Terminal.OfProcess());
    }

    private static async Task<double[]> AskAsync(HubProcess hub, string file, CancellationToken cancellation)
    {
        await hub.Process.In.WriteLineAsync(file.AsMemory(), cancellation);
        await hub.Process.In.FlushAsync(cancellation);
        while (!File.Exists(file)) await Task.Delay(LookAgain, cancellation);
        return [.. (await File.ReadAllTextAsync(file, cancellation)).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
    }
}
