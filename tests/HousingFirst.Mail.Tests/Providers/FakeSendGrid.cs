using System.Collections.Concurrent;
using System.Globalization;

namespace HousingFirst.Mail.Tests.Providers;

/// <summary>Takes a request whole, then says something, or nothing.</summary>
/// <param name="answer">The bytes of the answer; empty: closes without one; null: says nothing for as long as it is asked.</param>
internal sealed class FakeSendGrid(string? answer) : LoopbackServer
{
    public ConcurrentQueue<(string Head, string Body)> Requests { get; } = [];

    public static string Answer(string status, string body = "", string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n{body}");

    protected override async Task PlayAsync(StreamReader reader, Stream answers, CancellationToken cancellation)
    {
        var head = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 } line) head.Add(line);
        var length = int.Parse(head.Single(h => h.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..], CultureInfo.InvariantCulture);
        var body = new char[length];
        await reader.ReadBlockAsync(body, cancellation);
        Requests.Enqueue((string.Join('\n', head), new string(body)));
        if (answer is null) await Task.Delay(Timeout.Infinite, cancellation);
        else await SayAsync(answers, answer, cancellation);
    }
}
