using System.CommandLine;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting say</c>: an agency that can't come speaks to an item before the meeting.</summary>
internal static class AnswerBeforeCommand
{
    public static Command Create(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var item = new Argument<string>("ITEM") { Description = "The case item's id" };
        var text = new Argument<string>("TEXT") { Description = "What to say; nobody's name" };
        var agency = CommandParts.As("Who says it: an agency of the item's room", required: true);
        var contact = new Option<string?>("--contact") { Description = "Which of its people: some consents name one", HelpName = "CONTACT" };
        var command = parts.Command(
            "say", "Speak to a case item before the meeting, for an agency that can't come. Leaves an audit entry", "hub meeting say meetings-2026-12-09 ITEM --as income-support \"the form is on its way\"", id, item, text, agency, contact);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, viewer) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), new Viewer(hub.Agency(parse.GetValue(agency)!).Id, parse.GetValue(contact)));
            await hub.Hub.Audit.AddAsync("meeting.say", $"{meeting.Id} {viewer.Agency}", cancellation);
            if (await hub.Hub.Meetings.AnswerBefore.RunAsync(meeting, viewer, parse.GetRequiredValue(item), parse.GetRequiredValue(text), hub.At, cancellation) is { } wrong)
                throw new CommandFailure($"Nothing was taken: {wrong}");
            await parts.Terminal.Out.WriteLineAsync("Taken.");
            return ExitCodes.Done;
        });
        return command;
    }
}
