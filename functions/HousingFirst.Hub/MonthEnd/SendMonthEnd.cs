using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.MonthEnd;

/// <summary>
/// Sends one reader a month's page. It is taken by ETag, sent, and marked as sent, in this order: of two drivers only one sends it, and who was cut off in
/// between leaves it to the next after ten minutes. An address that takes no mail is the specialist's task.
/// </summary>
public sealed partial class SendMonthEnd(MonthEndStore store, IMailer mailer, TellSpecialist specialist, ILogger<SendMonthEnd> log)
{
    /// <summary>Sends it, unless it has left.</summary>
    /// <param name="mail">The page.</param>
    /// <param name="agency">The organisation for which its reader is listed.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>Null where it is settled; otherwise when to look again (UTC): the provider failed, or another is at it.</returns>
    public async ValueTask<Instant?> RunAsync(MailContent.MonthEnd mail, string agency, Surroundings at, CancellationToken cancellation)
    {
        var month = mail.Report.Month;
        var (taken, isTaken) = await store.TakeAsync(month, mail.To.Contact, at.Now, at.Now + LastDigests.Taken, cancellation);
        if (!isTaken) return taken.IsSettled ? null : taken.Until;
        try
        {
            if (await OutcomeAsync(mail, taken.Attempt, cancellation) == MailOutcome.Refused)
                await specialist.RunAsync(SpecialistTaskKind.AddressStopped, mail.MailId, agency, mail.To.Contact, at, cancellation);
        }
        catch (IOException fault)
        {
            PageFailed(log, taken.Attempt, fault.GetType().Name);
            var later = taken with { Attempt = taken.Attempt + 1, Until = at.Now + MailTries.Wait(fault, taken.Attempt, MailTries.AgeOf(taken.Attempt)) };
            await store.PutAsync(month, later, cancellation);
            return later.Until;
        }

        await store.PutAsync(month, taken with { Attempt = 1, Until = null, IsSettled = true }, cancellation);
        return null;
    }

    private async ValueTask<MailOutcome> OutcomeAsync(MailContent.MonthEnd mail, int attempt, CancellationToken cancellation)
    {
        try
        {
            return await mailer.SendAsync(mail, cancellation);
        }
        catch (IOException fault) when (MailTries.IsOver(fault, attempt, MailTries.AgeOf(attempt)))
        {
            PageFailed(log, attempt, fault.GetType().Name);
            return MailOutcome.Refused;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A month's page could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void PageFailed(ILogger log, int attempt, string fault);
}
