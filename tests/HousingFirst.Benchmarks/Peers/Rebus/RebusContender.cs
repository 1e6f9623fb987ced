using System.Diagnostics;
using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using Npgsql;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>
/// Rebus over PostgreSQL, as durable as the hub: 201 once the message is committed, and one transaction that takes it off, writes the change and
/// four notices, and puts four messages on the agencies' queues. Endpoint, bus and database share the server's core.
/// </summary>
/// <param name="isTuned">Tuned; else Rebus, Npgsql and PostgreSQL as they come.</param>
internal sealed class RebusContender(bool isTuned) : IContender
{
    /// <summary>
    /// By default each message costs the more the more messages lie on the agencies' queues, in the same table: a full run would take minutes,
    /// and come out worse.
    /// </summary>
    private const int MostByDefault = 500;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public string Name => $"Rebus 8.9.5, PostgreSQL 15, {(isTuned ? "tuned" : $"default, at most {MostByDefault} changes")}, durable";

    public int WarmUp => isTuned ? 2_000 : MostByDefault / 2;

    private string Kind => isTuned ? "tuned" : "default";

    public Task<Run> RunAsync(Plan plan, CancellationToken cancellation) => DoAsync(
        isTuned ? plan : plan with { Changes = Math.Min(plan.Changes, MostByDefault) }, cancellation);

    private async Task<Run> DoAsync(Plan plan, CancellationToken cancellation)
    {
        await using var postgres = await PostgresCluster.StartAsync(Path.Combine(plan.Folder, "postgres"), isTuned, cancellation);
        await using var look = await postgres.OpenAsync(cancellation);
        await using (var create = new NpgsqlCommand(RebusRows.Tables, look)) await create.ExecuteNonQueryAsync(cancellation);
        var corpus = Path.Combine(plan.Folder, "corpus.json");
        await PeerCorpus.Of(plan.Corpus).WriteAsync(corpus, cancellation);
        var (folder, port) = (Path.Combine(plan.Folder, "rebus"), HubProcess.FreePort());
        await using var worker = await HubProcess.ReadyAsync(
            PinnedProcess.StartRole(
                folder + ".log", RebusWorker.Role, postgres.Connection, corpus, port.ToString(CultureInfo.InvariantCulture), Kind),
            folder, port, cancellation);
        await TuneAsync(look, cancellation);

        var door = new HttpDoor();
        door.Prepare(plan.Corpus, port, 0, plan.Messages);
        var senders = await ClosedLoop.ConnectAsync(door, port, plan.InFlight, cancellation);
        await ClosedLoop.RunAsync(senders, 0, plan.WarmUp, TimeSpan.Zero, cancellation);
        await DrainAsync(look, cancellation);
        GC.Collect();

        var (flushes, bytes) = await WalAsync(look, cancellation);
        var start = Stopwatch.GetTimestamp();
        await ClosedLoop.RunAsync(senders, plan.WarmUp, plan.Changes, TimeSpan.Zero, cancellation);
        var taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await DrainAsync(look, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (flushesAfter, bytesAfter) = await WalAsync(look, cancellation);

        foreach (var sender in senders) await sender.DisposeAsync();
        return new Run(
            plan.Changes,
            seconds,
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["WAL flushes"] = (double)(flushesAfter - flushes) / plan.Changes,
                ["WAL bytes"] = (double)(bytesAfter - bytes) / plan.Changes,
                ["taken by the door a second"] = plan.Changes / taken,
            },
            await RebusGate.CheckAsync(look, plan, isTuned ? RebusWorker.Outgoing : RebusWorker.Table, cancellation));
    }

    /// <summary>Rebus deletes what it received by its number alone, which none of its own indexes begins with: else each delete reads the whole table.</summary>
    private async Task TuneAsync(NpgsqlConnection look, CancellationToken cancellation)
    {
        if (!isTuned) return;
        await using var index = new NpgsqlCommand($"CREATE INDEX idx_id_{RebusWorker.Table} ON {RebusWorker.Table} (id)", look);
        await index.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Waits until the input queue is empty: a message stays visible until the transaction that took it has committed.</summary>
    private static async Task DrainAsync(NpgsqlConnection look, CancellationToken cancellation)
    {
        await using var query = new NpgsqlCommand($"SELECT EXISTS(SELECT 1 FROM {RebusWorker.Table} WHERE recipient='{RebusWorker.Queue}')", look);
        var start = Stopwatch.GetTimestamp();
        while ((bool)(await query.ExecuteScalarAsync(cancellation))! && Stopwatch.GetElapsedTime(start) < LongestDrain)
            await Task.Delay(LookAgain, cancellation);
    }

    /// <summary>What PostgreSQL counts itself. Its processes report about once a second, so the last second of a run may be missing.</summary>
    private static async Task<(long Flushes, long Bytes)> WalAsync(NpgsqlConnection look, CancellationToken cancellation)
    {
        await using var query = new NpgsqlCommand("SELECT wal_sync, wal_bytes::bigint FROM pg_stat_wal", look);
        await using var reader = await query.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
