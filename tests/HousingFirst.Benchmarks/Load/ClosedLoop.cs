using System.Diagnostics;

namespace HousingFirst.Benchmarks.Load;

/// <summary>Senders that each wait for their answer before they send again.</summary>
internal static class ClosedLoop
{
    /// <summary>Opens the senders' connections.</summary>
    public static async Task<IReadOnlyList<IDoorConnection>> ConnectAsync(IDoor door, int port, int senders, CancellationToken cancellation)
    {
        var connections = new List<IDoorConnection>();
        for (var i = 0; i < senders; i++) connections.Add(await door.ConnectAsync(port, cancellation));
        return connections;
    }

    /// <summary>Sends messages, as many at once as there are connections.</summary>
    /// <param name="connections">One a sender.</param>
    /// <param name="from">The first message's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="pause">How long a sender rests after each answer.</param>
    /// <param name="cancellation">Ends it between two messages.</param>
    /// <returns>How long each took, in microseconds.</returns>
    public static async Task<double[]> RunAsync(
        IReadOnlyList<IDoorConnection> connections, int from, int count, TimeSpan pause, CancellationToken cancellation)
    {
        var took = new double[count];
        var next = -1;
        await Task.WhenAll(connections.Select(SendAsync));
        return took;

        async Task SendAsync(IDoorConnection connection)
        {
            while (Interlocked.Increment(ref next) is var n && n < count)
            {
                cancellation.ThrowIfCancellationRequested();
                var start = Stopwatch.GetTimestamp();
                await connection.SendAsync(from + n);
                took[n] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                if (pause > TimeSpan.Zero) await Task.Delay(pause, cancellation);
            }
        }
    }
}
