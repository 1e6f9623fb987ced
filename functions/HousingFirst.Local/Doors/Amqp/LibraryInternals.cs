using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// The five internals of AMQPNetLite that a sending endpoint can't do without; its version is pinned, and tests fail where one is gone. The
/// library sets a link's credit to zero at a flow that adds none, tells an endpoint of flows only where it was registered by address, and answers
/// a drain by a flow that doesn't say so, which clients wait for (what a flow says is read from the link when it is written, whatever is passed);
/// what a client's window keeps back it holds without limit.
/// </summary>
internal static class LibraryInternals
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "InitializeLinkEndpoint")]
    public static extern void InitializeLinkEndpoint(ListenerLink link, LinkEndpoint endpoint, uint credit);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref uint Credit(ListenerLink link);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "drain")]
    public static extern ref bool Drain(ListenerLink link);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "outgoingWindow")]
    public static extern ref uint OutgoingWindow(Session session);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendFlow")]
    public static extern void SendFlow(Link link, uint deliveryCount, uint credit, bool drain);
}
