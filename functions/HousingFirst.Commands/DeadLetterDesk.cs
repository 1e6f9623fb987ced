using System.Globalization;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Commands;

/// <summary>The operator's dead letters: the inbox's rows and the queues' own dead letters, as one list.</summary>
internal sealed class DeadLetterDesk(DeadLetterInbox inbox, AuditLog audit, IDeadLetterQueues queues)
{
    private const string AgencyQueue = "agency-";

    /// <summary>Every dead letter, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetterEntry>> ListAsync(CancellationToken cancellation)
    {
        var rows = (await inbox.ListAsync(Limits.PageRows, cancellation)).ToDictionary(r => r.Key);
        var entries = new List<DeadLetterEntry>();
        foreach (var message in await queues.ListAsync(cancellation))
        {
            // Two sendings of the same bytes in one millisecond share a row: each is an entry.
            if (!rows.Remove(KeyOf(message), out var row) && (row = InItsSecond(rows.Values, message)) is not null) rows.Remove(row.Key);
            entries.Add(Entry(message, row));
        }

        entries.AddRange(rows.Values.Select(r => new DeadLetterEntry(r.Key, r.Queue, null, r.Received, r.Reason, r.Description, r.Agency, null, r)));
        return [.. entries.OrderByDescending(e => e.Received).ThenBy(e => e.Id, StringComparer.Ordinal)];
    }

    /// <summary>One dead letter.</summary>
    /// <exception cref="CommandFailure">There is none with this id.</exception>
    public async Task<DeadLetterEntry> FindAsync(string id, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).FirstOrDefault(e => e.Id == id || (e.Sequence is { } number && AddressOf(e.Queue, number) == id))
        ?? throw new CommandFailure("No dead letter has that id: it may have been replayed or discarded. `hub dead-letters list` shows the ids.");

    /// <summary>The message's bytes; an audit entry says that somebody looked.</summary>
    public async Task<byte[]> BodyAsync(DeadLetterEntry entry, CancellationToken cancellation)
    {
        var number = NumberOf(entry);
        await audit.AddAsync("dead-letter.body", entry.Id, cancellation);
        return (await queues.ListAsync(cancellation)).FirstOrDefault(m => m.Queue == entry.Queue && m.Sequence == number)?.Body.ToArray() ?? throw Gone();
    }

    /// <summary>Puts it back on its queue as a new message.</summary>
    /// <returns>Its new number, where the queue tells.</returns>
    public async Task<long?> ReplayAsync(DeadLetterEntry entry, CancellationToken cancellation)
    {
        var number = NumberOf(entry);
        await audit.AddAsync("dead-letter.replay", entry.Id, cancellation);
        var replayed = await queues.ReplayAsync(entry.Queue, number, cancellation) ?? throw Held();
        if (entry.Row is { } row) await inbox.RemoveAsync(row, cancellation);
        return replayed.Sequence;
    }

    /// <summary>Removes it for good. An entry whose message is gone leaves the list.</summary>
    public async Task DiscardAsync(DeadLetterEntry entry, CancellationToken cancellation)
    {
        await audit.AddAsync("dead-letter.discard", entry.Id, cancellation);
        if (entry.Sequence is { } number && !await queues.DiscardAsync(entry.Queue, number, cancellation)) throw Held();
        if (entry.Row is { } row) await inbox.RemoveAsync(row, cancellation);
    }

    private static DeadLetterEntry Entry(DeadLetterMessage message, DeadLetterRow? row)
    {
        var queue = message.Queue;
        var agency = queue.StartsWith(AgencyQueue, StringComparison.Ordinal) ? queue[AgencyQueue.Length..] : row?.Agency;
        return new DeadLetterEntry(
            row?.Key ?? AddressOf(queue, message.Sequence),
            queue,
            message.Sequence,
            message.EnqueuedAt,
            message.Reason,
            message.Description ?? string.Empty,
            agency,
            message.Body.Length,
            row);
    }

    private static string KeyOf(DeadLetterMessage message) => RefuseMessage.KeyOf(new InboundMessage(
        message.Queue, message.MessageId, message.Body, null, message.DeliveryCount, message.EnqueuedAt));

    /// <summary>Service Bus' REST API tells whole seconds: then it is a row of that second that says the same.</summary>
    private static DeadLetterRow? InItsSecond(IEnumerable<DeadLetterRow> rows, DeadLetterMessage message) =>
        message.EnqueuedAt.ToUnixTimeTicks() % NodaConstants.TicksPerSecond != 0
            ? null
            : rows.FirstOrDefault(r => r.Queue == message.Queue && r.Reason == message.Reason && r.Description == (message.Description ?? string.Empty)
                && r.Received.ToUnixTimeSeconds() == message.EnqueuedAt.ToUnixTimeSeconds());

    internal static string AddressOf(string queue, long number) => string.Create(CultureInfo.InvariantCulture, $"{queue}:{number}");

    private static long NumberOf(DeadLetterEntry entry) => entry.Sequence ?? throw Gone();

    private static CommandFailure Gone() => new(
        "The message itself is no longer in the dead-letter queue: somebody took it there. `hub dead-letters discard` takes the entry off the list.");

    private static CommandFailure Held() => new(
        "Somebody is receiving this dead letter at the moment, or has just taken it. Look again in a minute: hub dead-letters list.");
}

/// <summary>A dead letter as the operator sees it: never client data.</summary>
/// <param name="Id">Its id: the inbox's key, or queue and number.</param>
/// <param name="Queue">The queue it was on.</param>
/// <param name="Sequence">Its number in the dead-letter queue; null where the message is gone.</param>
/// <param name="Received">When the queue took it (UTC).</param>
/// <param name="Reason">The reason's code.</param>
/// <param name="Description">What, where, which rule, the mend.</param>
/// <param name="Agency">Who sent it, where proven; or whose queue it lay on.</param>
/// <param name="Bytes">How large the message is.</param>
/// <param name="Row">Its row in the inbox, where it has one.</param>
internal sealed record DeadLetterEntry(
    string Id, string Queue, long? Sequence, Instant Received, string Reason, string Description, string? Agency, int? Bytes, DeadLetterRow? Row);
