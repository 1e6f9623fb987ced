using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Meetings;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting chair</c>: the chair's term, what there is to hand over, and to whom.</summary>
internal static class ChairCommand
{
    public static Command Create(CommandParts parts)
    {
        var json = CommandParts.Json();
        var to = new Option<string?>("--hand-over-to") { Description = "The contact who takes over", HelpName = "CONTACT" };
        var until = new Option<string?>("--until") { Description = "The last day of the new term, 2027-12-31", HelpName = "DAY" };
        var command = parts.Command(
            "chair",
            "Show the chair's term and the hand-over checklist; or hand over: the one who steps back stays as deputy. Leaves an audit entry",
            "hub meeting chair --hand-over-to dana --until 2027-12-31",
            to, until, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            if (hub.At.Community.Meetings is not { } series) throw new CommandFailure("There is no series of meetings yet: hub meeting series set FILE");
            if (parse.GetValue(to) is { } next)
            {
                var rule = series with
                {
                    Chair = next,
                    Deputy = series.Chair == next ? series.Deputy : series.Chair,
                    ChairUntil = parse.GetValue(until) is { } text ? MeetingCommand.Day(text, "--until") : null,
                };
                await hub.Hub.Audit.AddAsync("meeting.chair", next, cancellation);
                if (await hub.Hub.Meetings.EditSeries.SetAsync(rule, hub.At, cancellation) is { Count: > 0 } wrong)
                    throw new CommandFailure($"Nothing was changed:\n{string.Join('\n', wrong.Select(d => "  " + d))}");
                await parts.Terminal.Out.WriteLineAsync("Handed over.");
                return ExitCodes.Done;
            }

            var list = await ChecklistAsync(series, hub, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(new { series.Chair, series.Deputy, series.ChairUntil, Checklist = list.Select(l => new { l.What, l.Done, l.Note }) });
            else
            {
                await parts.Terminal.Out.WriteLineAsync(
                    $"chair {series.Chair ?? "nobody"}, deputy {series.Deputy ?? "nobody"}, term until {(series.ChairUntil is { } day ? LocalDatePattern.Iso.Format(day) : "no day was agreed")}");
                parts.Terminal.Table(["To hand over", "Ready", "Note"], list.Select(l => (string[])[l.What, l.Done ? "yes" : "no", l.Note]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<(string What, bool Done, string Note)>> ChecklistAsync(MeetingSeries series, OpenHub hub, CancellationToken cancellation)
    {
        var next = MeetingCalendar.Next(hub.At.Community, hub.At.Now);
        var open = (await hub.Hub.Meetings.Actions.AllAsync(cancellation)).Where(a => a.Closed is null).ToArray();
        var overdue = open.Count(a => a.IsOverdue(hub.At.Today));
        var counts = next is null ? [] : await hub.Hub.Meetings.Leadership.CountsAsync(next, hub.At, cancellation);
        return
        [
            ("a deputy who knows the meeting", series.Deputy is not null, series.Deputy ?? "name one: hub meeting series set"),
            ("the day on which the term ends", series.ChairUntil is not null, series.ChairUntil is { } day ? LocalDatePattern.Iso.Format(day) : "agree on one: hub meeting series set"),
            ("the next meeting has a day and a place", next is not null, next is null ? string.Empty : $"{next.Id}, {series.Venue}"),
            ("no action is open after its last day", overdue == 0, string.Create(CultureInfo.InvariantCulture, $"{overdue} of {open.Length} open actions")),
            ("as many agencies come as before", WatchLeadership.FallsIn(counts) == 0, string.Join(", ", counts.Select(c => c.ToString(CultureInfo.InvariantCulture)))),
        ];
    }
}
