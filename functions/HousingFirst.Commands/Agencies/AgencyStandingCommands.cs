using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Commands.Agencies;

/// <summary><c>hub agency suspend, resume, leave</c>: whether an organisation takes part. What follows is said before it is done.</summary>
internal static class AgencyStandingCommands
{
    public static IEnumerable<Command> Create(CommandParts parts)
    {
        yield return Suspend(parts);
        yield return Resume(parts);
        yield return Leave(parts);
    }

    private static Command Suspend(CommandParts parts)
    {
        var (agency, dryRun, by) = (AgencyParts.Agency(), AgencyParts.DryRun(), AgencyParts.By(parts.Terminal));
        var command = parts.Command(
            "suspend", "Stop an organisation at once, until it is resumed: it sends nothing and is told nothing", "hub agency suspend river-icm --dry-run", agency, dryRun, by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = NotLead(hub, parse.GetRequiredValue(agency));
            if (seen.Standing.Kind == StandingKind.Left) throw new CommandFailure($"{seen.Id} has left the network: it sends nothing and is told nothing already.");
            await FollowsAsync(parts, hub, seen, StandingKind.Suspended, cancellation);
            return parse.GetValue(dryRun)
                ? ExitCodes.Done
                : await StandAsync(parts, hub, seen, "agency.suspend", StandingKind.Suspended, parse.GetRequiredValue(by), cancellation);
        });
        return command;
    }

    private static Command Resume(CommandParts parts)
    {
        var (agency, by) = (AgencyParts.Agency(), AgencyParts.By(parts.Terminal));
        var command = parts.Command(
            "resume", "Let a suspended organisation, or one that had left, take part again. What was withheld meanwhile is not sent", "hub agency resume river-icm", agency, by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = hub.Agency(parse.GetRequiredValue(agency));
            return await StandAsync(parts, hub, seen, "agency.resume", StandingKind.Active, parse.GetRequiredValue(by), cancellation);
        });
        return command;
    }

    private static Command Leave(CommandParts parts)
    {
        var (agency, dryRun, by) = (AgencyParts.Agency(), AgencyParts.DryRun(), AgencyParts.By(parts.Terminal));
        var yes = AgencyParts.Yes("Do it, having read what follows from it");
        var command = parts.Command(
            "leave", "Take an organisation out of the network. Says what follows from it, and does it with --yes", "hub agency leave income-support --dry-run", agency, dryRun, yes, by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var seen = NotLead(hub, parse.GetRequiredValue(agency));
            var hangs = await FollowsAsync(parts, hub, seen, StandingKind.Left, cancellation);
            if (parse.GetValue(dryRun)) return ExitCodes.Done;
            if (hangs.OwnClients > 0)
            {
                throw new CommandFailure(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing was done: {seen.Id} is the program of {hangs.OwnClients} clients, and they would have none. Another program takes them over first (`team.left`, then `program.enrolled`), or suspend it meanwhile."));
            }

            if (!parse.GetValue(yes)) throw new CommandFailure("Nothing was done. With --yes it is.");
            return await StandAsync(parts, hub, seen, "agency.leave", StandingKind.Left, parse.GetRequiredValue(by), cancellation);
        });
        return command;
    }

    private static Organisation NotLead(OpenHub hub, string agency)
    {
        var seen = hub.Agency(agency);
        return seen.Id != hub.At.Community.LeadOrganisation
            ? seen
            : throw new CommandFailure($"{seen.Id} is the lead organisation: without it nobody gets the specialist's tasks. Name another first: hub community set FILE.");
    }

    private static async Task<int> StandAsync(
        CommandParts parts, OpenHub hub, Organisation seen, string action, StandingKind kind, string by, CancellationToken cancellation)
    {
        var standing = kind == StandingKind.Active ? Standing.Active : new Standing(kind, Instant.FromUnixTimeSeconds(hub.At.Now.ToUnixTimeSeconds()));
        var outcome = await hub.Hub.EditOrganisation.RunAsync(
            seen.Id, new EditOf(action, by), o => o.Standing.Kind == kind ? o : o with { Standing = standing }, basis: null, cancellation);
        return await parts.Terminal.SayAsync(outcome, kind == StandingKind.Active ? $"{seen.Id} takes part again." : $"{seen.Id} is {(kind == StandingKind.Left ? "out of the network" : "suspended")}.");
    }

    private static async Task<Dependents> FollowsAsync(
        CommandParts parts, OpenHub hub, Organisation seen, StandingKind kind, CancellationToken cancellation)
    {
        var hangs = await hub.Hub.ReadDependents.RunAsync(seen.Id, null, cancellation);
        var waiting = await hub.Place.WaitingAsync(QueueNames.OfAgency(seen.Id), cancellation);
        await parts.Terminal.Out.WriteLineAsync($"{seen.NameEn} ({seen.Id}), {(kind == StandingKind.Left ? "out of the network" : "suspended")}:");
        foreach (var line in Follows(hangs, waiting, kind)) await parts.Terminal.Out.WriteLineAsync("  - " + line);
        return hangs;
    }

    private static IEnumerable<string> Follows(Dependents hangs, int? waiting, StandingKind kind)
    {
        static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");
        yield return "It sends nothing: its messages are refused in words (`sender.suspended`), and its keys open no door.";
        yield return "It is told nothing but to stop: withdrawals, corrections and its own leaving of a team still go to its contacts, by mail.";
        if (hangs.Teams > hangs.OwnClients)
        {
            var whose = string.Join(", ", hangs.Programs.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value}")));
            yield return $"It stays on the teams of {Count(hangs.Teams - hangs.OwnClients, "client", "clients")}; what it would be told there is withheld (`agreement-expired`), and their programs see it: {whose}."
                + (kind == StandingKind.Left ? " Those programs end the memberships (`team.left`)." : string.Empty);
        }

        if (hangs.OwnClients > 0)
            yield return $"It is the program of {Count(hangs.OwnClients, "client", "clients")}: what it would be told of them becomes a task for the specialist.";
        if (hangs.Consents > 0)
            yield return $"{Count(hangs.Consents, "consent", "consents")} in force name it: they stay on record until they end or the client withdraws them.";
        if (hangs.Cards > 0)
            yield return $"{Count(hangs.Cards, "police card", "police cards")} in force that it holds: nothing sent with one is taken.";
        if (waiting is not { } count)
        {
            yield return "What waits on its queue becomes dead letters 14 days after it came; how much that is can't be seen now.";
        }
        else if (count > 0)
        {
            yield return $"{(count == IHubPlace.MostCounted ? "At least " : string.Empty)}{Count(count, "message waits", "messages wait")} on its queue, "
                + "to become dead letters 14 days after they came.";
        }

        yield return "What is withheld meanwhile is not sent afterwards.";
    }
}
