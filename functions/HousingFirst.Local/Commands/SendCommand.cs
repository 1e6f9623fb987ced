using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HousingFirst.Commands;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub send</c>: signs messages and puts each durably on its queue, then says what became of it.</summary>
internal static class SendCommand
{
    /// <summary>How long a running hub is waited for. It answers in milliseconds; when it doesn't, the message is safe all the same.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    public static Command Create(LocalParts parts)
    {
        var agency = CommandParts.As("The agency that sends", required: true);
        var files = new Argument<string[]>("FILE") { Description = "Messages; - reads standard input", Arity = ArgumentArity.OneOrMore };
        var noWait = new Option<bool>("--no-wait") { Description = "Don't wait to hear what became of them" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "send",
            "Sign messages, put them on their queues, and say what became of them",
            "hub sample away.hospital.out --as prairie-hospital > change.json\nhub send --as prairie-hospital change.json",
            agency,
            files,
            noWait,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenLocalAsync(parse, cancellation);
            var key = hub.KeyOf(parse.GetValue(agency)!);
            var sent = new List<SentMessage>();
            foreach (var file in await InputFile.ReadAllAsync(parts.Terminal, parse.GetRequiredValue(files), cancellation))
                sent.Add(await SendAsync(hub, key, file, cancellation));
            var running = hub.Local.Folder.FindRunning() is not null;
            if (running && !parse.GetValue(noWait)) await WaitAsync(hub, sent, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(sent);
            else await PrintAsync(parts, parse, sent, running);
            return sent.Exists(m => m.Outcome == SentOutcome.Refused) ? ExitCodes.Refused : ExitCodes.Done;
        });
        return command;
    }

    private static async Task<SentMessage> SendAsync(OpenLocalHub hub, AgencyKey key, InputFile file, CancellationToken cancellation)
    {
        // What can't be read goes where the hub answers it.
        var (type, change, notice) = Look(file.Body);
        var queue = (type is null ? null : MessageTypes.QueueOf(type)) ?? QueueNames.ClientChanges;
        var message = new NewMessage(file.Body)
        {
            ContentType = OutgoingMessage.ContentType,
            Properties = new Dictionary<string, string> { [Signature.Property] = Signature.Of(key, file.Body) },
        };
        var sequence = (await hub.Local.Database.Queues.SendAsync(queue, [message], cancellation))[0];
        return new SentMessage(file.Name, queue, sequence, change, notice);
    }

    /// <summary>What can be seen of a message before the hub reads it: its type, the key a change will have, the notice an answer is about.</summary>
    private static (string? Type, string? Change, string? Notice) Look(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return default;
            var type = Text(root, "type");
            var isChange = type == MessageTypes.ClientChanged && Text(root, "source") is not null && Text(root, "id") is not null;
            var notice = type == MessageTypes.NoticeAcknowledged && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? Text(data, "notice")
                : null;
            return (type, isChange ? Envelope.KeyOf(Text(root, "source")!, Text(root, "id")!) : null, notice);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A message is taken when it is off its queue, and refused when it is a dead letter; it keeps its number either way.</summary>
    private static async Task WaitAsync(OpenLocalHub hub, List<SentMessage> sent, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        var queues = hub.Local.Database.Queues;
        while (sent.Exists(m => m.Outcome == SentOutcome.Waiting) && TimeProvider.System.GetElapsedTime(began) < Longest)
        {
            for (var i = 0; i < sent.Count; i++)
            {
                var message = sent[i];
                if (message.Outcome != SentOutcome.Waiting) continue;
                if (await queues.BrowseAsync(message.Queue, message.Sequence, 1, cancellation) is [var held, ..] && held.Sequence == message.Sequence) continue;
                var dead = await queues.BrowseDeadLettersAsync(message.Sequence, 1, cancellation) is [var letter, ..] && letter.Sequence == message.Sequence
                    ? letter.DeadLetter
                    : null;
                sent[i] = message with
                {
                    Outcome = dead is null ? SentOutcome.Accepted : SentOutcome.Refused,
                    Reason = dead?.Reason,
                    Defects = dead?.Description?.Split('\n') ?? [],
                };
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), cancellation);
        }
    }

    private static async Task PrintAsync(LocalParts parts, ParseResult parse, List<SentMessage> sent, bool running)
    {
        var (terminal, folder) = (parts.Terminal, parts.SameFolder(parse));
        foreach (var message in sent)
        {
            var key = message.Change is null || message.Outcome == SentOutcome.Refused ? string.Empty : $", change {message.Change}";
            await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{message.File}: on {message.Queue} as {message.Sequence}{key}"));
            switch (message.Outcome)
            {
                case SentOutcome.Refused:
                    await terminal.Error.WriteLineAsync($"{message.File}: refused ({message.Reason}); mend it and send it again:");
                    foreach (var defect in message.Defects) await terminal.Error.WriteLineAsync("  " + Shell.Printable(defect));
                    break;
                case SentOutcome.Accepted:
                    await terminal.Out.WriteLineAsync("  accepted" + (message.Change is null ? string.Empty : $". Who is told: hub coverage {message.Change}{folder}"));
                    break;
                default:
                    await terminal.Out.WriteLineAsync("  " + Waiting(message, running, folder));
                    break;
            }
        }
    }

    private static string Waiting(SentMessage message, bool running, string folder)
    {
        var then = message.Change is null ? "hub dead-letters list" : $"hub coverage {message.Change}";
        return running
            ? $"safe on the queue, no answer yet. Later: {then}{folder}"
            : $"safe on the queue. No hub is running here: it takes this when it is up (hub up{folder}). Then: {then}{folder}";
    }
}

/// <summary>What became of a message that was sent.</summary>
internal enum SentOutcome
{
    /// <summary>Safe on its queue; not known to be taken.</summary>
    Waiting,

    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>A dead letter.</summary>
    Refused,
}

/// <summary>A message that was sent.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="Queue">The queue it is on.</param>
/// <param name="Sequence">Its number there.</param>
/// <param name="Change">The key of its change, where it is one.</param>
/// <param name="Notice">The notice it answers, where it is an answer.</param>
internal sealed record SentMessage(string File, string Queue, long Sequence, string? Change, string? Notice)
{
    /// <summary>What became of it.</summary>
    public SentOutcome Outcome { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<string> Defects { get; init; } = [];
}
