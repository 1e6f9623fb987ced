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
/// Sends the mail of a notice and says what the notice becomes. A mailer that fails for now is tried again by a due row, longer and longer
/// apart; after ten tries, or where an address is refused for good, the specialist is asked: no delivery fails silently.
/// </summary>
public sealed partial class SendMail(ComposeMail compose, IMailer mailer, TellSpecialist specialist, DueStore due, ILogger<SendMail> log)
{
    /// <summary>After so many tries a person is asked.</summary>
    internal const int MostAttempts = 10;

    private static readonly int[] RetryMinutes = [1, 2, 5, 15, 30, 60, 120, 240, 480];

    /// <summary>Tries once.</summary>
    /// <returns>What the notice becomes: to be written by the caller.</returns>
    public async ValueTask<Func<Notice, Notice>> RunAsync(
        Notice notice, StoredChange change, ClientState state, Surroundings at, int attempt, CancellationToken cancellation)
    {
        var mail = await compose.NoticeAsync(notice, change, state, at, cancellation);
        if (mail is null) return await AskSpecialistAsync(notice, at, cancellation);
        try
        {
            return await mailer.SendAsync(mail, cancellation) switch
            {
                MailOutcome.Refused => await AskSpecialistAsync(notice, at, cancellation),
                var outcome => now => After(now, outcome, at.Now),
            };
        }
        catch (IOException fault)
        {
            MailFailed(log, attempt, fault.GetType().Name);
            if (attempt >= MostAttempts) return await AskSpecialistAsync(notice, at, cancellation);
            await due.AddAsync([Due(notice, state.Head.Client, at.Now + MailLaterException.AtLeast(Wait(attempt), fault), attempt + 1)], null, cancellation);
            return now => now;
        }
    }

    /// <summary>How long to wait after a try that failed.</summary>
    internal static Duration Wait(int attempt) => Duration.FromMinutes(RetryMinutes[Math.Min(attempt, RetryMinutes.Length) - 1]);

    /// <summary>The due row that sends a notice's mail at an instant.</summary>
    public static DueItem Due(Notice notice, ClientId client, Instant at, int attempt) => new(at, DueKind.Mail, notice.MessageId)
    {
        Client = client,
        About = notice.Id.ToString(),
        Attempt = attempt,
    };

    /// <summary>What a mail's outcome makes of a notice, sent by itself or in a digest. A state that has gone further stays.</summary>
    internal static Notice After(Notice notice, MailOutcome outcome, Instant now)
    {
        var pending = notice.State == NoticeState.Pending;
        return outcome switch
        {
            MailOutcome.Sent => notice with { Mail = Leg.Sent, State = pending ? NoticeState.Sent : notice.State, Sent = notice.Sent ?? now },
            MailOutcome.Unknown => notice with { Mail = Leg.Unknown, State = pending ? NoticeState.Unknown : notice.State, Sent = notice.Sent ?? now },
            _ => notice with { Mail = Leg.Refused, State = pending && notice.Queue == Leg.None ? NoticeState.DeadLettered : notice.State },
        };
    }

    private async ValueTask<Func<Notice, Notice>> AskSpecialistAsync(Notice notice, Surroundings at, CancellationToken cancellation)
    {
        await specialist.RunAsync(
            SpecialistTaskKind.AddressStopped, notice.MessageId, notice.Recipient!.Agency, notice.SentTo ?? notice.Recipient.Contact, at, cancellation);
        return now => After(now, MailOutcome.Refused, at.Now);
    }

    [LoggerMessage(LogLevel.Warning, "A mail could not be sent at attempt {Attempt} ({Fault}); it will be tried again.")]
    private static partial void MailFailed(ILogger log, int attempt, string fault);
}
