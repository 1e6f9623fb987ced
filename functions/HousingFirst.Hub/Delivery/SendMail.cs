using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Sends the mail of a notice and says what the notice becomes. A mailer that fails for now is tried again by a due row, longer and longer
/// apart; after ten tries, or where an address is refused for good, the specialist is asked: no delivery fails silently.
/// </summary>
public sealed partial class SendMail(ComposeMail compose, IMailer mailer, DueStore due, ILogger<SendMail> log)
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
                var outcome => now => AfterMail(now, outcome, at.Now),
            };
        }
        catch (IOException fault)
        {
            MailFailed(log, attempt, fault.GetType().Name);
            if (attempt >= MostAttempts) return await AskSpecialistAsync(notice, at, cancellation);
            await due.AddAsync([Due(notice, state.Head.Client, at.Now + Wait(attempt), attempt + 1)], null, cancellation);
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

    private static Notice AfterMail(Notice notice, MailOutcome outcome, Instant now)
    {
        var unknown = outcome == MailOutcome.Unknown;
        return notice with
        {
            Mail = unknown ? Leg.Unknown : Leg.Sent,
            State = notice.State switch
            {
                NoticeState.Pending => unknown ? NoticeState.Unknown : NoticeState.Sent,
                var other => other,
            },
            Sent = notice.Sent ?? now,
        };
    }

    private async ValueTask<Func<Notice, Notice>> AskSpecialistAsync(Notice notice, Surroundings at, CancellationToken cancellation)
    {
        if (ComposeMail.Specialist(
                SpecialistTaskKind.AddressStopped, notice.MessageId, notice.Recipient!.Agency, notice.SentTo ?? notice.Recipient.Contact, at) is { } task)
            await mailer.SendAsync(task, cancellation);
        return now => now with
        {
            Mail = Leg.Refused,
            State = now.State == NoticeState.Pending && now.Queue is Leg.None ? NoticeState.DeadLettered : now.State,
        };
    }

    [LoggerMessage(LogLevel.Warning, "A mail could not be sent at attempt {Attempt} ({Fault}); it will be tried again.")]
    private static partial void MailFailed(ILogger log, int attempt, string fault);
}
