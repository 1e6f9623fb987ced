using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory;
using NodaTime.Text;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub agency</c>: the community's organisations, from their first day to their last.</summary>
internal static class AgencyCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "agency",
        "List, show, add and change the community's organisations, and suspend them",
        "hub agency list",
        [
            List(parts), Show(parts), Add(parts), Change(parts), AgencyContactCommand.Create(parts), .. AgencyStandingCommands.Create(parts),
            AgencyKeysCommand.Create(parts), AgencyPartnersCommand.Create(parts),
        ]);

    private static Command List(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("list", "List the organisations", "hub agency list --json", json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var organisations = hub.At.Directory.Organisations.OrderBy(o => o.Id, StringComparer.Ordinal).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(organisations.Select(o => AgencyView.Of(o, hub.At.Today)));
            else parts.Terminal.Agencies(organisations, hub.At.Today);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var (agency, json) = (AgencyParts.Agency(), CommandParts.Json());
        var command = parts.Command(
            "show", "Show an organisation and its contacts; --json prints what `change` reads", "hub agency show river-icm --json > river-icm.json", agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var id = hub.Agency(parse.GetRequiredValue(agency)).Id;
            var card = await hub.Hub.Partners.CardAsync(id, cancellation) ?? throw OpenHub.Unknown(id, hub.At.Directory.Ids);
            if (parse.GetValue(json)) parts.Terminal.Json(AgencyView.Of(card.Organisation, hub.At.Today, card.Revision));
            else await PrintAsync(parts.Terminal, card, hub);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Add(CommandParts parts)
    {
        var file = File(parts, "JSON as hub agency show --json prints it, contacts included; - reads standard input");
        var (by, fields) = (AgencyParts.By(parts.Terminal), new FieldOptions<Organisation>(OrganisationFields.All));
        var id = new Option<string?>("--id") { Description = "The agency's id, for good: lower-case letters, digits, hyphens", HelpName = "ID" };
        var starter = new Option<bool>("--starter-terms") { Description = "Map common words of the shelter system for it, as hub terms starter --apply does" };
        var command = parts.Command(
            "add",
            "Add an organisation, from a file or by options; its people with `hub agency contact add`",
            "hub agency add --id prairie-hospital --name-en \"Prairie Hospital\" --name-fr \"Hôpital des Prairies\" --roles HLT \\\n"
            + "  --agreement-ends 2027-03-31 --phone \"+1 403 555 0153\"",
            [file, id, .. fields.All, starter, by]);
        command.SetAction(async (parse, cancellation) =>
        {
            var read = (await ReadAsync(parts, parse.GetValue(file), cancellation)).With(fields.Given(parse));
            await using var hub = await parts.OpenAsync(parse, cancellation);
            if ((parse.GetValue(id) ?? read.Id) is not { } agency) throw new CommandFailure("An organisation needs an id: --id ID, or `id` in the file.");
            var organisation = read.ApplyTo(AgencyParts.NewOrganisation(agency));
            var outcome = await hub.Hub.EditOrganisation.AddAsync(organisation, parse.GetRequiredValue(by), cancellation);
            var code = await parts.Terminal.SayAsync(outcome, $"Added: {organisation.NameEn} ({organisation.Id}).");
            foreach (var line in Next(organisation)) await parts.Terminal.Out.WriteLineAsync(line);
            // Its own words after the organisation itself: cut off in between, the same command does the rest.
            await parts.Terminal.Out.WriteLineAsync(parse.GetValue(starter)
                ? "Its own words: " + TermsCommand.Sentence(await TermsStarter.ApplyAsync(hub, organisation.Id, cancellation), dryRun: false)
                : $"Common words of the shelter system, for it to write in place of codes: hub terms starter --as {organisation.Id} (--apply takes them)");
            return code;
        });
        return command;
    }

    private static Command Change(CommandParts parts)
    {
        var file = File(parts, "JSON with the fields to change; as hub agency show --json prints it, also contacts; - reads standard input");
        var (agency, by, fields) = (AgencyParts.Agency(), AgencyParts.By(parts.Terminal), new FieldOptions<Organisation>(OrganisationFields.All));
        var command = parts.Command(
            "change",
            "Change fields of an organisation: an empty value clears one. What others change meanwhile is kept; where they changed the same, you are told",
            "hub agency change river-icm --phone \"+1 403 555 0199\" --areas \"North side, Downtown\"",
            [agency, file, .. fields.All, by]);
        command.SetAction(async (parse, cancellation) =>
        {
            var read = (await ReadAsync(parts, parse.GetValue(file), cancellation)).With(fields.Given(parse));
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(agency));
            if (read.Id is { } id && id != seen.Id) throw new CommandFailure("The file is of another organisation: an id stays for good. Nothing was changed.");
            if (read.IsEmpty) throw new CommandFailure("Nothing to change was given: options or a FILE. `hub agency change --help` lists the fields.");
            var basis = read.Revision is { } revision
                ? await hub.Hub.EditOrganisation.AsOfAsync(seen, revision, cancellation)
                    ?? throw new CommandFailure("The file is too old to say what it changes. Print it anew: hub agency show --json.")
                : seen;
            var wanted = read.ApplyTo(basis);
            var what = new EditOf("agency.change", parse.GetRequiredValue(by));
            return await parts.Terminal.SayAsync(
                await hub.Hub.EditOrganisation.RunAsync(seen.Id, what, _ => wanted, basis, cancellation), $"Changed: {seen.Id}.");
        });
        return command;
    }

    private static async Task<OrganisationFile> ReadAsync(CommandParts parts, string? file, CancellationToken cancellation) =>
        file is null ? OrganisationFile.Empty : OrganisationFile.Read(await InputFile.ReadAsync(parts.Terminal, file, cancellation));

    private static Argument<string?> File(CommandParts parts, string description) => parts.File(new Argument<string?>("FILE") { Description = description, Arity = ArgumentArity.ZeroOrOne });

    private static IEnumerable<string> Next(Organisation organisation)
    {
        if (organisation.Contacts.Count == 0) yield return $"It has nobody yet: hub agency contact add {organisation.Id} CONTACT --name ... --phone ...";
        if (organisation.Agreement is null) yield return $"It has no agreement yet, and is told nothing: hub agency change {organisation.Id} --agreement-ends DAY";
        yield return $"Its keys: hub connection-string {organisation.Id}, hub signing-key {organisation.Id}";
    }

    private static async Task PrintAsync(Terminal terminal, StoredCard card, OpenHub hub)
    {
        var organisation = card.Organisation;
        await terminal.Out.WriteLineAsync($"{organisation.NameEn} | {organisation.NameFr} ({organisation.Id})");
        foreach (var field in OrganisationFields.All.Where(f => f.Name is not ("nameEn" or "nameFr" or "keyRotation")))
        {
            if (field.Get(organisation) is { } value) await terminal.Out.WriteLineAsync($"  {field.Name,-17} {Shell.Printable(value)}");
        }

        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {"revision",-17} {card.Revision}"));
        if (organisation.FirstAcknowledged is { } first) await terminal.Out.WriteLineAsync($"  {"acknowledged",-17} first on {hub.Times.Of(first)}");
        await terminal.Out.WriteLineAsync("\nContacts");
        terminal.Table(
            ["Id", "Name", "Reached by", "Language", "Address", "Phone", "Alternate", "Confirmed", "Note"],
            organisation.Contacts.Select(c => (string[])
            [
                c.Id,
                c.Name,
                c.Channel.ToString().ToLowerInvariant(),
                ContactFields.Tag(c.Language),
                c.Address ?? string.Empty,
                c.Phone,
                c.Alternate ?? string.Empty,
                c.Confirmed is { } day ? LocalDatePattern.Iso.Format(day) + (c.ConfirmedBy is { } who ? $" by {who}" : string.Empty) : string.Empty,
                ContactView.Note(c, hub.At.Today),
            ]));
    }
}
