using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Meetings;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting</c>: the complex case consultations.</summary>
internal static class MeetingCommand
{
    private const int MonthsAhead = 3;

    public static Command Create(CommandParts parts) => parts.Command(
        "meeting",
        "The meetings: which there are, who comes, what is talked about, what was agreed",
        "hub meeting list",
        List(parts),
        Show(parts),
        SeriesCommand.Create(parts),
        MoveCommands.Move(parts),
        MoveCommands.Cancel(parts),
        MoveCommands.Add(parts),
        ItemCommands.Item(parts),
        ItemCommands.Agenda(parts),
        AnswerBeforeCommand.Create(parts),
        ItemCommands.Settle(parts),
        ItemCommands.Seen(parts),
        ItemCommands.Purged(parts),
        GuestCommands.Answer(parts),
        GuestCommands.There(parts),
        MinutesCommand.Create(parts),
        ActionCommand.Create(parts),
        WhoNextCommand.Create(parts),
        ChairCommand.Create(parts));

    /// <summary>The meeting, by its id.</summary>
    public static Argument<string> Id() => new("MEETING") { Description = "Its id, meetings-2026-12-09: the day it was given first" };

    /// <summary>A meeting of the community.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static Meeting Find(string id, OpenHub hub) => MeetingCalendar.Find(id, hub.At.Community)
        ?? throw new CommandFailure("No meeting is called that. A meeting is: meetings-2026-12-09; `hub meeting list` shows those there are.");

    public static LocalDate Day(string text, string option) => LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day)
        ? day
        : throw new CommandFailure($"{option} is not a day. Write one like 2026-12-31");

    private static Command List(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("list", "Show the meetings of the months ahead and of the last weeks", "hub meeting list", json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var meetings = MeetingCalendar.Between(hub.At.Today.PlusDays(-MeetingSeries.PurgeDays), hub.At.Today.PlusMonths(MonthsAhead), hub.At.Community).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(meetings.Select(m => new { m.Id, m.On, m.At, m.Minutes, m.IsOff, m.Start }));
            else if (hub.At.Community.Meetings is null) await parts.Terminal.Out.WriteLineAsync("There is no series of meetings yet: hub meeting series set FILE");
            else
            {
                parts.Terminal.Table(
                    ["Meeting", "Day", "Begins", "Minutes", "Note"],
                    meetings.Select(m => (string[])
                    [
                        m.Id, LocalDatePattern.Iso.Format(m.On), m.At.ToString("HH:mm", CultureInfo.InvariantCulture), m.Minutes.ToString(CultureInfo.InvariantCulture),
                        m.IsOff ? "cancelled" : MeetingCalendar.Id(m.On) == m.Id ? string.Empty : "moved",
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Counts and states only: what items say is for their rooms.</summary>
    private static Command Show(CommandParts parts)
    {
        var (id, json) = (Id(), CommandParts.Json());
        var command = parts.Command("show", "Show who is invited, who comes, and how many items there are; never what they say", "hub meeting show meetings-2026-12-09", id, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var meeting = Find(parse.GetRequiredValue(id), hub);
            var stored = await hub.Hub.Meetings.Store.ReadAsync(meeting.Id, cancellation);
            var cases = stored.Items.Where(i => i.Part == MeetingPart.Case).ToArray();
            var voices = Enum.GetValues<Voice>().Select(v => (Voice: v, Count: cases.Count(i => i.Voice == v))).Where(v => v.Count > 0).ToArray();
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    meeting.Id,
                    meeting.On,
                    meeting.At,
                    meeting.IsOff,
                    Items = stored.Items.Select(i => new { i.Id, i.Part, i.By, i.State, i.Voice, i.From, i.IsPurged }),
                    Guests = stored.Guests.Select(g => new { g.Agency, g.Contact, g.Answer, g.Sequence, g.IsSent, g.WasThere }),
                    Voices = voices.ToDictionary(v => v.Voice.ToString(), v => v.Count),
                    stored.Purged,
                });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync($"{meeting.Id}: {hub.Times.Of(meeting.Start)}{(meeting.IsOff ? ", cancelled" : string.Empty)}");
            parts.Terminal.Table(
                ["Agency", "Contact", "Answer", "Was there"],
                stored.Guests.Select(g => (string[])[g.Agency, g.Contact, g.IsSent ? g.Answer.ToString() : "not sent yet", g.WasThere is { } there ? (there ? "yes" : "no") : string.Empty]));
            await parts.Terminal.Out.WriteLineAsync();
            parts.Terminal.Table(
                ["Item", "Part", "By", "State", "Client's voice"],
                stored.Items.Select(i => (string[])[i.Id, i.Part.ToString(), i.By, i.State.ToString(), i.Part == MeetingPart.Case ? i.Voice.ToString() : string.Empty]));
            foreach (var (voice, count) in voices)
                await parts.Terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{voice}: {count} of {cases.Length} case items ({count * 100 / cases.Length} %)"));
            return ExitCodes.Done;
        });
        return command;
    }
}
