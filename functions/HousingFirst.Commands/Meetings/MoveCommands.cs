using System.CommandLine;
using HousingFirst.Core.Messaging;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary>What the specialist does to single meetings.</summary>
internal static class MoveCommands
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public static Command Move(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var to = new Option<string>("--to") { Description = "The day, 2026-12-10", HelpName = "DAY", Required = true };
        var at = At();
        var command = parts.Command(
            "move", "Move a meeting. It keeps its id; every calendar is brought up to date. Leaves an audit entry", "hub meeting move meetings-2026-12-09 --to 2026-12-10 --at 09:00", id, to, at);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var day = MeetingCommand.Day(parse.GetRequiredValue(to), "--to");
            return await DoneAsync(
                parts, hub, "meeting.move", parse.GetRequiredValue(id),
                await hub.Hub.Meetings.EditSeries.MoveAsync(parse.GetRequiredValue(id), day, Time(parse.GetValue(at)), hub.At, cancellation), cancellation);
        });
        return command;
    }

    public static Command Cancel(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var command = parts.Command(
            "cancel", "Cancel a meeting. Its items go to the next; every calendar is brought up to date. Leaves an audit entry", "hub meeting cancel meetings-2026-12-09", id);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            return await DoneAsync(
                parts, hub, "meeting.cancel", parse.GetRequiredValue(id), await hub.Hub.Meetings.EditSeries.CancelAsync(parse.GetRequiredValue(id), hub.At, cancellation), cancellation);
        });
        return command;
    }

    public static Command Add(CommandParts parts)
    {
        var on = new Argument<string>("DAY") { Description = "The day, 2026-12-16" };
        var at = At();
        var command = parts.Command("add", "Add a meeting to those of the rule. Leaves an audit entry", "hub meeting add 2026-12-16 --at 10:00", on, at);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var day = MeetingCommand.Day(parse.GetRequiredValue(on), "DAY");
            return await DoneAsync(
                parts, hub, "meeting.add", LocalDatePattern.Iso.Format(day), await hub.Hub.Meetings.EditSeries.AddAsync(day, Time(parse.GetValue(at)), hub.At, cancellation), cancellation);
        });
        return command;
    }

    private static Option<string?> At() => new("--at") { Description = "When it begins, 13:30; without it, as the rule says or as it was", HelpName = "TIME" };

    private static LocalTime? Time(string? text) => text is null
        ? null
        : Minute.Parse(text).TryGetValue(default, out var time) ? time : throw new CommandFailure("--at is not an hour. Write one like 13:30");

    private static async Task<int> DoneAsync(CommandParts parts, OpenHub hub, string action, string about, Defect? wrong, CancellationToken cancellation)
    {
        if (wrong is not null) throw new CommandFailure($"Nothing was changed: {wrong}");
        await hub.Hub.Audit.AddAsync(action, about, cancellation);
        await parts.Terminal.Out.WriteLineAsync("Done. Who was invited hears of it with the next minutes.");
        return ExitCodes.Done;
    }
}
