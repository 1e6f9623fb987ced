using System.Text.Json;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Simulating;

/// <summary>What a simulated hub stands on.</summary>
internal sealed record SimulatedPorts(ITables Tables, IQueueSender Sender, IMailer Mailer);

/// <summary>Counts the requests to storage, and the rows that go each way.</summary>
internal sealed class CountedTables(ITables tables, Operations operations) : ITables
{
    public const string Gets = "storage.gets", Ranges = "storage.ranges", Batches = "storage.batches", RowsRead = "storage.rowsRead", RowsWritten = "storage.rowsWritten";

    /// <summary>The names that are requests: the others are rows.</summary>
    public static IReadOnlyList<string> Requests { get; } = [Gets, Ranges, Batches];

    public async ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
    {
        operations.Add(Gets);
        var row = await tables.GetAsync(table, partition, key, cancellation);
        if (row is not null) operations.Add(RowsRead);
        return row;
    }

    public async ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
    {
        operations.Add(Ranges);
        var page = await tables.RangeAsync(table, partition, from, before, limit, cancellation);
        operations.Add(RowsRead, page.Rows.Count);
        return page;
    }

    public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        operations.Add(Batches);
        operations.Add(RowsWritten, writes.Count);
        return tables.BatchAsync(table, partition, writes, cancellation);
    }
}

/// <summary>Queues that count what is sent, and hand each notice on to whoever will answer it.</summary>
internal sealed class CountedQueues(Operations operations, Action<string, string, string> notice) : IQueueSender
{
    public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        operations.Add("queue.sends");
        operations.Add("queue.messagesSent", messages.Count);
        foreach (var message in messages)
        {
            using var body = JsonDocument.Parse(message.Body);
            if (body.RootElement.TryGetProperty("subject", out var subject) && body.RootElement.GetProperty("data").TryGetProperty("notice", out var id))
                notice(message.Queue[QueueNames.OfAgency(string.Empty).Length..], subject.GetString()!, id.GetString()!);
        }

        return ValueTask.FromResult<IReadOnlyList<SendOutcome>>([.. messages.Select(_ => SendOutcome.Sent)]);
    }
}

/// <summary>A mailer that counts mails by sort, each id once, keeps the month ends, and hands each invitation on to whoever will answer it.</summary>
internal sealed class CountedMailer(Operations operations, Action<MailContent.MonthEnd> monthEnd, Action<MailContent.Meeting> invited) : IMailer
{
    private readonly Lock gate = new();
    private readonly HashSet<string> sent = new(StringComparer.Ordinal);

    /// <summary>The ids of the mails, with their readers, in their order.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (gate) return [.. sent.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Forgets what was sent.</summary>
    public void Forget()
    {
        lock (gate) sent.Clear();
    }

    public ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!sent.Add($"{mail.MailId} to {mail.To.Contact}"))
            {
                operations.Add("mail.repeats");
                return ValueTask.FromResult(MailOutcome.Sent);
            }
        }

        operations.Add("mail." + mail.GetType().Name);
        if (mail is MailContent.MonthEnd end) monthEnd(end);
        if (mail is MailContent.Meeting meeting)
        {
            operations.Add("meeting." + meeting.Kind);
            invited(meeting);
        }

        return ValueTask.FromResult(MailOutcome.Sent);
    }
}

/// <summary>Keys that follow from the seed: they guard nothing.</summary>
internal sealed class SimulatedKeys(ulong seed) : IKeyRing
{
    private readonly Dictionary<KeyPurpose, IReadOnlyList<RingKey>> keys = Enum.GetValues<KeyPurpose>().ToDictionary(
        purpose => purpose,
        IReadOnlyList<RingKey> (purpose) => [new RingKey("1", Enumerable.Range(0, 32).Select(n => (byte)new Draw(seed).Below(256, (int)purpose, n)).ToArray())]);

    public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => keys[purpose];
}
