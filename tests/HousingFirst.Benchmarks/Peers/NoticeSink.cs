using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HousingFirst.Benchmarks.Peers;

/// <summary>
/// The agencies' systems, on the load's core: takes <c>POST /QUEUE/messages</c>, keeps the body and answers 201. Over raw sockets, so that it is
/// never what is measured; nothing is parsed before the clock stops.
/// </summary>
internal sealed class NoticeSink : IPeerOutputs, IAsyncDisposable
{
    private static readonly byte[] Kept = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
    private static readonly byte[] Closed = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<(string Path, byte[] Body)> posts = new();
    private readonly ConcurrentQueue<Exception> defects = new();
    private readonly Task accepting;
    private long count;

    /// <summary>Listens.</summary>
    public NoticeSink()
    {
        listener.Start(512);
        accepting = AcceptAsync();
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ValueTask<long> CountAsync(CancellationToken cancellation) => defects.TryPeek(out var defect)
        ? throw new InvalidOperationException("The sink didn't understand a post.", defect)
        : ValueTask.FromResult(Interlocked.Read(ref count));

    public IEnumerable<string> Ledger() => posts.Select(p => PeerGate.Line(p.Path.Split('/')[1], p.Body));

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        socket.NoDelay = true;
        var buffer = new byte[16 * 1024];
        var held = 0;
        try
        {
            while (true)
            {
                int head;
                while ((head = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8)) < 0)
                {
                    var more = await socket.ReceiveAsync(buffer.AsMemory(held));
                    if (more == 0) return;
                    held += more;
                }

                var lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
                var end = head + 4 + int.Parse(Header(lines, "content-length:")!, System.Globalization.CultureInfo.InvariantCulture);
                while (held < end)
                {
                    var more = await socket.ReceiveAsync(buffer.AsMemory(held));
                    if (more == 0) throw new EndOfStreamException("A post ended early.");
                    held += more;
                }

                posts.Enqueue((lines[0].Split(' ')[1], buffer[(head + 4)..end]));
                Interlocked.Increment(ref count);
                var close = string.Equals(Header(lines, "connection:"), "close", StringComparison.OrdinalIgnoreCase);
                await socket.SendAsync(close ? Closed : Kept);
                if (close)
                {
                    socket.Shutdown(SocketShutdown.Send);
                    return;
                }

                buffer.AsSpan(end, held - end).CopyTo(buffer);
                held -= end;
            }
        }
        catch (SocketException)
        {
            // The peer was ended with its connections open; what it had not posted is missing from the ledger.
        }
        catch (Exception defect)
        {
            defects.Enqueue(defect);
        }
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..].Trim();
}
