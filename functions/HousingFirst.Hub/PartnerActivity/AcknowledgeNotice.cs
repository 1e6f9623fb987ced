using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Escalating;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.PartnerActivity;

/// <summary>
/// Moves coverage on: a notice that its agency took off the queue is Fetched, one that a person answered is Acknowledged. States only go
/// forward, so a repeat changes nothing.
/// </summary>
public sealed partial class AcknowledgeNotice(
    ClientStore clients, DueStore due, DirectoryCache directory, IMailer mailer, TellProgram tellProgram, ILogger<AcknowledgeNotice> log)
{
    /// <summary>Takes an acknowledgement.</summary>
    /// <returns>False where it names no notice of this agency.</returns>
    public async ValueTask<bool> RunAsync(Acknowledgement acknowledgement, Surroundings at, CancellationToken cancellation)
    {
        if (NoticeId.TryParse(acknowledgement.Notice) is not { } id) return false;
        if (await FindAsync(id, n => n.Recipient!.Agency == acknowledgement.Sender, cancellation) is not var (client, notice)) return false;
        if (acknowledgement.By == AnsweredBy.Human) await AnsweredAsync(client, notice, acknowledgement.Answer, at, cancellation);
        else await clients.MoveAsync(client, [notice], now => now.AfterFetch(at.Now), null, cancellation);
        await FirstAcknowledgedAsync(acknowledgement.Sender, at, cancellation);
        return true;
    }

    /// <summary>Takes an answer by link: a person's, from whoever the notice was sent to.</summary>
    /// <param name="id">The notice.</param>
    /// <param name="contact">Whose link it was.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where that contact was not sent it: nothing is written.</returns>
    public async ValueTask<bool> AnswerAsync(NoticeId id, string contact, NoticeAnswer answer, Surroundings at, CancellationToken cancellation)
    {
        if (await FindAsync(id, n => n.SentTo == contact, cancellation) is not var (client, notice)) return false;
        await AnsweredAsync(client, notice, answer, at, cancellation);
        return true;
    }

    /// <summary>An agency took a notice off its queue. Called before the broker forgets it.</summary>
    public async ValueTask FetchedAsync(string agency, string noticeId, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (NoticeId.TryParse(noticeId) is not { } id) return;
        if (await FindAsync(id, n => n.Recipient!.Agency == agency, cancellation) is not var (client, notice)) return;
        await clients.MoveAsync(client, [notice], now => now.AfterFetch(at.Now), null, cancellation);
    }

    private static Notice Acknowledged(Notice notice, string answer, Instant now) => notice with
    {
        Acknowledged = notice.Acknowledged ?? now,
        State = notice.SentTo is null ? notice.State : NoticeState.Acknowledged,
        Answer = answer,
        Queue = notice.Queue == Leg.None ? Leg.None : Leg.Sent,
        Sent = notice.Sent ?? now,
    };

    /// <summary>A person's answer: written, and what follows from it set in motion.</summary>
    private async ValueTask AnsweredAsync(ClientId client, Notice notice, NoticeAnswer answer, Surroundings at, CancellationToken cancellation)
    {
        var toTell = TellProgram.Due(notice, client, answer, at.Now);
        var someoneElse = EscalateNotices.AfterAnswer(notice, client, answer, at.Now);
        if ((toTell ?? someoneElse) is { } first) await due.AddAsync([first], null, cancellation);
        await clients.MoveAsync(client, [notice], now => Acknowledged(now, TellProgram.Words.Of(answer), at.Now), null, cancellation);
        await SendReceiptAsync(client, notice, at, cancellation);
        if (toTell is null) return;
        try
        {
            await tellProgram.RunAsync(toTell, at, cancellation);
        }
        catch (IOException fault)
        {
            // The answer stands: its due row stays, and the tick tries again.
            TellingFailed(log, fault.GetType().Name);
            return;
        }

        await due.RemoveAsync(toTell, cancellation);
    }

    private async ValueTask<(ClientId Client, Notice Notice)?> FindAsync(NoticeId id, Func<Notice, bool> isTheirs, CancellationToken cancellation)
    {
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            if (await clients.NoticeAsync(client, id, cancellation) is { SentTo: not null } notice && isTheirs(notice)) return (client, notice);
        }

        return null;
    }

    /// <summary>From its first acknowledgement on, an agency's queue is trusted alone (rule 12).</summary>
    private async ValueTask FirstAcknowledgedAsync(string agency, Surroundings at, CancellationToken cancellation)
    {
        if (at.Directory.Find(agency) is { FirstAcknowledged: null })
            await directory.ChangeAsync(agency, now => now with { FirstAcknowledged = now.FirstAcknowledged ?? at.Now }, cancellation);
    }

    /// <summary>Police who reported by card get back "received by the program" and the time, and nothing else.</summary>
    private async ValueTask SendReceiptAsync(ClientId client, Notice notice, Surroundings at, CancellationToken cancellation)
    {
        if (notice.Recipient is not { IsProgram: true } || notice.Role != Role.PRG) return;
        if (await clients.ChangeAsync(client, notice.Id.Change, cancellation) is not { } change) return;
        if (at.Directory.Find(change.Sender) is not { Kind: OrganisationKind.SourceOnly } unit) return;
        if (unit.Contacts.FirstOrDefault(c => ComposeMail.IsMailable(c) && !c.Shared) is not { } contact) return;
        await mailer.SendAsync(
            new MailContent.Receipt($"receipt.{notice.Id.Change}", ComposeMail.Recipient(contact), at.Now, at.Now.InZone(at.Community.Zone)),
            cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "A program could not be told of an answer ({Fault}); the next tick tries again.")]
    private static partial void TellingFailed(ILogger log, string fault);
}
