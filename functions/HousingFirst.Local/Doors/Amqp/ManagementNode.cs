using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// <c>{queue}/$management</c>: what Service Bus's clients ask for besides sending and receiving
/// (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response): to renew a lock, to settle without the link that
/// received, to peek and to schedule.
/// </summary>
internal sealed class ManagementNode(AmqpDoorParts parts)
{
    /// <summary>What an address ends with that means a queue's management.</summary>
    public const string Suffix = "/$management";

    private const string Schedule = "com.microsoft:schedule-message";
    private const int MostTokens = 100;
    private const int MostPeeked = 250;
    private const int MostPeekedBytes = DoorSettings.LargestBody;

    private readonly RequestNode node = new();
    private readonly Settling settling = new(parts);

    /// <summary>The queue whose management an address names, if it does.</summary>
    public static bool IsNamedBy(string address, out QueueAddress queue)
    {
        var named = address.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && address.Length > Suffix.Length;
        queue = named ? QueueAddress.Parse(address[..^Suffix.Length]) : default;
        return named;
    }

    /// <summary>Why a caller may not ask here: it may neither receive from the queue nor send to it.</summary>
    /// <returns>Null where it may.</returns>
    public static AccessRefusal? Refuse(AmqpPeer peer, QueueAddress address)
    {
        var refused = peer.Admit(address, DoorRight.Listen, out _, Suffix);
        return refused is null || peer.Admit(address, DoorRight.Send, out _, Suffix) is null ? null : refused;
    }

    /// <summary>Opens the link on which requests come.</summary>
    public void Requests(ListenerLink link, Attach attach, AmqpPeer peer, QueueAddress address) =>
        node.OpenRequests(link, attach, async request => await AnswerAsync(request, peer, address));

    /// <summary>Opens the link on which their answers go.</summary>
    public void Replies(ListenerLink link, Attach attach) => node.OpenReplies(link, attach);

    private static Message Reply(int code, string words, object? body = null, string? condition = null)
    {
        var reply = new Message
        {
            ApplicationProperties = new ApplicationProperties { ["statusCode"] = code, ["statusDescription"] = words },
            BodySection = new AmqpValue { Value = body },
        };
        if (condition is not null) reply.ApplicationProperties["errorCondition"] = condition;
        return reply;
    }

    private static Message Reply(Error error) => Reply(
        (string)error.Condition switch
        {
            Conditions.LockLost => 410,
            Conditions.Unauthorized => 401,
            Conditions.NotFound => 404,
            Conditions.Busy => 503,
            Conditions.NotImplemented => 501,
            Conditions.TooLarge => 413,
            _ => 400,
        },
        error.Description, condition: error.Condition);

    private static Message Wrong(string what) => Reply(Conditions.Of(Conditions.Argument, $"InvalidRequest: {what}. Nothing was done."));

    private static Guid[]? Tokens(Map asked) => asked["lock-tokens"] is Guid[] { Length: > 0 and <= MostTokens } tokens ? tokens : null;

    private async ValueTask<Message> AnswerAsync(Message request, AmqpPeer peer, QueueAddress address)
    {
        try
        {
            var operation = request.ApplicationProperties?.Map["operation"] as string;
            Func<string, QueueAddress, Map, Task<Message>>? work = operation switch
            {
                "com.microsoft:renew-lock" => RenewAsync,
                "com.microsoft:update-disposition" => SettleAsync,
                "com.microsoft:peek-message" => PeekAsync,
                Schedule => ScheduleAsync,
                _ => null,
            };
            if (work is null)
                return Reply(Conditions.Of(Conditions.NotImplemented,
                    "NotImplemented: this node renews locks, settles, peeks and schedules; it knows no deferred messages, no sessions and no rules, and what is scheduled stays so."));
            if (peer.Admit(address, operation == Schedule ? DoorRight.Send : DoorRight.Listen, out var agency, Suffix) is { } refused)
                return Reply(Conditions.Of(refused));
            return (request.BodySection as AmqpValue)?.Value is Map asked ? await work(agency, address, asked) : Wrong("the body isn't one map");
        }
#pragma warning disable CA1031 // Whatever failed, the caller waits for an answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Reply(settling.Failed(fault));
        }
    }

    private async Task<Message> RenewAsync(string agency, QueueAddress address, Map asked)
    {
        if (Tokens(asked) is not { } tokens) return Wrong($"`lock-tokens`: not an array of 1 to {MostTokens} UUIDs");
        var queues = parts.Door.Queues;
        var expirations = new DateTime[tokens.Length];
        for (var i = 0; i < expirations.Length; i++)
        {
            if (await queues.FindLockedAsync(address.ToString(), null, tokens[i]) is not { } held) return Reply(Settling.Lost());
            if (await queues.RenewAsync(address.ToString(), held.Message.Sequence, tokens[i], parts.Door.Settings.LockDuration) is not { } until)
                return Reply(Settling.Lost());
            expirations[i] = until.ToDateTimeUtc();
        }

        return Reply(200, "OK", new Map { ["expirations"] = expirations });
    }

    private async Task<Message> SettleAsync(string agency, QueueAddress address, Map asked)
    {
        if (Tokens(asked) is not { } tokens) return Wrong($"`lock-tokens`: not an array of 1 to {MostTokens} UUIDs");
        var settlement = Settlement.Of(asked["disposition-status"] as string, asked["deadletter-reason"] as string, asked["deadletter-description"] as string);
        foreach (var token in tokens)
        {
            if (await settling.SettleAsync(agency, address, token, settlement) is { } error) return Reply(error);
        }

        return Reply(200, "OK");
    }

    private async Task<Message> PeekAsync(string agency, QueueAddress address, Map asked)
    {
        if (asked["from-sequence-number"] is not long from || asked["message-count"] is not int count || count <= 0)
            return Wrong("`from-sequence-number` isn't a long, or `message-count` not an int over zero");
        var messages = new List();
        var size = 0;
        foreach (var message in await parts.Door.Queues.BrowseAsync(address.ToString(), from, Math.Min(count, MostPeeked)))
        {
            var encoded = DeliveredMessage.Peeked(message).Encode();
            size += encoded.Length;
            if (size > MostPeekedBytes && messages.Count > 0) break;
            messages.Add(new Map { ["message"] = encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray() });
        }

        return messages.Count > 0 ? Reply(200, "OK", new Map { ["messages"] = messages }) : Reply(204, "There is none from this number on.");
    }

    private async Task<Message> ScheduleAsync(string agency, QueueAddress address, Map asked)
    {
        if (asked["messages"] is not List { Count: > 0 } entries) return Wrong("`messages`: not a list of at least one");
        var messages = new List<NewMessage>(entries.Count);
        foreach (var entry in entries)
        {
            if ((entry as Map)?["message"] is not byte[] bytes || IncomingMessage.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length)) is not { } encoded)
                return Wrong($"`messages[{messages.Count}].message`: not an encoded AMQP message");
            if (IncomingMessage.Read(encoded, out var read) is { } defect) return Reply(defect);
            if (read is not [{ ScheduledFor: not null } one])
                return Wrong($"`messages[{messages.Count}]`: has no annotation `x-opt-scheduled-enqueue-time`, or is a batch");
            messages.Add(one);
        }

        return await SendingLink.StoreAsync(parts, agency, address, messages) switch
        {
            (var sequences, null) => Reply(200, "OK", new Map { ["sequence-numbers"] = sequences.ToArray() }),
            (_, { } busy) => Reply(busy),
        };
    }
}
