namespace HousingFirst.Local.Doors.Amqp;

/// <summary>What the AMQP door bears from slow and hostile clients. Real seconds of a caller on the line, not the hub's clock.</summary>
internal sealed record AmqpLimits
{
    /// <summary>The largest frame, as Service Bus announces it.</summary>
    public const int LargestFrame = 64 * 1024;

    /// <summary>Open connections at once. One more takes the place of the stranger who has been there longest; where all are proven, it is closed.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>From the connection to <c>open</c>: SASL and the protocol's header.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From <c>open</c> to the first key or token that is good.</summary>
    public TimeSpan Proof { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From a frame's first byte to its last.</summary>
    public TimeSpan Frame { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may leave what it is sent unread.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent; half of it is announced, and clients send empty frames in time.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Sessions of a connection: the SDKs open one a link.</summary>
    public ushort Sessions { get; init; } = 128;

    /// <summary>Links of a session.</summary>
    public int Links { get; init; } = 64;

    /// <summary>Messages in work of a sending link: what its credit lets it send before the first is settled.</summary>
    public int Credit { get; init; } = 512;

    /// <summary>Messages that a receiving link may hold unsettled: at that many it gets no more until it settles some.</summary>
    public int Unsettled { get; init; } = 2048;

    /// <summary>Bytes in work of a connection: over it, messages are refused as the hub being busy.</summary>
    public int BytesInWork { get; init; } = 8 * 1024 * 1024;
}
