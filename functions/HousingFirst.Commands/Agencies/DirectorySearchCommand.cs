using System.CommandLine;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory.Searching;
using HousingFirst.Hub.Listings;
using NodaTime;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub directory search</c>: partners by name, role, area, language.</summary>
internal static class DirectorySearchCommand
{
    public static Command Create(CommandParts parts)
    {
        var text = new Argument<string[]>("TEXT") { Description = "Words of names, people, places; accents and case don't count", Arity = ArgumentArity.ZeroOrMore };
        var role = new Option<string?>("--role") { Description = "A role it can hold: " + string.Join(", ", Enum.GetNames<Role>()), HelpName = "ROLE" };
        var area = new Option<string?>("--area") { Description = "An area it works in", HelpName = "AREA" };
        var language = new Option<string?>("--language") { Description = "A language one is answered in: en or fr", HelpName = "LANGUAGE" };
        var unconfirmed = new Option<bool>("--unconfirmed") { Description = "Only those with a contact whom nobody has confirmed for 90 days" };
        var agency = CommandParts.As("What this agency may see; without it, all");
        var json = CommandParts.Json();
        var command = parts.Command(
            "search", "Find partners by name, role, area, language", "hub directory search pont --role OUT --language fr", text, role, area, language, unconfirmed, agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            var query = new DirectoryQuery(
                string.Join(' ', parse.GetValue(text) ?? []),
                parse.GetValue(role) is { } wanted ? ReadRole(wanted) : null,
                parse.GetValue(area),
                parse.GetValue(language) is { } tag ? ContactFields.Read(tag) ?? throw new CommandFailure("That is no language of the directory: write en or fr.") : null);
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var viewer = parse.GetValue(agency) is { } who ? Viewer.Of(hub.Agency(who)) : Viewer.Operator;
            if (parse.GetValue(unconfirmed)) query = query with { UnconfirmedOn = hub.At.Today };
            var listings = await hub.Hub.SearchDirectory.RunAsync(query, viewer, cancellation);
            var found = listings.Select(l => (Listing: l, Organisation: viewer.See(hub.At.Directory.Find(l.Organisation)!))).ToArray();
            // Roles and confirmations are the partners' own: listings of the town's services have none.
            var listed = query.Role is null && query.UnconfirmedOn is null
                ? await hub.Hub.ListingSearch.FindAsync(
                    new ListingQuery(query.Text, query.Area, query.Language is { } of ? ContactFields.Tag(of) : null, Tier: viewer.Tier), cancellation)
                : [];
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { Partners = found.Select(f => Fields(f.Listing, f.Organisation, hub.At.Today)), Listings = listed });
                return ExitCodes.Done;
            }

            if (found.Length + listed.Count == 0) await parts.Terminal.Out.WriteLineAsync("Nobody found.");
            if (found.Length > 0)
            {
                parts.Terminal.Table(
                    ["Id", "Name", "Roles", "Areas", "Where", "Open", "Phone", "People"],
                    found.Select(f => (string[])
                    [
                        f.Listing.Id,
                        f.Listing.NameEn,
                        string.Join(' ', f.Listing.Roles),
                        string.Join(", ", f.Organisation.Areas),
                        f.Organisation.Location ?? string.Empty,
                        f.Organisation.Hours?.ToString() ?? string.Empty,
                        f.Organisation.Phone,
                        string.Join(", ", f.Organisation.Contacts.Select(c => $"{c.Name} ({ContactFields.Tag(c.Language)}{(c.IsUnconfirmed(hub.At.Today) ? ", unconfirmed" : string.Empty)})")),
                    ]));
            }

            if (listed.Count > 0)
            {
                await parts.Terminal.Out.WriteLineAsync("\nListings");
                parts.Terminal.Table(["Id", "Name", "Services"], listed.Select(l => (string[])[l.Organisation, l.Name, string.Join(", ", l.Services.Select(s => s.Name))]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Role ReadRole(string text)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (role.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return role;
        }

        throw new CommandFailure($"That is no role: write one of {string.Join(", ", Enum.GetNames<Role>())}.");
    }

    private static object Fields(Listing listing, Organisation organisation, LocalDate today) => new
    {
        Kind = listing.Kind,
        listing.Id,
        Organisation = organisation.Id,
        listing.NameEn,
        listing.NameFr,
        listing.Roles,
        organisation.Areas,
        organisation.Location,
        Hours = organisation.Hours?.ToString(),
        organisation.Tier,
        organisation.Phone,
        Languages = listing.Languages.Select(ContactFields.Tag),
        Standing = organisation.Standing.Kind,
        Contacts = organisation.Contacts.Select(c => ContactView.Of(c, today)),
    };
}
