using HousingFirst.Benchmarks.Harness;
using Npgsql;

namespace HousingFirst.Benchmarks.Peers.Rebus;

/// <summary>Reads Rebus's tables after the clock stopped, and compares them with what had to come of the messages.</summary>
internal static class RebusGate
{
    /// <summary>Compares changes, notices, and the messages on the agencies' queues; a message on any other queue is a defect.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static async Task<string?> CheckAsync(NpgsqlConnection look, Plan plan, string outgoing, CancellationToken cancellation)
    {
        var changes = await ReadAsync(look, "SELECT id FROM change", r => r.GetString(0), cancellation);
        var notices = await ReadAsync(
            look, "SELECT queue, body ->> 'id', body ->> 'subject' FROM notice WHERE state='Sent'",
            r => PeerGate.Line(r.GetString(0), r.GetString(1), r.GetString(2)), cancellation);
        var messages = await ReadAsync(
            look, $"SELECT recipient, body FROM {outgoing}", r => PeerGate.Line(r.GetString(0), r.GetFieldValue<byte[]>(1)), cancellation);
        var left = await ReadAsync(
            look, $"SELECT recipient FROM {RebusWorker.Table} WHERE recipient NOT LIKE 'agency-%'", r => r.GetString(0), cancellation);
        if (left.Count > 0) return $"messages left on {string.Join(", ", left.Distinct())}: {left.Count}";
        return PeerGate.Check(plan.Corpus, plan.Messages, changes, notices)
            ?? PeerGate.Check(plan.Corpus, plan.Messages, changes, messages);
    }

    private static async Task<List<string>> ReadAsync(
        NpgsqlConnection look, string sql, Func<NpgsqlDataReader, string> line, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The four queries above, no input in them.
        await using var query = new NpgsqlCommand(sql, look);
#pragma warning restore CA2100
        await using var reader = await query.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation)) lines.Add(line(reader));
        return lines;
    }
}
