using System.CommandLine;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub.Directory;

namespace HousingFirst.Commands.Agencies;

/// <summary>What the commands about agencies have in common.</summary>
internal static class AgencyParts
{
    /// <summary><c>AGENCY</c>.</summary>
    public static Argument<string> Agency(string name = "AGENCY") => new(name) { Description = "The agency's id: hub agency list shows them" };

    /// <summary><c>CONTACT</c>.</summary>
    public static Argument<string> Contact() => new("CONTACT") { Description = "The contact's id: hub agency show lists them" };

    /// <summary><c>--by NAME</c>: who does it, for log and audit.</summary>
    public static Option<string> By(Terminal terminal)
    {
        var by = new Option<string>("--by")
        {
            Description = "Who does this, for the log and the audit. Default: this machine's user, or, with --hub, who the token says",
            HelpName = "NAME",
            DefaultValueFactory = _ => terminal.Operator ?? Environment.UserName,
        };
        // Whoever is named, the log also says who it was that came.
        if (terminal.Operator is { } sender) by.CustomParser = result => $"{result.Tokens[0].Value} ({sender})";
        by.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value is var name && (name.Trim().Length is 0 or > 60 || name.Any(char.IsControl)))
                result.AddError("--by: a name of 1 to 60 characters.");
        });
        return by;
    }

    /// <summary><c>--dry-run</c>.</summary>
    public static Option<bool> DryRun() => new("--dry-run") { Description = "Say what would happen, and do nothing" };

    /// <summary><c>--yes</c>.</summary>
    public static Option<bool> Yes(string description) => new("--yes") { Description = description };

    /// <summary>An organisation of which nothing is known but its id.</summary>
    public static Organisation NewOrganisation(string id) =>
        new(id, string.Empty, string.Empty, OrganisationKind.Partner, null, ReadsQueue: false, null, string.Empty, []);

    /// <summary>A contact of which nothing is known but the id.</summary>
    public static Contact NewContact(string id) => new(
        id, string.Empty, Language.English, Channel.Mail, DigestSlot.OfNewContacts, null, string.Empty, null, Shared: false, null, null);

    /// <summary>A contact of an organisation.</summary>
    /// <exception cref="CommandFailure">It has none with this id.</exception>
    public static Contact ContactOf(Organisation organisation, string id) => organisation.Contact(id) ?? throw new CommandFailure(
        $"{organisation.Id} has no contact with that id"
        + (Spelling.Nearest(id, organisation.Contacts.Select(c => c.Id), 3) is { } near ? $": did you mean {near}?" : ".")
        + $" `hub agency show {organisation.Id}` lists them.");

    /// <summary>Throws where something is wrong.</summary>
    public static void Need(IReadOnlyCollection<Defect> defects)
    {
        if (defects.Count > 0) throw Refused(defects);
    }

    /// <summary>What is said of an edit that was refused.</summary>
    public static CommandFailure Refused(IEnumerable<Defect> defects, string? file = null) =>
        new($"{(file is null ? string.Empty : file + ": ")}Nothing was changed:\n{string.Join('\n', defects.Select(d => "  " + d))}");

    /// <summary>Says what became of an edit.</summary>
    /// <exception cref="CommandFailure">It was refused.</exception>
    public static async Task<int> SayAsync(this Terminal terminal, EditOutcome outcome, string done)
    {
        switch (outcome)
        {
            case EditOutcome.Refused refused:
                throw Refused(refused.Defects);
            case EditOutcome.Unchanged:
                await terminal.Out.WriteLineAsync("Nothing to change: it is so already.");
                break;
            case EditOutcome.Done made:
                await terminal.Out.WriteLineAsync(done);
                foreach (var change in made.Edit.Changes) await terminal.Out.WriteLineAsync("  " + Shell.Printable(Words(change)));
                await terminal.Out.WriteLineAsync("A running hub takes it over within a minute.");
                break;
        }

        return ExitCodes.Done;
    }

    /// <summary>A change in one line: <c>phone: 403 -> 587</c>.</summary>
    public static string Words(FieldChange change) => $"{change.Field}: {change.Was ?? "-"} -> {change.Is ?? "-"}";
}
