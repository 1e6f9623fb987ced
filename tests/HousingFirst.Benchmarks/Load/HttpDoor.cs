using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Load;

/// <summary>
/// The Service Bus REST door over raw sockets: requests are bytes made beforehand, an answer is read no further than it must be. What a client
/// costs here is the load's core's, and that core must not be what is measured.
/// </summary>
internal sealed class HttpDoor : IDoor
{
    private byte[][] requests = [];
    private int first;

    public string Name => "HTTP";

    public int PortOf(HubProcess hub) => hub.Port;

    public void Prepare(BenchmarkCorpus corpus, int port, int from, int count)
    {
        first = from;
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        requests = [.. Enumerable.Range(from, count).Select(n => Request(corpus, corpus.Message(n), port, tokens))];
    }

    public async Task<IDoorConnection> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        return new Connection(socket, this);
    }

    private static byte[] Request(BenchmarkCorpus corpus, ChangeMessage message, int port, Dictionary<string, string> tokens)
    {
        if (!tokens.TryGetValue(message.Sender, out var token)) tokens[message.Sender] = token = Token(corpus, message.Sender, port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /client-changes/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {token}\r\nhf-signature: {message.Signature}\r\n"
            + $"Content-Type: application/cloudevents+json\r\nContent-Length: {message.Body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. message.Body];
    }

    private static string Token(BenchmarkCorpus corpus, string agency, int port)
    {
        var scope = Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/client-changes"));
        var expires = DateTimeOffset.UtcNow.AddHours(24).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(corpus.KeyOf(agency)), Encoding.UTF8.GetBytes($"{scope}\n{expires}"));
        return $"SharedAccessSignature sr={scope}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expires}&skn={agency}";
    }

    private sealed class Connection(Socket socket, HttpDoor door) : IDoorConnection
    {
        private readonly byte[] answer = new byte[4096];

        public async ValueTask SendAsync(int message)
        {
            await socket.SendAsync(door.requests[message - door.first]);
            var read = 0;
            while (true)
            {
                var more = await socket.ReceiveAsync(answer.AsMemory(read));
                if (more == 0) throw new InvalidOperationException("The hub closed the connection.");
                read += more;
                if (IsAccepted(answer.AsSpan(0, read))) return;
            }
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Whether the whole answer is there: 201 with an empty body.</summary>
        private static bool IsAccepted(ReadOnlySpan<byte> answer)
        {
            if (!answer.EndsWith("\r\n\r\n"u8) && answer.Length < 4096) return answer.StartsWith("HTTP/1.1 4"u8) ? throw Refused(answer) : false;
            return answer.StartsWith("HTTP/1.1 201"u8) && answer.IndexOf("Content-Length: 0\r\n"u8) > 0 ? true : throw Refused(answer);
        }

        private static InvalidOperationException Refused(ReadOnlySpan<byte> answer) =>
            new("A message was not taken: " + Encoding.ASCII.GetString(answer[..Math.Min(answer.Length, 400)]));
    }
}
