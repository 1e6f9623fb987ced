using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HousingFirst.Local.Doors;

/// <summary>
/// What the web server bears from slow and hostile clients. A silent or dripping connection costs a socket for seconds, never the hub.
/// </summary>
internal static class HttpLimits
{
    /// <summary>Listens on 127.0.0.1 only, HTTP/1.1, within limits.</summary>
    /// <param name="options">The server's.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    public static void Apply(KestrelServerOptions options, int port)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        limits.MaxConcurrentConnections = 512;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestBodySize = DoorSettings.LargestBody;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        options.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
    }
}
