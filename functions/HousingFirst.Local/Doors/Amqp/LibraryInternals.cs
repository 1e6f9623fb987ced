using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// The four internals of AMQPNetLite that a sending endpoint can't do without; its version is pinned, and tests fail where one is gone. The
/// library sets a link's credit to zero at a flow that adds none, tells an endpoint of flows only where it was registered by address, and has no
/// way to answer a drain as clients expect; what a client's window keeps back it holds without limit.
/// </summary>
internal static class LibraryInternals
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "InitializeLinkEndpoint")]
    public static extern void InitializeLinkEndpoint(ListenerLink link, LinkEndpoint endpoint, uint credit);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref uint Credit(ListenerLink link);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "outgoingWindow")]
    public static extern ref uint OutgoingWindow(Session session);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendFlow")]
    public static extern void SendFlow(Link link, uint deliveryCount, uint credit, bool drain);
}
