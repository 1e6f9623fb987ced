using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Transactions;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>Gives each link that a client attaches to what answers it: a queue, or <c>$cbs</c>; or says why not.</summary>
internal sealed class AmqpContainer(AmqpDoorParts parts, AmqpListener accepting) : IContainer
{
    private readonly CbsNode cbs = new();

    /// <inheritdoc/>
    public X509Certificate2? ServiceCertificate => null;

    /// <inheritdoc/>
    public IDictionary<string, TransportProvider> CustomTransports { get; } = new Dictionary<string, TransportProvider> { ["amqp"] = accepting };

    /// <inheritdoc/>
    public Message CreateMessage(ByteBuffer buffer) => SizedMessage.Of(buffer);

    /// <inheritdoc/>
    public Link CreateLink(ListenerConnection connection, ListenerSession session, Attach attach) => new ListenerLink(session, attach);

    /// <inheritdoc/>
    /// <returns>False: the link is completed here.</returns>
    public bool AttachLink(ListenerConnection connection, ListenerSession session, Link link, Attach attach)
    {
        var listening = (ListenerLink)link;
        if (Attached(connection, listening, attach) is { } error) listening.CompleteAttach(attach, error);
        return false;
    }

    private Error? Attached(ListenerConnection connection, ListenerLink link, Attach attach)
    {
        var peer = (AmqpPeer)connection.Principal;
        // The client's role: true receives.
        if (attach.Role) return Receive(link, attach);
        if (attach.Target is Coordinator) return Conditions.Of(Conditions.NotImplemented, "The queues have no transactions; a batch is kept whole or not at all.");
        if (AddressOf((attach.Target as Target)?.Address) is not { } name)
            return Conditions.Of(Conditions.NotFound, "The link names no target. Attach to a queue, such as `client-changes`.");
        if (name == CbsNode.Address)
        {
            cbs.Requests(link, attach, peer);
            return null;
        }

        var address = QueueAddress.Parse(name);
        if (peer.Admit(address, DoorRight.Send, out _) is { } refused) return Conditions.Of(refused);
        SendingLink.Open(link, attach, peer, address, parts);
        return null;
    }

    private Error? Receive(ListenerLink link, Attach attach)
    {
        if (AddressOf((attach.Source as Source)?.Address) != CbsNode.Address)
            return Conditions.Of(Conditions.NotImplemented, "Messages are received over HTTP here: POST /agency-{your id}/messages/head.");
        cbs.Replies(link, attach);
        return null;
    }

    /// <summary>A node's name from an address: clients write <c>client-changes</c>, <c>/client-changes</c> or the whole URL.</summary>
    private static string? AddressOf(string? address)
    {
        if (string.IsNullOrEmpty(address)) return null;
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            var slash = address.IndexOf('/', scheme + 3);
            address = slash < 0 ? "" : address[slash..];
        }

        address = address.Trim('/');
        return address.Length == 0 ? null : address;
    }
}
