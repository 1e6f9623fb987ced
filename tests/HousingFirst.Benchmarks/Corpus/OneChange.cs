using HousingFirst.Hub;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.Storage;
using HousingFirst.Mail.Eml;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// Lets the real hub handle one change of the corpus and keeps the rows it made. It also is the corpus's own proof: four recipients told by
/// queue, no gap, nobody withheld.
/// </summary>
internal static class OneChange
{
    private const string Told = "SELECT p, r, cols, body FROM rows WHERE t=0 AND (r LIKE 'c|%' OR r LIKE 'n|%') ORDER BY r";
    private const string Due = "SELECT p, r, cols, body FROM rows WHERE t=1 ORDER BY r";

    private static readonly string[] QueueRowsOfAChange = ["enqueue", "lock", "complete"];

    /// <summary>Handles it in a copy of the corpus.</summary>
    /// <exception cref="InvalidOperationException">It isn't told as the corpus says.</exception>
    public static async Task<ChangeShape> RunAsync(BenchmarkCorpus corpus, string folder, CancellationToken cancellation)
    {
        corpus.CopyTo(folder);
        var clock = SystemClock.Instance;
        await using var database = HubDatabase.Open(folder, clock);
        await using var look = new SqliteConnection($"Data Source={database.DatabaseFile};Mode=ReadOnly;Pooling=False");
        await look.OpenAsync(cancellation);
        var inserted = new Dictionary<string, RowShape>(StringComparer.Ordinal);
        var tables = new RecordingTables(database.Tables, () =>
        {
            foreach (var row in Rows(look, Told)) inserted.TryAdd(row.Key, row);
        });
        var hub = new HousingFirstHub(
            tables, database.Queues, new EmlMailer(folder), FileKeyRing.Open(Path.Combine(folder, "keys")), clock,
            new HubOptions(MadeUpCommunity.Settings.Id, new Uri("http://127.0.0.1:7071/")), NullLoggerFactory.Instance);

        // The first change also reads the directory: the second is the one to keep, as almost all are.
        await HandleAsync(database, hub, corpus.Message(1), cancellation);
        tables.Reset();
        inserted.Clear();
        foreach (var row in Rows(look, Told)) inserted.Add(row.Key, row);
        var before = inserted.Keys.ToHashSet(StringComparer.Ordinal);
        var incoming = await HandleAsync(database, hub, corpus.Message(0), cancellation);

        var rows = Rows(look, Told).Where(r => !before.Contains(r.Key)).ToArray();
        var notices = rows.Where(r => r.Key.StartsWith("n|", StringComparison.Ordinal))
            .Select(r => new NoticeShape(inserted[r.Key], r.Columns)).ToArray();
        var outgoing = Messages(look).Where(m => m.MessageId.StartsWith(corpus.Message(0).Key, StringComparison.Ordinal)).ToArray();
        var sent = notices.Count(n => n.Updated.Contains("\"state\":\"Sent\"", StringComparison.Ordinal));
        var told = outgoing.Select(m => m.Queue).Order(StringComparer.Ordinal);
        var must = corpus.Message(0).Recipients.Select(QueueNames.OfAgency).Order(StringComparer.Ordinal);
        if (notices.Length != 4 || sent != 4 || !told.SequenceEqual(must))
            throw new InvalidOperationException($"The corpus is wrong: of {notices.Length} lines {sent} are Sent, on {outgoing.Length} queues; it must be 4.");
        return new ChangeShape(
            incoming, inserted[rows.Single(r => r.Key.StartsWith("c|", StringComparison.Ordinal)).Key], notices, outgoing,
            [.. Rows(look, Due).Where(r => (r.Key + r.Columns).Contains(corpus.Message(0).Key, StringComparison.Ordinal))], tables.Requests,
            tables.Rows, QueueRowsOfAChange.Length + outgoing.Length);
    }

    private static async Task<MessageShape> HandleAsync(
        HubDatabase database, HousingFirstHub hub, ChangeMessage message, CancellationToken cancellation)
    {
        var sent = new NewMessage(message.Body)
        {
            MessageId = Guid.NewGuid().ToString("N"),
            ContentType = "application/cloudevents+json",
            Properties = new Dictionary<string, string>(StringComparer.Ordinal) { [Signature.Property] = message.Signature },
        };
        await database.Queues.SendAsync(QueueNames.ClientChanges, [sent], cancellation);
        var locked = (await database.Queues.ReceiveAsync(QueueNames.ClientChanges, 1, Duration.FromSeconds(60), cancellation))[0];
        var inbound = new InboundMessage(
            QueueNames.ClientChanges, sent.MessageId, message.Body, message.Signature, 1, SystemClock.Instance.GetCurrentInstant());
        if (await hub.ReceiveClientChange.RunAsync(inbound, cancellation) is not Settlement.Complete)
            throw new InvalidOperationException("The corpus is wrong: the hub refused its change.");
        await database.Queues.CompleteAsync(QueueNames.ClientChanges, locked.Message.Sequence, locked.LockToken, cancellation);
        return new MessageShape(
            QueueNames.ClientChanges, sent.MessageId, sent.ContentType, MessageRows.WriteProperties(sent.Properties), message.Body);
    }

    private static List<RowShape> Rows(SqliteConnection look, string sql)
    {
        using var query = look.CreateCommand();
#pragma warning disable CA2100 // The two queries above, no input in them.
        query.CommandText = sql;
#pragma warning restore CA2100
        using var reader = query.ExecuteReader();
        var rows = new List<RowShape>();
        while (reader.Read())
            rows.Add(new RowShape(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : (byte[])reader[3]));
        return rows;
    }

    private static List<MessageShape> Messages(SqliteConnection look)
    {
        using var query = look.CreateCommand();
        query.CommandText = "SELECT queue, message_id, content_type, properties, body FROM msg ORDER BY seq";
        using var reader = query.ExecuteReader();
        var messages = new List<MessageShape>();
        while (reader.Read())
        {
            messages.Add(new MessageShape(
                reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), (byte[])reader[4]));
        }

        return messages;
    }
}
