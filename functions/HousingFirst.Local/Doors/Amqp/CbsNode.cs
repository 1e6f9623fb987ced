using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using HousingFirst.Local.Doors.Access;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// <c>$cbs</c>: a client puts a token for each queue before it attaches a link (OASIS AMQP Claims-based Security; Service Bus's SDKs do so by
/// themselves).
/// </summary>
internal sealed class CbsNode
{
    /// <summary>Its address.</summary>
    public const string Address = "$cbs";

    private const string PutToken = "put-token";
    private const string SasType = "servicebus.windows.net:sastoken";

    private readonly RequestNode node = new();

    /// <summary>Opens the link on which tokens come.</summary>
    public void Requests(ListenerLink link, Attach attach, AmqpPeer peer) => node.OpenRequests(link, attach, message => new(Answer(Put(message, peer))));

    /// <summary>Opens the link on which their answers go.</summary>
    public void Replies(ListenerLink link, Attach attach) => node.OpenReplies(link, attach);

    private static AccessRefusal? Put(Message message, AmqpPeer peer)
    {
        var asked = message.ApplicationProperties?.Map;
        if (asked?["operation"] as string != PutToken)
            return QueueAccess.Unauthorized($"MalformedRequest: `$cbs` knows one operation, `{PutToken}`.");
        if (asked["type"] is string type && type != SasType)
            return QueueAccess.Unauthorized($"MalformedRequest: the token's type is not `{SasType}`, the one kind here.");
        return SasToken.TryParse((message.BodySection as AmqpValue)?.Value as string, out var token, out var defect)
            ? peer.Take(token)
            : QueueAccess.Unauthorized(defect);
    }

    private static Message Answer(AccessRefusal? refused) => new()
    {
        ApplicationProperties = new ApplicationProperties
        {
            ["status-code"] = refused is null ? 202 : 401,
            ["status-description"] = refused?.Detail ?? "Accepted",
        },
    };
}
