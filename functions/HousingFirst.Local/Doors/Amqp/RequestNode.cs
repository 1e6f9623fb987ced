using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// A node that is asked and answers, on a pair of links of one connection. The library's own request processor wants the reply link's target, which
/// Service Bus's SDKs leave out.
/// </summary>
internal sealed class RequestNode
{
    /// <summary>Of a request's id: it waits with its answer for a client that may never ask for it.</summary>
    private const int LongestId = 256;

    private readonly ConditionalWeakTable<Connection, List<ReplyLink>> replies = [];

    /// <summary>Opens the client's link for requests.</summary>
    public void OpenRequests(ListenerLink link, Attach attach, Func<Message, ValueTask<Message>> answer)
    {
        const int Credit = 32;
        var connection = link.Session.Connection;
        link.InitializeReceiver(Credit, (_, message, _, _) => _ = AnswerAsync(link, connection, message, answer), null);
        link.CompleteAttach(attach, null);
    }

    /// <summary>Opens the client's link for answers.</summary>
    public void OpenReplies(ListenerLink link, Attach attach)
    {
        var reply = new ReplyLink(link, (attach.Target as Target)?.Address);
        var known = replies.GetOrCreateValue(link.Session.Connection);
        lock (known)
        {
            known.RemoveAll(r => r.IsClosed);
            known.Add(reply);
        }

        reply.Open(attach);
    }

    private async Task AnswerAsync(ListenerLink link, Connection connection, Message message, Func<Message, ValueTask<Message>> answer)
    {
        try
        {
            // An answer that nobody could tell from others isn't given; settled first, or the session would remember the request.
            var id = message.Properties?.GetMessageId();
            if (id is string { Length: > LongestId } or byte[] { Length: > LongestId })
                throw new AmqpException(Conditions.Of(Conditions.NotAllowed, $"The request's message-id is over {LongestId} long."));
            var reply = await answer(message);
            // By its name where the reply-to says one; otherwise the latest: the client has asked and waits.
            reply.Properties ??= new Properties();
            if (id is not null) reply.Properties.SetCorrelationId(id);
            link.DisposeMessage(message, new Accepted(), settled: true);
            Find(connection, message.Properties?.ReplyTo)?.Answer(reply);
        }
        catch (AmqpException unreadable)
        {
            // The client left before its answer, or its request's properties can't be read.
            Reject(link, message, unreadable.Error);
        }
        catch (ObjectDisposedException)
        {
            // The client left before its answer: there is nobody to tell.
        }

        message.Dispose();
    }

    private static void Reject(ListenerLink link, Message message, Error error)
    {
        try
        {
            link.DisposeMessage(message, new Rejected { Error = error }, settled: true);
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            // There is nobody to tell.
        }
    }

    private ReplyLink? Find(Connection connection, string? replyTo)
    {
        if (!replies.TryGetValue(connection, out var known)) return null;
        lock (known) return known.FindLast(r => !r.IsClosed && r.Is(replyTo)) ?? known.FindLast(r => !r.IsClosed);
    }
}
