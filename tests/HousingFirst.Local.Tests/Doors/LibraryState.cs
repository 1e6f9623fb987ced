using System.Collections;
using System.Reflection;
using Amqp;
using HousingFirst.Local.Doors.Amqp;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>What AMQPNetLite remembers, read from its insides: it has no counts of its own, and the process's memory belongs to all tests at once.</summary>
internal static class LibraryState
{
    /// <summary>The connections of a door.</summary>
    public static IReadOnlyList<Connection> Connections(AmqpDoor door)
    {
        var connections = (IEnumerable)Inside(Inside(door, "listener")!, "connections")!;
        lock (connections) return [.. connections.Cast<Connection>()];
    }

    /// <summary>Bytes of deliveries that aren't settled, and of frames that aren't sent.</summary>
    public static long Bytes(AmqpDoor door) => Connections(door).Sum(connection =>
        Frames(connection) + ((Session?[])Inside(connection, "localSessions", typeof(Connection))!).OfType<Session>().Sum(session => Deliveries(session, "incomingList") + Deliveries(session, "outgoingList")));

    private static long Frames(Connection connection)
    {
        var queue = (IEnumerable)Inside(Inside(connection, "writer", typeof(Connection))!, "bufferQueue")!;
        lock (queue) return queue.Cast<ByteBuffer>().Sum(buffer => (long)buffer.Capacity);
    }

    private static long Deliveries(Session session, string list)
    {
        lock (Inside(session, "lockObject", typeof(Session))!)
        {
            var bytes = 0L;
            for (var delivery = Inside(Inside(session, list, typeof(Session))!, "head"); delivery is not null; delivery = delivery.GetType().GetProperty("Next")!.GetValue(delivery))
                bytes += 200 + (((ByteBuffer?)delivery.GetType().GetField("Buffer")!.GetValue(delivery))?.Capacity ?? 0);
            return bytes;
        }
    }

    private static object? Inside(object whole, string field, Type? type = null) =>
        (type ?? whole.GetType()).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(whole);
}
