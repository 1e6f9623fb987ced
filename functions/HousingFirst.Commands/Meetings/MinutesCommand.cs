using System.CommandLine;
using System.Globalization;
using System.Text;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting minutes</c>: read or save the minutes of the open part or of one case item.</summary>
internal static class MinutesCommand
{
    private const int Largest = 30 * 1024;

    public static Command Create(CommandParts parts)
    {
        var (id, json) = (MeetingCommand.Id(), CommandParts.Json());
        var agency = CommandParts.As("Who reads or writes", required: true);
        var item = new Option<string?>("--item") { Description = "A case item's id, for who is in its room; without it, the open part", HelpName = "ITEM" };
        var save = parts.File(new Option<string?>("--save") { Description = "A text file to save; - reads standard input", HelpName = "FILE" });
        var basis = new Option<int>("--basis") { Description = "The revision that was read before, 0 for none", HelpName = "NUMBER" };
        var merges = new Option<string[]>("--merges") { Description = "Texts beside it that are in this one now", HelpName = "ID" };
        var command = parts.Command(
            "minutes",
            "Show or save minutes. Where two save on top of the same revision, both texts are kept. Leaves an audit entry",
            "hub meeting minutes meetings-2026-12-09 --as river-icm --save minutes.txt --basis 0",
            id, agency, item, save, basis, merges, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (meeting, of) = (MeetingCommand.Find(parse.GetRequiredValue(id), hub), hub.Agency(parse.GetValue(agency)!));
            var section = parse.GetValue(item) ?? MinutesStore.Open;
            await hub.Hub.Audit.AddAsync(parse.GetValue(save) is null ? "meeting.minutes.read" : "meeting.minutes.save", $"{meeting.Id} {of.Id}", cancellation);
            if (section != MinutesStore.Open)
            {
                var agenda = await hub.Hub.Meetings.ReadAgenda.RunAsync(meeting, new Viewer(of.Id, null), hub.At, cancellation);
                if (agenda.Cases.All(c => c.Item.Id != section)) throw new CommandFailure("That agency is not in the room of such an item. `hub meeting agenda` shows its items.");
            }

            var read = parse.GetValue(save) is { } file
                ? await SaveAsync(parts, hub, meeting, section, file, of.Id, parse.GetValue(basis), parse.GetValue(merges) ?? [], cancellation)
                : await hub.Hub.Meetings.Minutes.ReadAsync(meeting.Id, section, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(read);
            else
            {
                await parts.Terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"revision {read.Revision}"));
                if (read.Last is { } last) await parts.Terminal.Out.WriteLineAsync(last.Text);
                foreach (var beside in read.Beside) await parts.Terminal.Out.WriteLineAsync($"\nbeside it, {beside.Id}, by {beside.By}:\n{beside.Text}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<MinutesSection> SaveAsync(
        CommandParts parts, OpenHub hub, Meeting meeting, string section, string file, string by, int basis, string[] merges, CancellationToken cancellation)
    {
        var input = await InputFile.ReadAsync(parts.Terminal, file, Largest, "longer than minutes may be. Nothing was saved.", cancellation);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(input.Body);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailure($"{input.Name} is not UTF-8 text. Nothing was saved.");
        }

        if (section == MinutesStore.Open)
        {
            var lines = text.Split('\n', StringSplitOptions.TrimEntries).Select((line, i) => ($"line {i + 1}", line)).Where(l => l.line.Length > 0);
            if (await hub.Hub.Meetings.CheckOpenText.RunAsync(lines, [by], hub.At, cancellation) is { Length: > 0 } defects) throw new CommandFailure($"{input.Name}: nothing was saved:\n{string.Join('\n', defects.Select(d => "  " + d))}");
        }

        var saved = await hub.Hub.Meetings.Minutes.SaveAsync(meeting.Id, section, text, basis, merges, by, hub.At.Now, cancellation);
        if (section != MinutesStore.Open && saved.Last is null) throw new CommandFailure("What is said of clients at that meeting is forgotten, two weeks after it. Nothing was saved.");
        if (saved.Last?.Text != text) await parts.Terminal.Out.WriteLineAsync("Somebody had saved meanwhile: your text is kept beside theirs. Put them together, and save with --merges.");
        return saved;
    }
}
