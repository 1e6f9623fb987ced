using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Sends the mails of notices and says what the notices become. A mail that fails for now is tried again by a due row (<see cref="MailTries"/>);
/// where that is over, or an address is refused for good, the specialist is asked: no delivery fails silently.
/// </summary>
public sealed partial class SendMail(
    ComposeMail compose, IMailer mailer, MailPace pace, TellSpecialist specialist, DueStore due, HubOptions options, ILogger<SendMail> log)
{
    /// <summary>So long after a lost answer the mail goes again, where the deployment says so.</summary>
    private static readonly Duration ResendAfter = Duration.FromMinutes(10);

    /// <summary>Tries several mails about one client, a few at a time.</summary>
    /// <returns>What became of each, in their order; a fault that only one mail has never keeps another from being recorded.</returns>
    public async ValueTask<SentMails> AllAsync(
        IReadOnlyList<LeavingMail> mails, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        var moves = new Func<Notice, Notice>[mails.Count];
        Exception? fault = null;
        async ValueTask OneAsync(int i, CancellationToken ignored)
        {
            try
            {
                moves[i] = await RunAsync(mails[i], state, at, cancellation);
            }
            catch (Exception thrown)
            {
                moves[i] = now => now;
                Interlocked.CompareExchange(ref fault, thrown, null);
            }
        }

        if (mails.Count == 1) await OneAsync(0, cancellation);
        else
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, mails.Count), new ParallelOptions { MaxDegreeOfParallelism = MailPace.AtOnce }, OneAsync);
        }

        return new SentMails(mails.Select((mail, i) => (mail.Notice.Id, moves[i])).ToDictionary(m => m.Id, m => m.Item2), fault);
    }

    /// <summary>The due row that sends a notice's mail at an instant.</summary>
    public static DueItem Due(Notice notice, ClientId client, Instant at, int attempt) => new(at, DueKind.Mail, notice.MessageId)
    {
        Client = client,
        About = notice.Id.ToString(),
        Attempt = attempt,
        Urgency = notice.Urgency,
    };

    /// <summary>What a mail's outcome makes of a notice, sent by itself or in a digest. A state that has gone further stays.</summary>
    internal static Notice After(Notice notice, MailOutcome outcome, Instant now)
    {
        var pending = notice.State == NoticeState.Pending || (notice.State == NoticeState.Unknown && notice.Lost is not null);
        return outcome switch
        {
            MailOutcome.Sent => notice with { Mail = Leg.Sent, State = pending ? NoticeState.Sent : notice.State, Sent = notice.Sent ?? now },
            MailOutcome.Unknown => notice with
            {
                Mail = Leg.Unknown,
                State = pending ? NoticeState.Unknown : notice.State,
                Sent = notice.Sent ?? now,
                Lost = notice.Lost ?? now,
            },
            _ => notice with
            {
                Mail = Leg.Refused,
                State = notice.State == NoticeState.Pending && notice.Queue == Leg.None ? NoticeState.DeadLettered : notice.State,
            },
        };
    }

    private async ValueTask<Func<Notice, Notice>> RunAsync(
        LeavingMail leaving, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        var (notice, change, attempt) = leaving;
        var mail = notice.State == NoticeState.AddressStopped ? null : await compose.NoticeAsync(notice, change, state, at, cancellation);
        try
        {
            if (mail is null) return await AskSpecialistAsync(notice, at, cancellation);
            return await mailer.SendAsync(mail, cancellation) switch
            {
                MailOutcome.Refused => await AskSpecialistAsync(notice, at, cancellation),
                MailOutcome.Unknown when options.ResendUnknown && notice.Lost is null => await ResendAsync(leaving, state, at, cancellation),
                var outcome => now => After(now, outcome, at.Now),
            };
        }
        catch (IOException fault)
        {
            MailFailed(log, attempt, fault.GetType().Name);
            var age = at.Now - (notice.Leaving ?? at.Now);
            if (MailTries.IsOver(fault, attempt, age)) return await AskSpecialistAsync(notice, at, cancellation);
            var again = Due(notice, state.Head.Client, at.Now + MailTries.Wait(fault, attempt, age), MailTries.Next(fault, attempt));
            await due.AddAsync(pace.DownSince is { } since && TellOfOutage.IsDue(since, at) ? [again, TellOfOutage.Due(since, at)] : [again], null, cancellation);
            return now => now;
        }
    }

    /// <summary>
    /// Its answer was lost: it goes once more under the same id, by which a reader's mail program can tell a second copy. The notice keeps saying
    /// that an answer was lost: the reader may have it twice.
    /// </summary>
    private async ValueTask<Func<Notice, Notice>> ResendAsync(
        LeavingMail leaving, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        await due.AddAsync([Due(leaving.Notice, state.Head.Client, at.Now + ResendAfter, leaving.Attempt)], null, cancellation);
        return now => After(now, MailOutcome.Unknown, at.Now) with { Mail = Leg.Pending };
    }

    /// <summary>Where no address works the task is the notice's mail; where this one did not, it was refused.</summary>
    private async ValueTask<Func<Notice, Notice>> AskSpecialistAsync(Notice notice, Surroundings at, CancellationToken cancellation)
    {
        var (agency, contact) = (notice.Recipient!.Agency, notice.SentTo ?? notice.Recipient.Contact);
        var isTask = notice.State == NoticeState.AddressStopped;
        var isSuspended = isTask && at.Directory.Find(agency) is { Standing.IsActive: false };
        await specialist.RunAsync(
            isSuspended ? SpecialistTaskKind.AgencySuspended : SpecialistTaskKind.AddressStopped,
            (isSuspended ? null : ComposeMail.AddressCause(agency, contact, notice.Decided, at)) ?? notice.MessageId,
            agency,
            contact,
            at,
            cancellation);
        var outcome = isTask && ComposeMail.SpecialistContact(at) is not null ? MailOutcome.Sent : MailOutcome.Refused;
        return now => After(now, outcome, at.Now);
    }

    [LoggerMessage(LogLevel.Warning, "A mail could not be sent at attempt {Attempt} ({Fault}); it will be tried again.")]
    private static partial void MailFailed(ILogger log, int attempt, string fault);
}

/// <summary>A mail that is to leave.</summary>
/// <param name="Notice">The notice, as stored.</param>
/// <param name="Change">Its change.</param>
/// <param name="Attempt">The how-manieth try it is, from 1.</param>
public sealed record LeavingMail(Notice Notice, StoredChange Change, int Attempt);

/// <summary>What became of several mails.</summary>
/// <param name="Moves">What each notice becomes: to be written by the caller.</param>
/// <param name="Fault">What one of them failed with that no later try is planned for; null where none did.</param>
public sealed record SentMails(IReadOnlyDictionary<NoticeId, Func<Notice, Notice>> Moves, Exception? Fault);
