using System.CommandLine;

namespace HousingFirst.Commands.Meetings;

/// <summary>Who comes, and who was there.</summary>
internal static class GuestCommands
{
    public static Command Answer(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var agency = CommandParts.As("Whose person", required: true);
        var contact = Contact();
        var declines = new Option<bool>("--declines") { Description = "They don't come: their alternate is invited" };
        var command = parts.Command(
            "answer", "Take whether somebody comes who said so by telephone. Leaves an audit entry", "hub meeting answer meetings-2026-12-09 --as river-icm --contact dana", id, agency, contact, declines);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, of, who) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), hub.Agency(parse.GetValue(agency)!), parse.GetRequiredValue(contact));
            await hub.Hub.Audit.AddAsync("meeting.answer", $"{meeting.Id} {of.Id} {who}", cancellation);
            if (!await hub.Hub.Meetings.AnswerInvitation.RunAsync(meeting.Id, of.Id, who, !parse.GetValue(declines), hub.At, cancellation))
                throw new CommandFailure($"Nothing was taken: that person is not invited, or the meeting is off or over. `hub meeting show {meeting.Id}` shows the guests.");
            await parts.Terminal.Out.WriteLineAsync("Taken.");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command There(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var agency = CommandParts.As("Whose person", required: true);
        var contact = Contact();
        var absent = new Option<bool>("--absent") { Description = "They were not there" };
        var command = parts.Command("there", "Note that an invited person was there. Leaves an audit entry", "hub meeting there meetings-2026-12-09 --as river-icm --contact dana", id, agency, contact, absent);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, of, who) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), hub.Agency(parse.GetValue(agency)!), parse.GetRequiredValue(contact));
            await hub.Hub.Audit.AddAsync("meeting.there", $"{meeting.Id} {of.Id} {who}", cancellation);
            if (!await hub.Hub.Meetings.NoteAttendance.RunAsync(meeting.Id, of.Id, who, !parse.GetValue(absent), cancellation))
                throw new CommandFailure($"That person is not invited. `hub meeting show {meeting.Id}` shows the guests.");
            await parts.Terminal.Out.WriteLineAsync("Noted.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string> Contact() => new("--contact") { Description = "Who", HelpName = "CONTACT", Required = true };
}
