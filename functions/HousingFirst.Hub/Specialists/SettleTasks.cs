using System.Text.RegularExpressions;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Ends the tasks whose cause is gone, where the hub can see it: an address confirmed or set anew, a notice answered, a queue read again, a step
/// taken with a possible partner, a dead letter replayed or discarded, a contact recorded, a talk with a quiet partner. Looked at once a day, before the morning mail: whoever mended something
/// need not say so, and no answer costs more for it.
/// </summary>
/// <param name="tasks">The tasks.</param>
/// <param name="clients">The notices.</param>
/// <param name="due">Finds whose a change is.</param>
/// <param name="network">The possible partners.</param>
/// <param name="deadLetters">The dead letters.</param>
/// <param name="contacts">The months of contacts.</param>
/// <param name="taken">Looks what agencies have taken off their queues; null where the queues say so.</param>
public sealed partial class SettleTasks(
    TaskStore tasks, ClientStore clients, DueStore due, NetworkStore network, DeadLetterInbox deadLetters, ContactStore contacts, ITakenNotices? taken)
{
    /// <summary>Ends what is mended.</summary>
    /// <param name="open">The open tasks.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>Those that stay open. It costs nothing for an address, one request for all possible partners, one for all dead letters, two an
    /// unread queue and two a notice, a look at the queue where it doesn't say what is taken, one a silent program or quiet partner, and one for each task that ends.</returns>
    public async ValueTask<IReadOnlyList<SpecialistTask>> RunAsync(
        IReadOnlyList<SpecialistTask> open, Surroundings at, CancellationToken cancellation)
    {
        var gone = new HashSet<SpecialistTask>();
        gone.UnionWith(open.Where(t => t.Kind == SpecialistTaskKind.AddressStopped && IsAddressMended(t, at)));
        gone.UnionWith(await SteppedAsync([.. open.Where(t => t.Kind.IsOfNetwork())], at, cancellation));
        gone.UnionWith(await ReplayedAsync([.. open.Where(t => t.Kind == SpecialistTaskKind.HubFailed)], cancellation));
        foreach (var quiet in open.Where(t => t is { Kind: SpecialistTaskKind.PartnerQuiet, Agency: not null }))
        {
            if (at.Directory.Find(quiet.Agency!) is null || await HasTalkedAsync(quiet.Agency!, at, cancellation)) gone.Add(quiet);
        }

        foreach (var silent in open.Where(t => t.Kind == SpecialistTaskKind.ContactsSilent))
        {
            if (await IsHeardAsync(silent, at, cancellation)) gone.Add(silent);
        }

        foreach (var queue in open.Where(t => t.Kind == SpecialistTaskKind.QueueUnread).GroupBy(t => t.Agency))
        {
            // A queue is read oldest first: where the first was fetched, it is read again.
            var oldest = queue.FirstOrDefault(t => NoticeIn().IsMatch(t.Cause)) ?? queue.First();
            if (await NoticeAsync(oldest, cancellation) is { } first && await IsReadAsync(first, cancellation)) gone.UnionWith(queue);
        }

        foreach (var task in open.Where(t => t.Kind is not (SpecialistTaskKind.AddressStopped or SpecialistTaskKind.QueueUnread or SpecialistTaskKind.ContactsSilent)))
        {
            if (await NoticeAsync(task, cancellation) is { Acknowledged: not null }) gone.Add(task);
        }

        foreach (var task in gone) await tasks.DoneAsync(task, at.Now, null, cancellation);
        return [.. open.Where(t => !gone.Contains(t))];
    }

    private static bool IsAddressMended(SpecialistTask task, Surroundings at) =>
        task is { Agency: { } agency, Contact: { } contact }
        && (at.Directory.Contact(agency, contact) is not { } known
            || (ComposeMail.IsMailable(known) && task.Entry is { } entry && entry != SpecialistTask.EntryOf(agency, contact, at)));

    private async ValueTask<bool> IsReadAsync(Notice notice, CancellationToken cancellation) =>
        (notice.Fetched ?? notice.Acknowledged) is not null
        || (taken is not null && notice is { Queue: Leg.Sent, Recipient: { } recipient }
            && (await taken.TakenAsync(recipient.Agency, [notice.Id], cancellation)).Contains(notice.Id));

    /// <summary>Whether anybody has talked with a partner this month: a program, or the specialist.</summary>
    private async ValueTask<bool> HasTalkedAsync(string partner, Surroundings at, CancellationToken cancellation) =>
        (await contacts.OfPartnerAsync(partner, at.Today.ToYearMonth(), cancellation)).Values.Any(s => s.State == ObligationState.Made);

    /// <summary>Whether something was recorded of the program's month, or the month is over: its report says the rest.</summary>
    private async ValueTask<bool> IsHeardAsync(SpecialistTask task, Surroundings at, CancellationToken cancellation)
    {
        var month = task.Since.InZone(at.Community.Zone).Date.ToYearMonth();
        return at.Today.ToYearMonth() > month || !(await contacts.ReadAsync(task.Agency!, month, cancellation)).Month.IsSilent;
    }

    private async ValueTask<IEnumerable<SpecialistTask>> SteppedAsync(
        IReadOnlyList<SpecialistTask> asked, Surroundings at, CancellationToken cancellation)
    {
        if (asked.Count == 0) return [];
        var prospects = (await network.AllAsync(cancellation)).ToDictionary(p => p.Id);
        return asked.Where(task => ProspectCause.Read(task.Cause) is var (id, prompt)
            && (!prospects.TryGetValue(id, out var prospect) || Recruitment.PromptOf(prospect, at.Community.Zone)?.Cause != prompt));
    }

    private async ValueTask<IEnumerable<SpecialistTask>> ReplayedAsync(IReadOnlyList<SpecialistTask> failed, CancellationToken cancellation)
    {
        if (failed.Count == 0) return [];
        var letters = await deadLetters.ListAsync(Limits.PageRows, cancellation);
        if (letters.Count == Limits.PageRows) return [];
        var keys = letters.Select(l => FailMessage.TaskCause(l.Key)).ToHashSet(StringComparer.Ordinal);
        return failed.Where(t => !keys.Contains(t.Cause));
    }

    /// <summary>The notice that a task's cause names, or null.</summary>
    private async ValueTask<Notice?> NoticeAsync(SpecialistTask task, CancellationToken cancellation)
    {
        if (NoticeIn().Match(task.Cause) is not { Success: true, Value: var text } || NoticeId.TryParse(text) is not { } id) return null;
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) == id.ClientMark) return await clients.NoticeAsync(client, id, cancellation);
        }

        return null;
    }

    [GeneratedRegex(@"[0-9a-f]{32}\.[0-9a-f]{8}\.[A-Za-z0-9-]+\.[A-Za-z0-9-]+")]
    private static partial Regex NoticeIn();
}
