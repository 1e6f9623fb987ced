using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Transactions;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>Gives each link that a client attaches to what answers it: a queue, or <c>$cbs</c>; or says why not.</summary>
internal sealed class AmqpContainer(AmqpDoorParts parts, AmqpListener accepting) : IContainer, IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly CbsNode cbs = new();
    private readonly Settling settling = new(parts);
    private readonly ManagementNode management = new(parts);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Task, bool> receiving = new();
    private int disposed;

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

    /// <summary>Ends every receiving link, and waits until what was locked for it and not sent is given back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        closing.Cancel();
        // What doesn't end in time is left to its locks.
        if (Task.WaitAll([.. receiving.Keys], LongestStop)) closing.Dispose();
    }

    private Error? Attached(ListenerConnection connection, ListenerLink link, Attach attach)
    {
        var peer = (AmqpPeer)connection.Principal;
        // The client's role: true receives.
        if (attach.Role) return Receive(link, attach, peer);
        if (attach.Target is Coordinator) return Conditions.Of(Conditions.NotImplemented, "The queues have no transactions; a batch is kept whole or not at all.");
        if (AddressOf((attach.Target as Target)?.Address) is not { } name)
            return Conditions.Of(Conditions.NotFound, "The link names no target. Attach to a queue, such as `client-changes`.");
        if (name == CbsNode.Address)
        {
            cbs.Requests(link, attach, peer);
            return null;
        }

        if (ManagementNode.IsNamedBy(name, out var managed))
        {
            if (ManagementNode.Refuse(peer, managed) is { } why) return Conditions.Of(why);
            management.Requests(link, attach, peer, managed);
            return null;
        }

        var address = QueueAddress.Parse(name);
        if (peer.Admit(address, DoorRight.Send, out _) is { } refused) return Conditions.Of(refused);
        SendingLink.Open(link, attach, peer, address, parts);
        return null;
    }

    private Error? Receive(ListenerLink link, Attach attach, AmqpPeer peer)
    {
        if (AddressOf((attach.Source as Source)?.Address) is not { } name)
            return Conditions.Of(Conditions.NotFound, $"The link names no source. Attach to your own queue, `{QueueNames.OfAgency("")}` and your agency's id.");
        if (name == CbsNode.Address)
        {
            cbs.Replies(link, attach);
            return null;
        }

        if (ManagementNode.IsNamedBy(name, out var managed))
        {
            if (ManagementNode.Refuse(peer, managed) is { } why) return Conditions.Of(why);
            management.Replies(link, attach);
            return null;
        }

        var address = QueueAddress.Parse(name);
        if (peer.Admit(address, DoorRight.Listen, out _) is { } refused) return Conditions.Of(refused);
        var giving = ReceivingLink.Open(link, attach, peer, address, parts, settling, closing.Token);
        receiving[giving] = true;
        _ = giving.ContinueWith(ended => receiving.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
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
