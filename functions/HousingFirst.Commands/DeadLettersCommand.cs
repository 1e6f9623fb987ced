using System.CommandLine;
using System.Globalization;
using System.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub dead-letters</c>: what was not taken or not read, and what an operator does about it.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "dead-letters",
        "Look at messages that were refused, failed or never read; replay or discard them",
        "hub dead-letters list",
        List(parts),
        Show(parts),
        Act(
            parts,
            "replay",
            "Put a dead letter back on its queue, as a new message with the same CloudEvents id. Leaves an audit entry",
            async (desk, entry, cancellation) =>
            {
                var number = await desk.ReplayAsync(entry, cancellation);
                return number is null ? $"Back on {entry.Queue}." : string.Create(CultureInfo.InvariantCulture, $"Back on {entry.Queue} as {number}.");
            }),
        Act(
            parts,
            "discard",
            "Remove a dead letter for good. Leaves an audit entry",
            async (desk, entry, cancellation) =>
            {
                await desk.DiscardAsync(entry, cancellation);
                return "Discarded.";
            }));

    private static Command List(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("list", "List dead letters, newest first", "hub dead-letters list --json", json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var entries = await DeskOf(hub).ListAsync(cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(entries.Select(e => Fields(e, null)));
            else if (entries.Count == 0) await parts.Terminal.Out.WriteLineAsync("No dead letters.");
            else
            {
                parts.Terminal.Table(
                    ["Id", "Received", "Queue", "Agency", "Reason", "What"],
                    entries.Select(e => (string[])
                    [
                        e.Id, hub.Times.Of(e.Received), e.Queue, e.Agency ?? string.Empty, e.Reason, e.Description.Split('\n')[0],
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var id = Id();
        var body = new Option<bool>("--body") { Description = "Print the message too: it may hold a client's data, and leaves an audit entry" };
        var json = CommandParts.Json();
        var command = parts.Command("show", "Show one dead letter", "hub dead-letters show 3f2a9c1b7d5e8a04", id, body, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var desk = DeskOf(hub);
            var entry = await desk.FindAsync(parse.GetRequiredValue(id), cancellation);
            var text = parse.GetValue(body) ? Encoding.UTF8.GetString(await desk.BodyAsync(entry, cancellation)) : null;
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(Fields(entry, text));
                return ExitCodes.Done;
            }

            var lines = new List<string>
            {
                $"id        {entry.Id}",
                $"queue     {entry.Queue}" + (entry.Sequence is { } sequence ? string.Create(CultureInfo.InvariantCulture, $", message {sequence}") : string.Empty),
                $"received  {hub.Times.Of(entry.Received)}",
                $"agency    {entry.Agency ?? "not proven"}",
                "size      " + (entry.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : "the message is gone"),
                $"reason    {entry.Reason}",
            };
            lines.AddRange(entry.Description.Split('\n').Select(line => "  " + Shell.Printable(line)));
            if (text is not null) lines.Add(Shell.Printable(text));
            foreach (var line in lines) await parts.Terminal.Out.WriteLineAsync(line);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Act(
        CommandParts parts, string name, string description, Func<DeadLetterDesk, DeadLetterEntry, CancellationToken, Task<string>> act)
    {
        var id = Id();
        var command = parts.Command(name, description, $"hub dead-letters {name} 3f2a9c1b7d5e8a04", id);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var desk = DeskOf(hub);
            var entry = await desk.FindAsync(parse.GetRequiredValue(id), cancellation);
            await parts.Terminal.Out.WriteLineAsync(await act(desk, entry, cancellation));
            return ExitCodes.Done;
        });
        return command;
    }

    private static DeadLetterDesk DeskOf(OpenHub hub) => new(hub.Hub.DeadLetters, hub.Hub.Audit, hub.Place.DeadLettersOf(hub.At.Directory));

    private static Argument<string> Id() => new("ID") { Description = "As hub dead-letters list prints it, or QUEUE:NUMBER" };

    private static object Fields(DeadLetterEntry entry, string? body) => new
    {
        entry.Id,
        entry.Queue,
        entry.Sequence,
        entry.Received,
        entry.Agency,
        entry.Reason,
        entry.Description,
        entry.Bytes,
        Body = body,
    };
}
