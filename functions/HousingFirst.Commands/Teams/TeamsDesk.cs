using System.Globalization;
using HousingFirst.Hub.Teams;

namespace HousingFirst.Commands.Teams;

/// <summary>Imports a teams sheet and says what became of it: by line and column, never by what a cell says.</summary>
internal sealed class TeamsDesk(Terminal terminal, OpenHub hub, string file, string folder)
{
    /// <summary>Imports.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> ImportAsync(byte[] body, string program, TeamsSettings settings, bool json, CancellationToken cancellation)
    {
        var doing = $"Comparing {file} with the hub";
        var work = Task.Run(async () => await hub.Hub.ImportTeams.RunAsync(body, program, settings, cancellation), cancellation);
        switch (await terminal.WhileAsync(doing, work))
        {
            case TeamsImport.Refused refused:
                return await RefusedAsync(refused.Defects, json);
            case TeamsImport.Planned planned:
                if (json) Json(planned.Plan, "planned", []);
                else await PlanAsync(planned.Plan, isDone: false);
                return ExitCodes.Done;
            case TeamsImport.Queued queued:
                return await QueuedAsync(queued, json, cancellation);
            default:
                throw new InvalidOperationException("An import is refused, planned or queued.");
        }
    }

    private async Task<int> RefusedAsync(IReadOnlyList<SheetDefect> defects, bool json)
    {
        if (json)
        {
            terminal.Json(new { Outcome = "refused", Defects = defects });
            return ExitCodes.Refused;
        }

        await terminal.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{file}: nothing was changed, {defects.Count} {(defects.Count == 1 ? "thing is" : "things are")} to be mended:"));
        foreach (var defect in defects) await terminal.Error.WriteLineAsync("  " + Shell.Printable(defect.ToString()));
        return ExitCodes.Refused;
    }

    private async Task<int> QueuedAsync(TeamsImport.Queued queued, bool json, CancellationToken cancellation)
    {
        var (running, waiting, refused) = await terminal.WhileAsync("The hub is taking the changes", hub.Place.Changes.FollowAsync(queued.Messages, cancellation));
        if (json)
        {
            Json(queued.Plan, refused.Count > 0 ? "partlyRefused" : waiting > 0 ? "queued" : "done", refused);
            return refused.Count > 0 ? ExitCodes.Refused : ExitCodes.Done;
        }

        await PlanAsync(queued.Plan, isDone: true);
        if (waiting > 0)
        {
            await terminal.Out.WriteLineAsync(running
                ? "All of it is safe on the queue; the hub has not answered yet. The same command with --dry-run says what is left."
                : $"All of it is safe on the queue. No hub is running here: it takes this when it is up (hub up{folder}).");
        }

        foreach (var why in refused)
            await terminal.Error.WriteLineAsync($"Not all of a client was taken, somebody was quicker or the rules refused it: {Shell.Printable(why.Replace('\n', ' '))}. See hub dead-letters list{folder}; replay it when mended.");
        return refused.Count > 0 ? ExitCodes.Refused : ExitCodes.Done;
    }

    private async Task PlanAsync(TeamsPlan plan, bool isDone)
    {
        var kinds = Enum.GetValues<TeamsChangeKind>().Where(k => plan.Count(k) > 0).ToArray();
        if (!isDone)
        {
            terminal.Table(["Line", "Would be"], plan.Changes.Select(c => (string[])[c.Line.ToString(CultureInfo.InvariantCulture), Words(c.Kind, 1)]));
        }

        foreach (var kept in plan.Kept)
            await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"line {kept.Line} stays as the hub has it: {kept.Why}"));
        var sums = kinds.Select(k => string.Create(CultureInfo.InvariantCulture, $"{plan.Count(k)} {Words(k, plan.Count(k))}"));
        await terminal.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: {plan.Clients} clients; {(kinds.Length == 0 ? "nothing new" : string.Join(", ", sums))}; {plan.Unchanged} unchanged, {plan.Kept.Count} left as they are."));
        if (plan.Changes.Count == 0) return;
        await terminal.Out.WriteLineAsync(plan.Told == 0
            ? "Nobody is told: partners join before their consents are known (--tell turns that round)."
            : string.Create(CultureInfo.InvariantCulture, $"{plan.Told} times a partner is told, in its next digest, on its queue, or by a call."));
        if (!isDone) await terminal.Out.WriteLineAsync("Nothing was changed. Without --dry-run it is.");
    }

    private static string Words(TeamsChangeKind kind, int count) => (kind, count == 1) switch
    {
        (TeamsChangeKind.NewClient, var one) => one ? "new client" : "new clients",
        (TeamsChangeKind.NewMember, var one) => one ? "new member" : "new members",
        (TeamsChangeKind.MemberChanged, var one) => one ? "changed member" : "changed members",
        (TeamsChangeKind.NewConsent, var one) => one ? "new consent" : "new consents",
        (TeamsChangeKind.ConsentRenewed, var one) => one ? "renewed consent" : "renewed consents",
        (TeamsChangeKind.ConsentNarrowed, var one) => one ? "narrowed consent" : "narrowed consents",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A change without words."),
    };

    private void Json(TeamsPlan plan, string outcome, IReadOnlyList<string> refused) => terminal.Json(new
    {
        Outcome = outcome,
        plan.Clients,
        Counts = Enum.GetValues<TeamsChangeKind>().ToDictionary(k => k, plan.Count),
        plan.Unchanged,
        plan.Told,
        plan.Changes,
        plan.Kept,
        Refused = refused,
    });
}
