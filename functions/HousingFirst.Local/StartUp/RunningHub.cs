using NodaTime;

namespace HousingFirst.Local.StartUp;

/// <summary>A hub that runs.</summary>
/// <param name="HttpPort">Its HTTP door's port on 127.0.0.1.</param>
/// <param name="AmqpPort">Its AMQP door's port on 127.0.0.1.</param>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">Since when, to the second.</param>
internal sealed record RunningHub(int HttpPort, int AmqpPort, int Pid, Instant StartedAt);
