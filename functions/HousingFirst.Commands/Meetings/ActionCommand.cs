using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.Meetings;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting action</c>: what agencies took on.</summary>
internal static class ActionCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "action", "What agencies took on at meetings, with the last day", "hub meeting action list", List(parts), Add(parts), Close(parts));

    private static Command List(CommandParts parts)
    {
        var json = CommandParts.Json();
        var all = new Option<bool>("--all") { Description = "Closed ones as well" };
        var command = parts.Command("list", "Show the open actions, the earliest last day first", "hub meeting action list", all, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var actions = (await hub.Hub.Meetings.Actions.AllAsync(cancellation)).Where(a => parse.GetValue(all) || a.Closed is null).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(actions.Select(a => new { a.Id, a.Meeting, a.Owner, a.What, a.Due, a.Closed, a.IsDropped, Overdue = a.IsOverdue(hub.At.Today) }));
            else
            {
                parts.Terminal.Table(
                    ["Action", "Meeting", "Owner", "What", "Last day", "Note"],
                    actions.Select(a => (string[])
                    [
                        a.Id, a.Meeting, a.Owner, a.What, LocalDatePattern.Iso.Format(a.Due), a.IsOverdue(hub.At.Today) ? "overdue" : a.Closed is null ? string.Empty : a.IsDropped ? "dropped" : "done",
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Add(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var what = new Argument<string>("WHAT") { Description = "What is to be done; nothing about any client: an action outlives the meeting" };
        var owner = new Option<string>("--owner") { Description = "The agency that does it", HelpName = "AGENCY", Required = true };
        var due = new Option<string>("--due") { Description = "The last day, 2026-12-31", HelpName = "DAY", Required = true };
        var command = parts.Command(
            "add", "Record an action. Leaves an audit entry", "hub meeting action add meetings-2026-12-09 \"ask the city for a second van\" --owner river-icm --due 2026-12-23", id, what, owner, due);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, of, text) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), hub.Agency(parse.GetRequiredValue(owner)), parse.GetRequiredValue(what));
            var last = MeetingCommand.Day(parse.GetRequiredValue(due), "--due");
            if (await hub.Hub.Meetings.CheckOpenText.RunAsync([("WHAT", text)], [of.Id], hub.At, cancellation) is { Length: > 0 } defects)
                throw new CommandFailure($"Nothing was recorded:\n{string.Join('\n', defects.Select(d => "  " + d))}");

            // The same command again is the same action.
            var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{meeting.Id}\n{of.Id}\n{text}\n{last}")))[..12];
            await hub.Hub.Audit.AddAsync("meeting.action.add", $"{meeting.Id} {of.Id}", cancellation);
            await hub.Hub.Meetings.Actions.AddAsync(new MeetingAction(key, meeting.Id, of.Id, text, last, hub.At.Now), cancellation);
            await parts.Terminal.Out.WriteLineAsync(key);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Close(CommandParts parts)
    {
        var id = new Argument<string>("ACTION") { Description = "The action's id" };
        var dropped = new Option<bool>("--dropped") { Description = "It is not going to be done" };
        var command = parts.Command("done", "Close an action. Leaves an audit entry", "hub meeting action done ACTION", id, dropped);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            await hub.Hub.Audit.AddAsync("meeting.action.done", parse.GetRequiredValue(id), cancellation);
            _ = await hub.Hub.Meetings.Actions.CloseAsync(parse.GetRequiredValue(id), hub.At.Today, parse.GetValue(dropped), cancellation)
                ?? throw new CommandFailure("There is no such action. `hub meeting action list` shows them.");
            await parts.Terminal.Out.WriteLineAsync("Closed.");
            return ExitCodes.Done;
        });
        return command;
    }
}
