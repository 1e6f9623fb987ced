using System.Diagnostics;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;

namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The hub, its built program, with senders at one of its doors.</summary>
internal sealed class HubOverDoor(IDoor door) : IContender
{
    public string Name => $"hub, {door.Name}";

    public Task<Run> RunAsync(Plan plan, CancellationToken cancellation) => RunAsync(
        plan,
        door,
        plan.Corpus.CopyTo(Path.Combine(plan.Folder, "hub")),
        from: 0,
        database => Gate.Check(database, plan.Corpus, plan.Messages),
        cancellation);

    /// <summary>Does the job on a data folder.</summary>
    /// <param name="plan">The job.</param>
    /// <param name="door">Where to send.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="from">The first message's number.</param>
    /// <param name="gate">Says what is wrong afterwards; null for nothing.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<Run> RunAsync(
        Plan plan, IDoor door, string folder, int from, Func<string, string?> gate, CancellationToken cancellation)
    {
        await using var hub = await HubProcess.StartAsync(folder, cancellation);
        door.Prepare(plan.Corpus, door.PortOf(hub), from, plan.Messages);
        var senders = await ClosedLoop.ConnectAsync(door, door.PortOf(hub), plan.InFlight, cancellation);
        await ClosedLoop.RunAsync(senders, from, plan.WarmUp, TimeSpan.Zero, cancellation);
        await hub.DrainAsync(cancellation);
        GC.Collect();

        await using var wal = WalWatch.Start(hub.Folder);
        var cpu = hub.Process.CpuSeconds();
        var start = Stopwatch.GetTimestamp();
        await ClosedLoop.RunAsync(senders, from + plan.WarmUp, plan.Changes, TimeSpan.Zero, cancellation);
        var taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await hub.DrainAsync(cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = hub.Process.CpuSeconds() - cpu;

        var (commits, bytes) = wal.Read();
        foreach (var sender in senders) await sender.DisposeAsync();
        return new Run(
            plan.Changes,
            seconds,
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["commits"] = (double)commits / plan.Changes,
                ["WAL bytes"] = (double)bytes / plan.Changes,
                ["CPU ms"] = cpu * 1000 / plan.Changes,
                ["taken by the door a second"] = plan.Changes / taken,
            },
            gate(hub.Database));
    }
}
