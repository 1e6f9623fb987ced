using System.Text;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// Loads teams, references and consents from a program's spreadsheet. The file is read whole and every change decided beforehand: a file with a
/// defect changes nothing. Then one message a client goes on the queue, durable, and is taken like any other. Ids are functions of what the lines
/// say, so an import cut off anywhere and done again ends in the same state, and what the hub has already is not stated again.
/// </summary>
public sealed class ImportTeams(
    ClientStore clients, FindClient findClient, ReadPast readPast, DirectoryCache directory, AuditLog audit, AgencyKeys keys, IQueueSender sender,
    HubOptions options)
{
    /// <summary>Messages that go on the queue at once: all or none of them.</summary>
    private const int AtOnce = 100;

    /// <summary>Imports, or says what would be changed.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="program">The funded program's agency id.</param>
    /// <param name="settings">How.</param>
    /// <param name="cancellation">Stops it; done again, it goes on where it was.</param>
    public async ValueTask<TeamsImport> RunAsync(
        ReadOnlyMemory<byte> file, string program, TeamsSettings settings, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var sheet = TeamsSheet.Read(file);
        var stated = TeamsLines.Read(sheet);
        var defects = stated.Defects.ToList();
        var plans = new List<PlanClient>();
        foreach (var client in stated.Clients)
        {
            var plan = new PlanClient(clients, findClient, readPast, sheet, program, settings.Tell, at);
            await plan.RunAsync(client, cancellation);
            defects.AddRange(plan.Defects);
            plans.Add(plan);
        }

        var messages = plans.Where(p => p.Events.Count > 0).Select(Message).ToArray();
        defects.AddRange(plans.Where(p => p.Events.Count > 0).Zip(messages).Where(m => m.Second.Body.Length > OwnChanges.LargestBytes)
            .Select(m => new SheetDefect(m.First.Events[0].Line, sheet.NameOf(TeamsColumn.Client), "more lines than one message holds", "import this client's consents in two files")));
        if (defects.Count > 0)
            return new TeamsImport.Refused([.. defects.Distinct().OrderBy(d => d.Line).ThenBy(d => d.Column, StringComparer.Ordinal)]);
        var all = Plan(stated.Clients.Count, plans);
        if (settings.DryRun) return new TeamsImport.Planned(all);
        if (messages.Length > 0)
        {
            await audit.AddAsync("teams.import", $"{program}: {messages.Length} clients, {all.Changes.Count} changes", cancellation);
            foreach (var some in messages.Chunk(AtOnce)) await sender.SendAsync(some, cancellation);
        }

        return new TeamsImport.Queued(all, [.. messages.Select(m => m.MessageId)]);
    }

    private static TeamsPlan Plan(int count, List<PlanClient> plans) => new(
        count,
        // A membership that changes is two events, and one change.
        [.. plans.SelectMany(p => p.Events).Select(e => new TeamsChange(e.Line, e.Does)).Distinct().OrderBy(c => c.Line)],
        [.. plans.SelectMany(p => p.Kept).OrderBy(k => k.Line)],
        plans.Sum(p => p.Unchanged),
        plans.Sum(p => p.Told));

    private OutgoingMessage Message(PlanClient plan) => OwnChanges.Message(
        options.Community, body => "teams-" + TeamsHash.Hex(Encoding.UTF8.GetString(body)), plan.Events.Select(e => e.Json), keys);
}

/// <summary>How teams are imported.</summary>
/// <param name="DryRun">Whether to change nothing and only say what would be changed.</param>
/// <param name="Tell">
/// Whether consents are recorded before their partners join, so that each partner hears of it in its next digest. Where not, partners of a first
/// load join before any consent is known, and the rules tell nobody: they know the client already, and given consent never releases what was withheld.
/// </param>
public sealed record TeamsSettings(bool DryRun, bool Tell);
