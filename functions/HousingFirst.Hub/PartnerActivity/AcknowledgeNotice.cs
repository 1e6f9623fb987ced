using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.PartnerActivity;

/// <summary>
/// Moves coverage on: a notice that its agency took off the queue is Fetched, one that a person answered is Acknowledged. States only go
/// forward, so a repeat changes nothing.
/// </summary>
public sealed class AcknowledgeNotice(ClientStore clients, DueStore due, DirectoryCache directory, IMailer mailer)
{
    /// <summary>Takes an acknowledgement.</summary>
    /// <returns>False where it names no notice of this agency.</returns>
    public async ValueTask<bool> RunAsync(Acknowledgement acknowledgement, Surroundings at, CancellationToken cancellation)
    {
        if (await FindAsync(acknowledgement.Sender, acknowledgement.Notice, cancellation) is not var (client, notice)) return false;
        var byPerson = acknowledgement.By == AnsweredBy.Human;
        await clients.MoveAsync(
            client,
            [notice],
            now => byPerson ? Acknowledged(now, Word(acknowledgement.Answer), at.Now) : Fetched(now, at.Now),
            null,
            cancellation);
        await FirstAcknowledgedAsync(acknowledgement.Sender, at, cancellation);
        if (byPerson) await SendReceiptAsync(client, notice, at, cancellation);
        return true;
    }

    /// <summary>An agency took a notice off its queue. Called before the broker forgets it.</summary>
    public async ValueTask FetchedAsync(string agency, string noticeId, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await FindAsync(agency, noticeId, cancellation) is not var (client, notice)) return;
        await clients.MoveAsync(client, [notice], now => Fetched(now, at.Now), null, cancellation);
    }

    private static Notice Fetched(Notice notice, Instant now) => notice with
    {
        Fetched = notice.Fetched ?? now,
        State = notice.State is NoticeState.Pending or NoticeState.Sent or NoticeState.Unknown or NoticeState.DeadLettered
            ? NoticeState.Fetched
            : notice.State,
        Queue = notice.Queue == Leg.None ? Leg.None : Leg.Sent,
        Sent = notice.Sent ?? now,
    };

    private static Notice Acknowledged(Notice notice, string answer, Instant now) => notice with
    {
        Acknowledged = notice.Acknowledged ?? now,
        State = notice.SentTo is null ? notice.State : NoticeState.Acknowledged,
        Answer = answer,
        Queue = notice.Queue == Leg.None ? Leg.None : Leg.Sent,
        Sent = notice.Sent ?? now,
    };

    private static string Word(NoticeAnswer answer) => answer switch
    {
        NoticeAnswer.Received => "received",
        NoticeAnswer.CanHelp => "canHelp",
        NoticeAnswer.NotForMe => "notForMe",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer."),
    };

    private async ValueTask<(ClientId Client, Notice Notice)?> FindAsync(string agency, string text, CancellationToken cancellation)
    {
        if (NoticeId.TryParse(text) is not { } id) return null;
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            if (await clients.NoticeAsync(client, id, cancellation) is { SentTo: not null } notice && notice.Recipient!.Agency == agency)
                return (client, notice);
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
}
