using System.Collections.Immutable;
using System.Text.Json;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Communities;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace HousingFirst.Commands;

/// <summary>Reads a community's settings from JSON, naming everything that is wrong with them.</summary>
/// <param name="known">The settings so far; null at the first.</param>
/// <param name="agencies">The directory's agency ids: the lead organisation is one, where there are any.</param>
/// <param name="contacts">The directory's contact ids: the committee's members are some.</param>
internal sealed class CommunityFile(Community? known, IReadOnlyCollection<string> agencies, IReadOnlyCollection<string> contacts)
{
    private static readonly string[] Names = ["nameEn", "nameFr", "zone", "leadOrganisation", "messagesPerMinute", "holidays", "daysOff", "contactCycle", "committee", "responseDays"];

    private static readonly string[] CycleNames =
        ["opensOn", "opens", "nudges", "remindsAt", "teamLead", "specialistAfter", "closesOn", "closes", "reportsAt"];

    private readonly List<Defect> defects = [];

    /// <summary>The settings.</summary>
    /// <exception cref="CommandFailure">Something is wrong; nothing was set.</exception>
    public Community Read(InputFile file)
    {
        using var document = Parse(file);
        var root = document.RootElement;
        foreach (var property in root.EnumerateObject().Where(p => !Names.Contains(p.Name, StringComparer.Ordinal)))
        {
            Wrong("$", "a field that is no setting", Spelling.Nearest(property.Name, Names, 4) is { } near ? $"did you mean `{near}`?" : $"write any of {string.Join(", ", Names)}");
        }

        var fiction = FictionalCommunity.Settings;
        var settings = new Community(
            known?.Id ?? fiction.Id,
            Text(root, "nameEn", known?.NameEn),
            Text(root, "nameFr", known?.NameFr),
            Zone(root),
            Lead(root),
            HolidayCalendar.Of(Rule(root), DaysOff(root)),
            Rate(root))
        {
            ContactCycle = Contacts(root),
            Committee = Committee(root),
            ResponseDays = ResponseDays(root),
        };
        if (defects.Count == 0) return settings;
        throw new CommandFailure($"{file.Name}: nothing was set:\n{string.Join('\n', defects.Select(d => "  " + d))}");
    }

    private static JsonDocument Parse(InputFile file)
    {
        try
        {
            var document = JsonDocument.Parse(file.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below, like any other text that is no object.
        }

        throw new CommandFailure($"{file.Name} is not a JSON object. Write one with {string.Join(", ", Names)}: hub community set --help shows an example.");
    }

    private string Text(JsonElement root, string name, string? before)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            if (before is null) Wrong(name, "missing", "add it: no community is set up yet");
            return before ?? string.Empty;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 1 and <= 100 } text && !text.Any(char.IsControl)) return text;
        Wrong(name, "not a text of 1 to 100 characters", "write one");
        return string.Empty;
    }

    private DateTimeZone Zone(JsonElement root)
    {
        var id = Text(root, "zone", known?.Zone.Id);
        var zones = DateTimeZoneProviders.Tzdb;
        if (zones.GetZoneOrNull(id) is { } zone) return zone;
        if (id.Length > 0) Wrong("zone", $"no zone of the tz data {TzdbDateTimeZoneSource.Default.TzdbVersion}", $"did you mean `{Spelling.Nearest(id, zones.Ids)}`?");
        return DateTimeZone.Utc;
    }

    private string Lead(JsonElement root)
    {
        var id = Text(root, "leadOrganisation", known?.LeadOrganisation);
        if (id.Length == 0 || agencies.Count == 0 || agencies.Contains(id)) return id;
        var near = Spelling.Nearest(id, agencies, 3);
        Wrong("leadOrganisation", "no agency id of the directory", near is null ? "`hub community` shows the ids" : $"did you mean `{near}`?");
        return id;
    }

    private int Rate(JsonElement root)
    {
        const int Most = 100_000;
        if (!root.TryGetProperty("messagesPerMinute", out var value)) return known?.MessagesPerMinute ?? FictionalCommunity.Settings.MessagesPerMinute;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var rate) && rate is >= 1 and <= Most) return rate;
        Wrong("messagesPerMinute", $"not a whole number from 1 to {Most}", "600 is usual");
        return 1;
    }

    private int ResponseDays(JsonElement root)
    {
        if (!root.TryGetProperty("responseDays", out var value)) return known?.ResponseDays ?? ResponsePromise.UsualDays;
        if (Number(value) is { } days and >= 1 and <= ResponsePromise.MostDays) return days;
        Wrong("responseDays", $"not a whole number of working days from 1 to {ResponsePromise.MostDays}", $"{ResponsePromise.UsualDays} is usual");
        return ResponsePromise.UsualDays;
    }

    private ImmutableArray<string> Committee(JsonElement root)
    {
        if (!root.TryGetProperty("committee", out var value)) return known?.Committee ?? [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
        {
            Wrong("committee", "not a list of contact ids", "write the ids that `hub community` shows, or `[]` for none");
            return [];
        }

        ImmutableArray<string> ids = [.. value.EnumerateArray().Select(c => c.GetString()!).Distinct()];
        foreach (var id in ids.Where(id => !contacts.Contains(id)))
        {
            var near = Spelling.Nearest(id, contacts, 3);
            Wrong("committee", "a contact id that the directory doesn't have", near is null ? "`hub community` shows the ids" : $"did you mean `{near}`?");
        }

        return ids;
    }

    private HolidayRule Rule(JsonElement root)
    {
        if (!root.TryGetProperty("holidays", out var value)) return known?.Holidays.Rule ?? HolidayRule.Alberta;
        switch (value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        {
            case "alberta":
                return HolidayRule.Alberta;
            case "none":
                return HolidayRule.None;
            default:
                Wrong("holidays", "not `alberta` or `none`", "write `none` and every holiday in daysOff where Alberta's aren't yours");
                return HolidayRule.Alberta;
        }
    }

    private IEnumerable<LocalDate> DaysOff(JsonElement root)
    {
        const int Most = 400;
        if (!root.TryGetProperty("daysOff", out var value)) return known?.Holidays.Own ?? [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= Most)
        {
            var days = value.EnumerateArray().Select(Day).ToArray();
            if (days.All(d => d is not null)) return days.Select(d => d!.Value);
        }

        Wrong("daysOff", $"not a list of at most {Most} days", "write days like `2026-12-24`");
        return [];
    }

    private static LocalDate? Day(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!).TryGetValue(default, out var day) ? day : null;

    private ContactCycleSettings Contacts(JsonElement root)
    {
        var settings = known?.ContactCycle ?? ContactCycleSettings.Default;
        if (!root.TryGetProperty("contactCycle", out var value)) return settings;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Wrong("contactCycle", "not an object", """write { "nudges": [10, 20], "teamLead": 25 }, or whichever settings are to change""");
            return settings;
        }

        foreach (var part in value.EnumerateObject())
        {
            var (time, number) = (Time(part.Value), Number(part.Value));
            settings = (part.Name, time, number) switch
            {
                ("opens", { } at, _) => settings with { Opens = at },
                ("closes", { } at, _) => settings with { Closes = at },
                ("remindsAt", { } at, _) => settings with { RemindsAt = at },
                ("reportsAt", { } at, _) => settings with { ReportsAt = at },
                ("opensOn", _, { } day) => settings with { OpensOn = day },
                ("closesOn", _, { } day) => settings with { ClosesOn = day },
                ("teamLead", _, { } day) => settings with { TeamLead = day },
                ("specialistAfter", _, { } days) => settings with { SpecialistAfter = days },
                ("nudges", _, _) when Days(part.Value) is { } days => settings with { Nudges = days },
                _ => Unknown(settings, part.Name),
            };
        }

        defects.AddRange(settings.Check());
        return settings;

        ContactCycleSettings Unknown(ContactCycleSettings unchanged, string name)
        {
            if (CycleNames.Contains(name, StringComparer.Ordinal))
                Wrong($"contactCycle.{name}", "not in its form", "times are written like `08:00`, days and numbers of days as whole numbers, nudges as a list of days");
            else
                Wrong("contactCycle", "a field that is no setting", Spelling.Nearest(name, CycleNames, 4) is { } near ? $"did you mean `{near}`?" : $"write any of {string.Join(", ", CycleNames)}");
            return unchanged;
        }
    }

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static LocalTime? Time(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(value.GetString()!).TryGetValue(default, out var time) ? time : null;

    private static ImmutableArray<int>? Days(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(d => d.ValueKind == JsonValueKind.Number && d.TryGetInt32(out _))
            ? [.. value.EnumerateArray().Select(d => d.GetInt32())]
            : null;

    private void Wrong(string path, string rule, string mend) => defects.Add(new Defect(path, rule, mend));
}
