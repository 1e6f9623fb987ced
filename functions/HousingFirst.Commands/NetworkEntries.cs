using System.Collections.Immutable;
using System.CommandLine;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary>The commands of <c>hub network</c> that record something. Days are the community's; each leaves an audit entry.</summary>
internal static class NetworkEntries
{
    public static Command Add(CommandParts parts)
    {
        var name = new Argument<string>("NAME") { Description = "The organisation's name; the same name in another spelling of case and accents is the same one" };
        var by = By();
        var (why, contact, phone, mail, area, role) = (
            Text("--why", "What it could bring"),
            Text("--contact", "Whom to talk to there"),
            Text("--phone", "The contact's work number"),
            Text("--mail", "The contact's work address"),
            Text("--area", "The part of town or the region"),
            Text("--role", $"What it might do on a client's team: {string.Join(", ", Enum.GetValues<Role>())}"));
        var command = parts.Command(
            "add",
            "Add a prospect, or a suggestion to one that is there. Leaves an audit entry",
            "hub network add \"Galt Street Library\" --by Robin --why \"a warm room, and computers\" --contact \"Jo Smith\" --phone \"+1 403 555 0190\"",
            name,
            by,
            why,
            contact,
            phone,
            mail,
            area,
            role);
        command.SetAction(async (parse, cancellation) =>
        {
            var written = parse.GetRequiredValue(name);
            if (parse.GetValue(contact) is null && (parse.GetValue(phone) ?? parse.GetValue(mail)) is not null)
                Refuse([new Defect("contact", "missing beside a phone number or address", "say whose it is")]);
            var said = new SuggestionText(
                null,
                parse.GetRequiredValue(by),
                parse.GetValue(why),
                parse.GetValue(contact) is { } person ? new ProspectContact(person, parse.GetValue(phone), parse.GetValue(mail)) : null,
                parse.GetValue(area),
                parse.GetValue(role) is { } word ? RoleOf(word) : null);
            Refuse(SuggestPartner.Check(written, said));
            await using var hub = await parts.OpenAsync(parse, cancellation);
            await hub.Hub.Audit.AddAsync("network.add", ProspectId.Of(written)!.Value.Value, cancellation);
            var (prospect, isNew) = await hub.Hub.SuggestPartner.RunAsync(written, said, hub.At, cancellation);
            await parts.Terminal.Out.WriteLineAsync($"{(isNew ? "Added" : "Was there; the suggestion is added")}: {prospect.Id}");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Step(CommandParts parts)
    {
        var id = NetworkCommand.Id();
        var state = new Argument<string>("STATE") { Description = $"{NetworkCommand.States}; in any order, none required" };
        var (by, on) = (By(), On());
        var next = Text("--next", "What is to be done next");
        var askAgain = Text("--ask-again", "With notNow: the day they want to be asked again, 2026-12-31", "DAY");
        var command = parts.Command(
            "step",
            "Record a step with a prospect; leaves an audit entry. On the day to ask again, and when a rest of 90 days is over, it is in the specialist's morning mail",
            "hub network step galt-street-library notNow --by Robin --ask-again 2027-03-01 --next \"send the one-page summary\"",
            id,
            state,
            by,
            on,
            next,
            askAgain);
        command.SetAction(async (parse, cancellation) =>
        {
            var to = NetworkCommand.StateOf(parse.GetRequiredValue(state));
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var view = await NetworkCommand.FindAsync(hub, parse.GetRequiredValue(id), cancellation);
            var step = new RecruitmentStep(
                0,
                to,
                DayOf(parse.GetValue(on), "on") ?? hub.At.Today,
                parse.GetRequiredValue(by),
                parse.GetValue(next),
                DayOf(parse.GetValue(askAgain), "ask-again"));
            Refuse(Recruitment.Check(step, hub.At.Today));
            await hub.Hub.Audit.AddAsync("network.step", view.Prospect.Id.Value, cancellation);
            await PrintAsync(parts, hub.At.Community.Zone, await hub.Hub.RecordStep.RunAsync(view.Prospect.Id, step, hub.At, cancellation));
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Contribution(CommandParts parts)
    {
        var id = NetworkCommand.Id();
        var text = new Argument<string>("TEXT") { Description = "What they give or offer, in free words: any contribution counts" };
        var (by, on) = (By(), On());
        var command = parts.Command(
            "contribution",
            "Record what a prospect gives or offers. Leaves an audit entry",
            "hub network contribution galt-street-library \"a meeting room every second Tuesday\" --by Robin",
            id,
            text,
            by,
            on);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var view = await NetworkCommand.FindAsync(hub, parse.GetRequiredValue(id), cancellation);
            var contribution = new Contribution(0, DayOf(parse.GetValue(on), "on") ?? hub.At.Today, parse.GetRequiredValue(by), parse.GetRequiredValue(text));
            Refuse(Recruitment.Check(contribution, hub.At.Today));
            await hub.Hub.Audit.AddAsync("network.contribution", view.Prospect.Id.Value, cancellation);
            await PrintAsync(parts, null, await hub.Hub.RecordStep.RunAsync(view.Prospect.Id, contribution, hub.At, cancellation));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task PrintAsync(CommandParts parts, DateTimeZone? promptIn, RecordOutcome outcome)
    {
        switch (outcome)
        {
            case RecordOutcome.Refused refused:
                Refuse(refused.Defects);
                break;
            case RecordOutcome.Recorded recorded:
                var prompt = promptIn is null ? null : Recruitment.PromptOf(recorded.Prospect, promptIn);
                await parts.Terminal.Out.WriteLineAsync(
                    (recorded.WasThere ? "Was recorded already." : "Recorded.")
                    + (prompt is { Reason: not PromptReason.Suggested } ? $" From {LocalDatePattern.Iso.Format(prompt.On)} on it is in the specialist's morning mail." : string.Empty));
                break;
            default:
                throw new CommandFailure("The prospect was removed just now. `hub network list` shows who is there.");
        }
    }

    private static void Refuse(ImmutableArray<Defect> defects)
    {
        if (!defects.IsEmpty) throw new CommandFailure($"Nothing was recorded:\n{string.Join('\n', defects.Select(d => "  " + d))}");
    }

    private static Role RoleOf(string word) => Enum.GetNames<Role>().FirstOrDefault(r => r.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } role
        ? Enum.Parse<Role>(role)
        : throw new CommandFailure($"That is no role. There are: {string.Join(", ", Enum.GetValues<Role>())}. `hub glossary role` says what they mean.");

    private static LocalDate? DayOf(string? text, string option)
    {
        if (text is null) return null;
        return LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day)
            ? day
            : throw new CommandFailure($"Nothing was recorded:\n  {new Defect(option, "not a day", "write it like 2026-12-31")}");
    }

    private static Option<string> By() => new("--by") { Description = "Who does it or records it", HelpName = "WHO", Required = true };

    private static Option<string?> On() => Text("--on", "The day it was done, in the community's zone, 2026-12-01; default: today", "DAY");

    private static Option<string?> Text(string name, string description, string help = "TEXT") => new(name) { Description = description, HelpName = help };
}
