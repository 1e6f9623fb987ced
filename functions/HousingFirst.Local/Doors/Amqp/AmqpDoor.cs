using Amqp;
using Amqp.Listener;
using HousingFirst.Local.StartUp;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// The hub's AMQP 1.0 door on 127.0.0.1: for the official Service Bus SDKs (with <c>UseDevelopmentEmulator=true</c>) and any AMQP 1.0 client.
/// </summary>
internal sealed class AmqpDoor : IDisposable
{
    /// <summary>The port where nothing else is said: the one that the SDKs' development emulator setting expects.</summary>
    public const int DefaultPort = 5672;

    private readonly ConnectionListener listener;
    private readonly AmqpListener accepting;
    private readonly AmqpContainer container;

    private AmqpDoor(ConnectionListener listener, AmqpListener accepting, AmqpContainer container) =>
        (this.listener, this.accepting, this.container) = (listener, accepting, container);

    /// <summary>The port it listens on.</summary>
    public int Port => accepting.Port;

    /// <summary>How many clients are connected now.</summary>
    public int Connections => accepting.Connections;

    /// <summary>Opens the door.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="port">The port on 127.0.0.1; 0 takes a free one.</param>
    /// <exception cref="CannotStartException">The port is busy or reserved.</exception>
    public static AmqpDoor Open(AmqpDoorParts parts, int port)
    {
        var accepting = new AmqpListener(parts, port);
        try
        {
            accepting.Start();
        }
        catch (Exception)
        {
            accepting.Dispose();
            throw;
        }

        var container = new AmqpContainer(parts, accepting);
        var listener = new ConnectionListener(new Address("127.0.0.1", accepting.Port, null, null, "/", "amqp"), container);
        var tags = new DeliveredMessage.Tags();
        listener.HandlerFactory = _ => tags;
        listener.AMQP.ContainerId = "housing-first-hub";
        listener.AMQP.MaxFrameSize = AmqpLimits.LargestFrame;
        listener.AMQP.MaxSessionsPerConnection = parts.Limits.Sessions;
        listener.AMQP.MaxLinksPerSession = parts.Limits.Links;
        listener.AMQP.IdleTimeout = (int)parts.Limits.Idle.TotalMilliseconds;
        listener.Open();
        return new AmqpDoor(listener, accepting, container);
    }

    /// <summary>Closes the port and says goodbye to every client; what was accepted is on disk.</summary>
    public void Dispose()
    {
        try
        {
            listener.Close();
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
            // The library stumbles over a client that leaves at the same time.
        }

        container.Dispose();
        accepting.LetGo();
    }
}
