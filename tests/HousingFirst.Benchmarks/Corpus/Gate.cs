using System.Globalization;
using HousingFirst.Hub.Queues;
using Microsoft.Data.Sqlite;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// The correctness gate: before a number counts, the ledger of what was told equals what had to be told. Reads the database beside the
/// stopped or running hub, after the clock stopped.
/// </summary>
internal static class Gate
{
    /// <summary>Whether the inbound queue is empty: an index look-up, no snapshot held.</summary>
    public static bool IsDrained(SqliteConnection look)
    {
        using var query = look.CreateCommand();
        query.CommandText = "SELECT EXISTS(SELECT 1 FROM msg WHERE queue='client-changes' AND dead=0)";
        return Convert.ToInt64(query.ExecuteScalar(), CultureInfo.InvariantCulture) == 0;
    }

    /// <summary>Opens the database for reading.</summary>
    public static SqliteConnection Open(string database)
    {
        var look = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        look.Open();
        return look;
    }

    /// <summary>Compares what is stored with what the first <paramref name="messages"/> messages of the corpus must lead to.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Check(string database, BenchmarkCorpus corpus, int messages)
    {
        using var look = Open(database);
        var (keys, told, queued) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        for (var i = 0; i < messages; i++)
        {
            var message = corpus.Message(i);
            keys.Add(message.Key);
            foreach (var agency in message.Recipients)
            {
                told.Add($"{message.Key} {agency} Sent Sent");
                queued.Add($"{message.Key} {QueueNames.OfAgency(agency)}");
            }
        }

        return Differs(look, "changes handed over", "SELECT substr(r, 3) FROM rows WHERE t=0 AND r LIKE 'c|%' AND cols ->> 'handedOver'", keys)
            ?? Differs(
                look, "notices Sent",
                "SELECT substr(r, 3, 32) || ' ' || (cols ->> 'agency') || ' ' || (cols ->> 'state') || ' ' || (cols ->> 'queue') FROM rows WHERE t=0 AND r LIKE 'n|%'",
                told)
            ?? Differs(look, "messages on agencies' queues", "SELECT substr(message_id, 1, 32) || ' ' || queue FROM msg WHERE dead=0", queued)
            ?? Differs(look, "dead letters", "SELECT dead_reason FROM msg WHERE dead=1", []);
    }

    /// <summary>The same for some messages in a database that holds much else: looks each of them up.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? CheckEach(string database, BenchmarkCorpus corpus, int from, int count)
    {
        using var look = Open(database);
        using var notices = look.CreateCommand();
        notices.CommandText =
            "SELECT count(*) FROM rows WHERE t=0 AND p=$p AND r>='n|' || $k || '|' AND r<'n|' || $k || '}' AND cols ->> 'state' = 'Sent' AND cols ->> 'queue' = 'Sent'";
        using var messages = look.CreateCommand();
        messages.CommandText = "SELECT count(*) FROM msg WHERE queue=$q AND message_id>=$k AND message_id<$k || '~' AND dead=0";
        foreach (var message in Enumerable.Range(from, count).Select(corpus.Message))
        {
            var told = Count(notices, ("$p", MadeUpCommunity.Partition(message.Number)), ("$k", message.Key));
            var queued = message.Recipients.Sum(agency => Count(messages, ("$q", QueueNames.OfAgency(agency)), ("$k", message.Key)));
            if (told != message.Recipients.Count || queued != message.Recipients.Count)
                return string.Create(CultureInfo.InvariantCulture, $"message {message.Number}: {told} notices Sent, {queued} messages on queues");
        }

        return null;
    }

    private static long Count(SqliteCommand query, params ReadOnlySpan<(string Name, string Value)> values)
    {
        query.Parameters.Clear();
        foreach (var (name, value) in values) query.Parameters.AddWithValue(name, value);
        return (long)query.ExecuteScalar()!;
    }

    private static string? Differs(SqliteConnection look, string what, string sql, HashSet<string> expected)
    {
        using var query = look.CreateCommand();
#pragma warning disable CA2100 // The four queries above, no input in them.
        query.CommandText = sql;
#pragma warning restore CA2100
        using var reader = query.ExecuteReader();
        var (found, strange) = (new HashSet<string>(), 0);
        while (reader.Read())
        {
            var line = reader.GetString(0);
            if (!expected.Contains(line) || !found.Add(line)) strange++;
        }

        return strange == 0 && found.Count == expected.Count
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what}: {found.Count} of {expected.Count} expected, {strange} not expected or twice");
    }
}
