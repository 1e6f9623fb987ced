using System.CommandLine;
using HousingFirst.Commands.Meetings;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.ContactCycle;

namespace HousingFirst.Commands.Contacts;

/// <summary><c>hub plan</c>: what a cycle will do when, to whom, before it does.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandParts parts)
    {
        var cycle = new Argument<string?>("CYCLE") { Description = "contacts-2026-12 or meetings-2026-12-09; without it, the month that is", Arity = ArgumentArity.ZeroOrOne };
        var json = CommandParts.Json();
        var command = parts.Command("plan", "Show what a cycle will do when, and to whom", "hub plan contacts-2026-12", cycle, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = parse.GetValue(cycle) ?? ContactPlan.Id(hub.At.Today.ToYearMonth());
            if (MeetingCalendar.DayOf(id) is not null) return await PlannedMeeting.ShowAsync(parts, hub, id, parse.GetValue(json), cancellation);
            var month = ContactPlan.MonthOf(id) ?? throw new CommandFailure("No cycle is called that. A month of contacts is: contacts-2026-12; a meeting: meetings-2026-12-09");
            var planned = await hub.Hub.Contacts.ReadPlan.RunAsync(month, cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    planned.Cycle,
                    Zone = hub.At.Community.Zone.Id,
                    planned.IsClaimed,
                    Stages = planned.Stages.Select(s => new { s.Name, s.At, Local = hub.Times.Of(s.At), Standing = s.Standing.ToString(), s.To }),
                    planned.Programs,
                });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync(planned.IsClaimed
                ? $"{planned.Cycle}, by the directory and the settings as they are now ({hub.At.Community.Zone.Id})"
                : $"{planned.Cycle}, as it would be ({hub.At.Community.Zone.Id}): nobody has claimed it yet");
            parts.Terminal.Table(
                ["Stage", "Local", "UTC", "Stands", "To"],
                planned.Stages.Select(s => (string[])[s.Name, hub.Times.Of(s.At), s.At.ToString("uuuu-MM-dd HH:mm", null), Stands(s.Standing), string.Join(", ", s.To.Select(Name))]));
            await parts.Terminal.Out.WriteLineAsync("\nWho owes whom a contact");
            parts.Terminal.Table(["Program", "Partners"], planned.Programs.Select(p => (string[])[p.Program, string.Join(", ", p.Partners)]));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Name(PlannedReader reader) => reader.Contact is null ? reader.Program : $"{reader.Program}: {reader.Contact}";

    private static string Stands(StageStanding standing) => standing switch
    {
        StageStanding.Over => "over",
        StageStanding.AtWork => "at work",
        StageStanding.Skipped => "passed by",
        _ => "to come",
    };
}
