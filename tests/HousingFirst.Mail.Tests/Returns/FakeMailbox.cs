using System.Collections.Concurrent;
using System.Globalization;
using HousingFirst.Mail.Tests.Providers;

namespace HousingFirst.Mail.Tests.Returns;

/// <summary>A mailbox (RFC 1939) that deletes what was marked when it is told goodbye, as they do.</summary>
/// <param name="refuse">A command it breaks off at; null for none.</param>
internal sealed class FakeMailbox(string? refuse = null) : LoopbackServer
{
    public ConcurrentDictionary<int, string> Messages { get; } = [];

    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>Whether it knows UIDL.</summary>
    public bool HasIds { get; init; } = true;

    public string Password { get; init; } = "secret-of-the-test";

    protected override async Task PlayAsync(StreamReader reader, Stream answers, CancellationToken cancellation)
    {
        var held = Messages.OrderBy(m => m.Key).ToArray();
        var gone = new HashSet<int>();
        await SayAsync(answers, "+OK ready\r\n", cancellation);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            Commands.Enqueue(line);
            var words = line.Split(' ');
            if (words[0] == refuse) return;
            var number = words.Length > 1 && int.TryParse(words[1], CultureInfo.InvariantCulture, out var n) ? n : 0;
            var said = words[0] switch
            {
                "CAPA" => "+OK\r\nUSER\r\n" + (HasIds ? "UIDL\r\n" : string.Empty) + ".",
                "USER" => "+OK",
                "PASS" => words[1] == Password ? "+OK" : "-ERR [AUTH] no",
                "STAT" => $"+OK {held.Length} {held.Sum(m => m.Value.Length)}",
                "LIST" => "+OK\r\n" + string.Concat(held.Select((m, i) => $"{i + 1} {m.Value.Length}\r\n")) + ".",
                "UIDL" when HasIds => "+OK\r\n" + string.Concat(held.Select((m, i) => $"{i + 1} id-{m.Key}\r\n")) + ".",
                "RETR" => "+OK\r\n" + held[number - 1].Value.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".",
                "DELE" when gone.Add(number) => "+OK",
                "QUIT" => "+OK bye",
                _ => "-ERR what?",
            };
            if (words[0] == "QUIT") foreach (var i in gone) Messages.TryRemove(held[i - 1].Key, out _);
            await SayAsync(answers, said + "\r\n", cancellation);
            if (words[0] == "QUIT") return;
        }
    }
}
