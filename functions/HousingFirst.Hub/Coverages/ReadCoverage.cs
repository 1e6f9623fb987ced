using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Coverages;

/// <summary>Who had to know of a change, who was told, who not and why: to each as much as it may see.</summary>
public sealed class ReadCoverage(ClientStore clients, DueStore due, DirectoryCache directory, AuditLog audit)
{
    /// <summary>Reads a change's coverage.</summary>
    /// <param name="change">The change's key.</param>
    /// <param name="agency">For whom; null for an operator, which leaves an audit row.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<CoverageView> RunAsync(string change, string? agency, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        foreach (var client in await due.ClientsOfAsync(change, cancellation))
        {
            var notices = await clients.NoticesAsync(client, change, cancellation);
            var stored = await clients.ChangeAsync(client, change, cancellation);
            var state = (await clients.ReadAsync(client, cancellation)).State;
            if (stored is null || View(stored, notices, state, agency, at) is not { } view) continue;
            if (agency is null) await audit.AddAsync("coverage", $"{client.Value} {change}", cancellation);
            return view;
        }

        return new CoverageView.NotYours();
    }

    private static CoverageView? View(
        StoredChange change, IReadOnlyList<Notice> notices, ClientState state, string? agency, Surroundings at)
    {
        if (agency is null || state.Program(at.Today)?.Agency == agency) return Whole(change, notices, state, at);
        if (change.Sender == agency)
        {
            // Its worker, and the alternate where the worker stayed silent.
            var program = notices.Where(n => n.Recipient is { IsProgram: true }).ToArray();
            return new CoverageView.ProgramOnly(program.Min(n => n.Acknowledged) ?? program.Min(n => n.Fetched), program.Length > 0);
        }

        var own = notices.Where(n => n.Recipient?.Agency == agency && n.SentTo is not null).Select(n => Line(n, at)).ToArray();
        return own.Length == 0 ? null : new CoverageView.Own(own);
    }

    private static CoverageView.Whole Whole(StoredChange change, IReadOnlyList<Notice> notices, ClientState state, Surroundings at) => new(
        change.Key,
        change.Code.Code,
        change.Urgency,
        change.OccurredOn,
        change.Accepted,
        [.. notices.Select(n => Line(n, at))],
        change.Lines + notices.Count(n => n.Replaces is not null),
        [],
        state.Head.ConfirmConsents);

    private static CoverageLine Line(Notice notice, Surroundings at) => new(
        (notice.Replaces is null ? notice.Recipient?.Contact : notice.SentTo) ?? notice.Role.ToString(),
        notice.Recipient?.Agency,
        Outcome(notice, at),
        notice.State.ToString(),
        notice.MailAt,
        notice.Sent,
        notice.Fetched,
        notice.Acknowledged,
        notice.Answer,
        notice.Escalated,
        notice.EscalatedTo?.TrimStart('/'),
        notice.Calls is null ? null : [.. LoggedCall.Read(notice.Calls).Select(c => new CoverageCall(c.At, CallResults.Word(c.Result), c.By))])
    {
        Becomes = notice.State,
        Role = notice.Role,
        Reason = notice.Reason,
        SentTo = notice.SentTo,
        ByQueue = notice.Queue != Leg.None,
        Leaves = notice.SentTo is null || notice.Mail == Leg.None ? null : notice.MailAt,
    };

    /// <summary>The line of a notice that is only decided. It is made as a stored one is, so that a preview and what follows say the same.</summary>
    internal static CoverageLine Decided(Notice notice, Surroundings at) => Line(notice, at) with { State = null, MailAt = null };

    private static string Outcome(Notice notice, Surroundings at) => notice.State switch
    {
        NoticeState.Gap => CoverageText.Gap(notice.Role),
        NoticeState.Source => CoverageText.Source,
        NoticeState.Withheld => "withheld: " + CoverageText.Reason(notice.Reason!),
        NoticeState.Cancelled => "cancelled: " + CoverageText.Reason(CancelReasons.Read(notice.Reason!)),
        NoticeState.Held => CoverageText.SharedMailbox,
        NoticeState.CallTask => CoverageText.PhoneOnly,
        NoticeState.AddressStopped => CoverageText.AddressStopped,
        _ => Told(notice, at),
    };

    private static string Told(Notice notice, Surroundings at)
    {
        var contact = at.Directory.Contact(notice.Recipient!.Agency, notice.SentTo!);
        if (notice.Replaces is not null)
            return CoverageText.Escalated(at.Directory.Contact(notice.Recipient.Agency, notice.Recipient.Contact)?.FirstName ?? notice.Recipient.Contact, notice.Urgency, RouteOf(notice), contact?.Language ?? Language.English);
        if (notice.SentTo != notice.Recipient.Contact)
            return $"address stopped: told through alternate {contact?.FirstName ?? notice.SentTo}";
        return CoverageText.Told(notice.Urgency, RouteOf(notice), contact?.Language ?? Language.English);
    }

    private static Route RouteOf(Notice notice)
    {
        var route = (notice.Queue == Leg.None ? 0 : Route.Queue) | (notice.Mail == Leg.None ? 0 : Route.Mail);
        return route == 0 ? Route.Mail : route;
    }
}
