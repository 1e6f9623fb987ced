using System.CommandLine;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Local.Commands.Contacts;

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
            if (MeetingCalendar.DayOf(id) is not null) return await MeetingAsync(parts, hub, id, parse.GetValue(json), cancellation);
            var month = ContactPlan.MonthOf(id) ?? throw new CommandFailure("No cycle is called that. A month of contacts is: contacts-2026-12; a meeting: meetings-2026-12-09");
            var stored = await hub.Hub.Cycles.ReadAsync(id, cancellation);
            var plan = ContactPlan.Of(month, hub.At.Community);
            var resting = await hub.Hub.ReadNetwork.RestingAsync(cancellation);
            var programs = hub.At.Directory.Organisations
                .Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true })
                .OrderBy(o => o.Id, StringComparer.Ordinal)
                .Select(o => new Owing(o, [.. MonthlyPartners.Of(o, hub.At.Directory, hub.At.Today, p => resting.Contains(p.Id)).Select(p => p.Id)]))
                .ToArray();
            var stages = plan.Stages.Select(s => new PlannedStage(s, Done(plan, stored?.State, s), ToWhom(s.Name, programs, hub))).ToArray();
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    Cycle = id,
                    Zone = hub.At.Community.Zone.Id,
                    Claimed = stored is not null,
                    Stages = stages.Select(s => new { s.Stage.Name, s.Stage.At, Local = hub.Times.Of(s.Stage.At), s.Done, s.To }),
                    Programs = programs.Select(p => new { p.Program.Id, p.Partners }),
                });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync($"{id}, by the directory and the settings as they are now ({hub.At.Community.Zone.Id})");
            parts.Terminal.Table(
                ["Stage", "Local", "UTC", "To", "Done"],
                stages.Select(s => (string[])[s.Stage.Name, hub.Times.Of(s.Stage.At), s.Stage.At.ToString("uuuu-MM-dd HH:mm", null), string.Join(", ", s.To), s.Done ? "yes" : string.Empty]));
            await parts.Terminal.Out.WriteLineAsync("\nWho owes whom a contact");
            parts.Terminal.Table(["Program", "Partners"], programs.Select(p => (string[])[p.Program.Id, string.Join(", ", p.Partners)]));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> MeetingAsync(CommandParts parts, OpenHub hub, string id, bool json, CancellationToken cancellation)
    {
        var (meeting, plan) = (MeetingCalendar.Find(id, hub.At.Community)!, MeetingPlan.Of(id, hub.At.Community));
        var stored = await hub.Hub.Cycles.ReadAsync(id, cancellation);
        string[] invited = meeting.IsOff ? [] : [.. MeetingStages.Members(meeting, hub.At)];
        var stages = plan.Stages.Select(s => new PlannedStage(s, Done(plan, stored?.State, s), s.Name == MeetingPlan.Purge ? [] : invited)).ToArray();
        if (json)
        {
            parts.Terminal.Json(new
            {
                Cycle = id,
                Zone = hub.At.Community.Zone.Id,
                Claimed = stored is not null,
                meeting.On,
                meeting.At,
                meeting.IsOff,
                Stages = stages.Select(s => new { s.Stage.Name, s.Stage.At, Local = hub.Times.Of(s.Stage.At), s.Done, s.To }),
            });
            return ExitCodes.Done;
        }

        await parts.Terminal.Out.WriteLineAsync($"{id}: {hub.Times.Of(meeting.Start)}{(meeting.IsOff ? ", cancelled" : string.Empty)} ({hub.At.Community.Zone.Id})");
        parts.Terminal.Table(
            ["Stage", "Local", "UTC", "To", "Done"],
            stages.Select(s => (string[])[s.Stage.Name, hub.Times.Of(s.Stage.At), s.Stage.At.ToString("uuuu-MM-dd HH:mm", null), string.Join(", ", s.To), s.Done ? "yes" : string.Empty]));
        return ExitCodes.Done;
    }

    private static bool Done(CyclePlan plan, CycleState? state, Stage stage) =>
        state?.Done is { } last && plan.Stages.IndexOf(stage) <= plan.Stages.IndexOf(plan.Stages.First(s => s.Name == last));

    private static string[] ToWhom(string stage, Owing[] programs, OpenHub hub) => stage switch
    {
        ContactPlan.Open or ContactPlan.Close => [.. programs.Select(p => p.Program.Id)],
        ContactPlan.Report or ContactPlan.Specialist => [hub.At.Community.LeadOrganisation],
        _ => [.. programs.Where(p => p.Partners.Length > 0).Select(p => p.Program.Id)],
    };

    private sealed record Owing(Organisation Program, string[] Partners);

    private sealed record PlannedStage(Stage Stage, bool Done, string[] To);
}
