using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting series</c>: the rule of the meetings.</summary>
internal static class SeriesCommand
{
    private static readonly string[] Names =
        ["first", "weeks", "at", "minutes", "venue", "link", "chair", "deputy", "chairUntil", "callDays", "agendaDays", "minutesDays"];

    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public static Command Create(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("series", "Show the rule of the meetings", "hub meeting series", json, Set(parts));
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            if (hub.At.Community.Meetings is not { } series) throw new CommandFailure("There is no series of meetings yet: hub meeting series set FILE");
            if (parse.GetValue(json)) parts.Terminal.Json(series);
            else
            {
                await parts.Terminal.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"every {series.Weeks} weeks from {LocalDatePattern.Iso.Format(series.First)}, {Minute.Format(series.At)}, {series.Minutes} minutes, {series.Venue}"));
                await parts.Terminal.Out.WriteLineAsync($"from afar {series.Link?.AbsoluteUri ?? "nowhere"}; chair {series.Chair ?? "nobody"}, deputy {series.Deputy ?? "nobody"}");
                await parts.Terminal.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"call {series.CallDays} days before, agenda {series.AgendaDays} days before, minutes {series.MinutesDays} days after"));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Set(CommandParts parts)
    {
        var file = parts.File(new Argument<string>("FILE")
        {
            Description = $"JSON with any of {string.Join(", ", Names)}; - reads standard input",
        });
        var command = parts.Command(
            "set",
            "Set the rule of the meetings. What the file leaves out stays as it is; a meeting that was called stays when it is. Leaves an audit entry",
            """echo '{ "first": "2026-12-09", "weeks": 2, "at": "13:30", "venue": "City Hall, room 2", "chair": "robin" }' | hub meeting series set -""",
            file);
        command.SetAction(async (parse, cancellation) =>
        {
            var input = await InputFile.ReadAsync(parts.Terminal, parse.GetRequiredValue(file), cancellation);
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (rule, defects) = Read(input, hub.At.Community.Meetings);
            if (defects.Count == 0)
            {
                defects.AddRange(await hub.Hub.Meetings.EditSeries.SetAsync(rule, hub.At, cancellation));
                if (defects.Count == 0) await hub.Hub.Audit.AddAsync("meeting.series", rule.Venue, cancellation);
            }

            if (defects.Count > 0) throw new CommandFailure($"{input.Name}: nothing was set:\n{string.Join('\n', defects.Select(d => "  " + d))}");
            await parts.Terminal.Out.WriteLineAsync("Set. `hub meeting list` shows the meetings; a running hub takes it over within a minute.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static (MeetingSeries Rule, List<Defect> Defects) Read(InputFile file, MeetingSeries? known)
    {
        var rule = known ?? new MeetingSeries(LocalDate.MinIsoValue, 2, new LocalTime(13, 30), 90, string.Empty);
        var defects = new List<Defect>();
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(file.Body).RootElement;
        }
        catch (JsonException)
        {
            root = default;
        }

        if (root.ValueKind != JsonValueKind.Object) throw new CommandFailure($"{file.Name} is not a JSON object: hub meeting series set --help shows an example.");
        foreach (var part in root.EnumerateObject())
        {
            var (value, text) = (part.Value, part.Value.ValueKind == JsonValueKind.String ? part.Value.GetString()! : null);
            rule = part.Name switch
            {
                "first" when text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day) => rule with { First = day },
                "at" when text is not null && Minute.Parse(text).TryGetValue(default, out var time) => rule with { At = time },
                "venue" when text is not null => rule with { Venue = text },
                "link" when Uri.TryCreate(text, UriKind.Absolute, out var link) => rule with { Link = link },
                "chair" when text is not null => rule with { Chair = text },
                "deputy" when text is not null => rule with { Deputy = text },
                "chairUntil" when text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var until) => rule with { ChairUntil = until },
                "weeks" when Number(value) is { } number => rule with { Weeks = number },
                "minutes" when Number(value) is { } number => rule with { Minutes = number },
                "callDays" when Number(value) is { } number => rule with { CallDays = number },
                "agendaDays" when Number(value) is { } number => rule with { AgendaDays = number },
                "minutesDays" when Number(value) is { } number => rule with { MinutesDays = number },
                _ => Wrong(rule, part.Name),
            };
        }

        if (rule.First == LocalDate.MinIsoValue) defects.Add(new Defect("first", "missing", "write the first day, like `2026-12-09`"));
        return (rule, defects);

        MeetingSeries Wrong(MeetingSeries unchanged, string name)
        {
            defects.Add(Names.Contains(name)
                ? new Defect(name, "not in its form", "days are like `2026-12-09`, hours like `13:30`, numbers whole")
                : new Defect("$", "a field that is no setting", Spelling.Nearest(name, Names, 4) is { } near ? $"did you mean `{near}`?" : $"write any of {string.Join(", ", Names)}"));
            return unchanged;
        }
    }

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
