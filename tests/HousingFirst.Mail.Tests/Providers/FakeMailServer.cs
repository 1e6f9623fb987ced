using System.Collections.Concurrent;

namespace HousingFirst.Mail.Tests.Providers;

/// <summary>A mail server (RFC 5321) that says 250 to everything but what a test gives another answer.</summary>
/// <param name="answers">
/// By command (<c>GREETING EHLO AUTH MAIL RCPT DATA END</c>, the last for the mail's end): the answer; empty closes without one; null says nothing.
/// </param>
internal sealed class FakeMailServer(params (string Command, string? Answer)[] answers) : LoopbackServer
{
    public ConcurrentQueue<string> Commands { get; } = [];

    public ConcurrentQueue<string> Mails { get; } = [];

    protected override async Task PlayAsync(StreamReader reader, Stream stream, CancellationToken cancellation)
    {
        if (!await SaysAsync("GREETING", "220 mail.example ESMTP")) return;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            Commands.Enqueue(line);
            var command = line.Split(' ')[0].ToUpperInvariant();
            var usual = command switch
            {
                "EHLO" => "250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME",
                "AUTH" => "235 2.7.0 Welcome",
                "DATA" => "354 Go on",
                "QUIT" => "221 Bye",
                _ => "250 2.1.0 Ok",
            };
            if (!await SaysAsync(command, usual) || command == "QUIT") return;
            if (command != "DATA" || answers.Any(a => a.Command == "DATA")) continue;
            var mail = new List<string>();
            while (await reader.ReadLineAsync(cancellation) is { } text && text != ".") mail.Add(text);
            Mails.Enqueue(string.Join("\r\n", mail));
            if (!await SaysAsync("END", "250 2.0.0 Taken")) return;
        }

        async Task<bool> SaysAsync(string command, string usual)
        {
            var answer = answers.Where(a => a.Command == command).Select(a => a.Answer).DefaultIfEmpty(usual).Single();
            if (answer is null) await Task.Delay(Timeout.Infinite, cancellation);
            if (answer is { Length: > 0 }) await SayAsync(stream, answer + "\r\n", cancellation);
            return answer is { Length: > 0 };
        }
    }
}
