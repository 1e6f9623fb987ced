using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands.Agencies;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ContactCycle;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace HousingFirst.Commands;

/// <summary><c>hub community</c>: the community's settings and its directory; never its clients.</summary>
internal static class CommunityCommand
{
    public static Command Create(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command(
            "community", "Show the community's settings, organisations and contacts", "hub community --json", json, Show(parts), Set(parts));
        command.SetAction((parse, cancellation) => ShowAsync(parts, parse, parse.GetValue(json), cancellation));
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("show", "The same as hub community", "hub community show", json);
        command.SetAction((parse, cancellation) => ShowAsync(parts, parse, parse.GetValue(json), cancellation));
        return command;
    }

    private static Command Set(CommandParts parts)
    {
        var file = parts.File(new Argument<string>("FILE") { Description = "JSON with any of nameEn, nameFr, zone, leadOrganisation, messagesPerMinute, holidays, daysOff, contactCycle, committee, responseDays; - reads standard input" });
        var command = parts.Command(
            "set",
            "Set the community's settings. What the file leaves out stays as it is",
            """echo '{ "nameEn": "Taber", "nameFr": "Taber", "zone": "America/Edmonton", "leadOrganisation": "specialist" }' | hub community set -""",
            file);
        command.SetAction(async (parse, cancellation) =>
        {
            var input = await InputFile.ReadAsync(parts.Terminal, parse.GetRequiredValue(file), cancellation);
            await using var place = parts.OpenToSet(parse);
            var hub = place.Hub;
            var known = await hub.Partners.CommunityAsync(cancellation);
            var directory = await hub.Partners.ReadAsync(cancellation);
            var settings = new CommunityFile(known, directory.Ids, [.. directory.Organisations.SelectMany(o => o.Contacts).Select(c => c.Id).Distinct()]).Read(input);
            await hub.Partners.PutAsync(settings, cancellation);
            // A running hub looks at the directory's version once a minute: raising it makes the settings seen.
            await hub.Partners.PutAsync([], cancellation);
            await hub.SendMorning.PlanAsync(await hub.Directory.NowAsync(cancellation), cancellation);
            await hub.Audit.AddAsync("community.set", settings.Id, cancellation);
            await parts.Terminal.Out.WriteLineAsync(
                $"Set: {settings.NameEn}, {settings.Zone.Id}. A running hub takes it over within a minute; messagesPerMinute at its next start.");
            if (!directory.Ids.Contains(settings.LeadOrganisation))
                await parts.Terminal.Out.WriteLineAsync($"The lead organisation is not in the directory yet: hub agency add --id {settings.LeadOrganisation} --kind lead ...");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> ShowAsync(CommandParts parts, ParseResult parse, bool json, CancellationToken cancellation)
    {
        await using var hub = await parts.OpenAsync(parse, cancellation);
        var (terminal, community) = (parts.Terminal, hub.At.Community);
        var organisations = hub.At.Directory.Organisations.OrderBy(o => o.Id, StringComparer.Ordinal).ToArray();
        if (json)
        {
            terminal.Json(new
            {
                community.Id,
                community.NameEn,
                community.NameFr,
                Zone = community.Zone.Id,
                ZoneData = TzdbDateTimeZoneSource.Default.TzdbVersion,
                community.LeadOrganisation,
                community.MessagesPerMinute,
                community.Committee,
                community.ResponseDays,
                Holidays = community.Holidays.Rule.ToString(),
                DaysOff = community.Holidays.Own,
                community.ContactCycle,
                Organisations = organisations.Select(o => AgencyView.Of(o, hub.At.Today)),
            });
            return ExitCodes.Done;
        }

        await terminal.Out.WriteLineAsync($"{community.NameEn} | {community.NameFr} ({community.Id})");
        await terminal.Out.WriteLineAsync($"zone {community.Zone.Id} (zone data {TzdbDateTimeZoneSource.Default.TzdbVersion})");
        await terminal.Out.WriteLineAsync($"lead organisation {community.LeadOrganisation}");
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"at most {community.MessagesPerMinute} messages a minute from an agency"));
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"the specialist takes up a request within {community.ResponseDays} working days"));
        if (!community.Committee.IsEmpty) await terminal.Out.WriteLineAsync($"committee: {string.Join(", ", community.Committee)}");
        await terminal.Out.WriteLineAsync($"holidays {Holidays(community.Holidays)}");
        await terminal.Out.WriteLineAsync($"monthly contacts: {Cycle(community.ContactCycle)}");
        await terminal.Out.WriteLineAsync("\nOrganisations");
        terminal.Agencies(organisations, hub.At.Today);
        await terminal.Out.WriteLineAsync("\nContacts");
        terminal.Table(
            ["Organisation", "Id", "Name", "Reached by", "Language", "Alternate", "Note"],
            organisations.SelectMany(o => o.Contacts.Select(c => (string[])
            [
                o.Id,
                c.Id,
                c.Name,
                c.Channel.ToString().ToLowerInvariant(),
                c.Language.ToString(),
                c.Alternate ?? string.Empty,
                ContactView.Note(c, hub.At.Today),
            ])));
        return ExitCodes.Done;
    }

    private static string Holidays(HolidayCalendar holidays) =>
        string.Join(", ", holidays.Own.Select(d => LocalDatePattern.Iso.Format(d)).Prepend(holidays.Rule == HolidayRule.Alberta ? "of Alberta" : "none by rule"));

    private static string Cycle(ContactCycleSettings cycle) => string.Create(
        CultureInfo.InvariantCulture,
        $"open on day {cycle.OpensOn} at {Clock(cycle.Opens)}, reminders on days {string.Join(", ", cycle.Nudges)} at {Clock(cycle.RemindsAt)}, team lead on day {cycle.TeamLead}, specialist {cycle.SpecialistAfter} working days later, close on {(cycle.ClosesOn == ContactCycleSettings.LastDay ? "the last day" : $"day {cycle.ClosesOn}")} at {Clock(cycle.Closes)}, report on the next working day at {Clock(cycle.ReportsAt)}");

    private static string Clock(LocalTime time) => LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Format(time);
}
