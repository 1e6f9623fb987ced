using System.CommandLine;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Meetings;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary>Items of meetings: bring one, read an agenda, settle one, who saw what, what is left of them.</summary>
internal static class ItemCommands
{
    /// <summary>It is read by the contract of an agency's own message, as on the page: so the same rules hold.</summary>
    public static Command Item(CommandParts parts)
    {
        var agency = CommandParts.As("Which agency brings it", required: true);
        var text = new Argument<string>("TEXT") { Description = "What to talk about; nobody's name" };
        var (about, facet, voice, said) = (Text("--about", "The agency's own reference for the client: a case item. Without it, an item of the open part", "REF"), Text("--facet", "What a case item touches", "FACET"),
            Text("--voice", "How the client takes part: invited, attending, sendsMessage, declined, notAsked", "VOICE"), Text("--voice-text", "The client's message, or why the client was not asked", "TEXT"));
        var needs = new Option<string[]>("--needs") { Description = "Agencies without which it waits", HelpName = "AGENCY" };
        var meeting = Text("--meeting", "Which meeting; without it, the next", "MEETING");
        var command = parts.Command(
            "item", "Bring an item to a meeting. Leaves an audit entry", "hub meeting item --as river-icm \"the intake form changes\"", text, agency, about, facet, voice, said, needs, meeting);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var sender = hub.Agency(parse.GetValue(agency)!);
            var to = parse.GetValue(meeting) is { } named ? MeetingCommand.Find(named, hub)
                : MeetingCalendar.Next(hub.At.Community, hub.At.Now) ?? throw new CommandFailure("No meeting is to come: hub meeting series set FILE");
            var form = new ItemForm
            {
                Id = "command",
                Agency = sender.Id,
                Subject = parse.GetValue(about),
                Text = parse.GetRequiredValue(text),
                Facet = parse.GetValue(facet),
                Needs = parse.GetValue(needs) ?? [],
                Voice = parse.GetValue(voice),
                VoiceText = parse.GetValue(said),
            };
            var defects = await hub.Hub.BringItem.RunAsync(to, new Viewer(sender.Id, null), form, form.Subject is not null, hub.At, cancellation);
            if (defects.Length > 0) throw new CommandFailure($"Nothing was brought:\n{string.Join('\n', defects.Select(d => "  " + d))}");
            await parts.Terminal.Out.WriteLineAsync("It is on the agenda.");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Agenda(CommandParts parts)
    {
        var (id, json) = (MeetingCommand.Id(), CommandParts.Json());
        var agency = CommandParts.As("Whose agenda: that agency's rooms only", required: true);
        var contact = Text("--contact", "Which of its people: some consents name one", "CONTACT");
        var command = parts.Command(
            "agenda", "Show a meeting's agenda as one agency may see it now. What is seen is recorded, and leaves an audit entry", "hub meeting agenda meetings-2026-12-09 --as river-icm", id, agency, contact, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, viewer) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), new Viewer(hub.Agency(parse.GetValue(agency)!).Id, parse.GetValue(contact)));
            await hub.Hub.Audit.AddAsync("meeting.agenda", $"{meeting.Id} {viewer.Agency}", cancellation);
            var agenda = await hub.Hub.Meetings.ReadAgenda.RunAsync(meeting, viewer, hub.At, cancellation);
            var actions = (await hub.Hub.Meetings.Actions.AllAsync(cancellation)).Where(a => a.IsOverdue(meeting.On)).ToArray();
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    meeting.Id,
                    Open = agenda.Open.Select(i => new { i.Id, i.By, Text = i.Text?.Value, i.State, i.Needs }),
                    Cases = agenda.Cases.Select(c => new
                    {
                        c.Item.Id,
                        Reference = c.Reference.Value,
                        c.By,
                        Text = c.Item.Text?.Value,
                        c.Item.Facet,
                        c.Item.Voice,
                        VoiceText = c.Item.VoiceText?.Value,
                        Answers = c.Item.Answers.Select(a => new { a.Agency, Text = a.Text.Value }),
                        c.IsWaiting,
                        c.With,
                    }),
                    Shared = agenda.Shared.Select(s => new { Reference = s.Reference.Value, s.With }),
                    Hidden = agenda.Hidden.Select(i => i.Id),
                    Overdue = actions.Select(a => new { a.Id, a.Owner, a.What, a.Due }),
                });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync("Open part");
            parts.Terminal.Table(["Item", "By", "What", "State"], agenda.Open.Select(i => (string[])[i.Id, i.By, i.Text?.Value ?? string.Empty, i.State.ToString()]));
            await parts.Terminal.Out.WriteLineAsync("\nActions after their last day");
            parts.Terminal.Table(["Action", "Owner", "What", "Last day"], actions.Select(a => (string[])[a.Id, a.Owner, a.What, LocalDatePattern.Iso.Format(a.Due)]));
            await parts.Terminal.Out.WriteLineAsync("\nCase part");
            parts.Terminal.Table(
                ["Item", "Reference", "By", "What", "Client's voice", "Note"],
                agenda.Cases.Select(c => (string[])
                [
                    c.Item.Id, c.Reference.Value, c.By ?? string.Empty, c.Item.Text?.Value ?? string.Empty, c.Item.Voice.ToString(),
                    string.Join("; ", (string[])[.. c.IsWaiting ? ["waits for someone"] : Array.Empty<string>(), .. c.With.Length > 0 ? ["with " + string.Join(", ", c.With)] : Array.Empty<string>()]),
                ]));
            if (agenda.Hidden.Length > 0)
            {
                await parts.Terminal.Out.WriteLineAsync("\nBrought by you, heard by nobody as it is: nobody who shares the client comes, consent has ended, or the client has died");
                parts.Terminal.Table(["Item"], agenda.Hidden.Select(i => (string[])[i.Id]));
            }

            await parts.Terminal.Out.WriteLineAsync("\nClients shared with others who come");
            parts.Terminal.Table(["Reference", "With"], agenda.Shared.Select(s => (string[])[s.Reference.Value, string.Join(", ", s.With)]));
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Settle(CommandParts parts)
    {
        var (id, item) = (MeetingCommand.Id(), new Argument<string>("ITEM") { Description = "The item's id" });
        var dropped = new Option<bool>("--dropped") { Description = "It is over without having been talked about" };
        var command = parts.Command(
            "settle", "Note that an item was talked about: what is not goes to the next meeting. Leaves an audit entry", "hub meeting settle meetings-2026-12-09 ITEM", id, item, dropped);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var meeting = MeetingCommand.Find(parse.GetRequiredValue(id), hub);
            var state = parse.GetValue(dropped) ? ItemState.Dropped : ItemState.Discussed;
            await hub.Hub.Audit.AddAsync("meeting.settle", $"{meeting.Id} {state}", cancellation);
            if (await hub.Hub.Meetings.Store.ItemAsync(meeting.Id, parse.GetRequiredValue(item), cancellation) is not var (known, etag))
                throw new CommandFailure($"That meeting has no such item. `hub meeting show {meeting.Id}` shows them.");
            if (!await hub.Hub.Meetings.Store.WriteAsync(meeting.Id, known with { State = state }, etag, cancellation))
                throw new CommandFailure("Somebody else changed the item at the same moment. Look again, and repeat.");
            await parts.Terminal.Out.WriteLineAsync("Noted.");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Seen(CommandParts parts)
    {
        var (id, json) = (MeetingCommand.Id(), CommandParts.Json());
        var command = parts.Command("seen", "Show who saw which case item, and when first", "hub meeting seen meetings-2026-12-09", id, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = await hub.Hub.Meetings.Store.SeenAsync(MeetingCommand.Find(parse.GetRequiredValue(id), hub).Id, null, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(seen);
            else parts.Terminal.Table(["Agency", "Contact", "Item", "First seen"], seen.Select(s => (string[])[s.Viewer.Agency, s.Viewer.Contact ?? string.Empty, s.Item, hub.Times.Of(s.At)]));
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Purged(CommandParts parts)
    {
        var id = MeetingCommand.Id();
        var now = new Option<bool>("--now") { Description = "Forget what is left after its time. Leaves an audit entry" };
        var command = parts.Command(
            "purged", "Look for what is left of a meeting's words about clients; exit 1 where any is left after its time", "hub meeting purged meetings-2026-12-09", id, now);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var meeting = MeetingCommand.Find(parse.GetRequiredValue(id), hub);
            var due = MeetingPlan.Of(meeting.Id, hub.At.Community).Stages[^1].At;
            if (parse.GetValue(now))
            {
                if (due > hub.At.Now) throw new CommandFailure($"Nothing was forgotten: what is said of clients is kept until {hub.Times.Of(due)}.");
                await hub.Hub.Audit.AddAsync("meeting.purged", meeting.Id, cancellation);
                await hub.Hub.Meetings.Purge.RunAsync(meeting.Id, hub.At, cancellation);
            }

            var (left, purged) = (await hub.Hub.Meetings.Purge.LeftAsync(meeting.Id, cancellation), (await hub.Hub.Meetings.Store.ReadAsync(meeting.Id, cancellation)).Purged);
            await parts.Terminal.Out.WriteLineAsync(left > 0
                ? $"{(left == 1 ? "One text about a client; it is" : $"{left} texts about clients; they are")} forgotten on {hub.Times.Of(due)}."
                : purged is { } at ? $"None is left; forgotten on {hub.Times.Of(at)}." : "None is left.");
            return left > 0 && due + Duration.FromDays(1) < hub.At.Now ? ExitCodes.Refused : ExitCodes.Done;
        });
        return command;
    }

    private static Option<string?> Text(string name, string description, string shown) => new(name) { Description = description, HelpName = shown };
}
