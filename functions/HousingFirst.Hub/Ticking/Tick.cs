using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Retention;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Ticking;

/// <summary>
/// Does what is due. One request when there is nothing; after any outage the next tick catches up. Each piece of work finishes by taking its
/// own row off, so a tick cut off anywhere is simply run again.
/// </summary>
public sealed partial class Tick(
    DueStore due, DirectoryCache directory, SendDueMail sendDueMail, SendDigests sendDigests, FanOut fanOut, FallBackToMail fallBack,
    ResumeAfterDeath resume, WarnOfConsent warnOfConsent, WarnOfAgreements warnOfAgreements, Purge purge, PromptSpecialist promptSpecialist, IClock clock,
    ILogger<Tick> log)
{
    private const int Page = 200;

    /// <summary>Does everything that is due now. What fails stays due and holds up nothing behind it.</summary>
    /// <returns>How many pieces of work were done, and how many failed and stay due.</returns>
    public async ValueTask<TickResult> RunAsync(CancellationToken cancellation)
    {
        var (done, failed) = (0, 0);
        string? from = string.Empty;
        while (from is not null)
        {
            (var items, from) = await due.DueAsync(clock.GetCurrentInstant(), from, Page, cancellation);
            if (items.Count == 0) break;
            var at = await directory.NowAsync(cancellation);
            foreach (var item in items)
            {
                if (await TryAsync(item, at, cancellation)) done++;
                else failed++;
            }
        }

        return new TickResult(done, failed);
    }

    private async ValueTask<bool> TryAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        try
        {
            await RunAsync(item, at, cancellation);
            await due.RemoveAsync(item, cancellation);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            WorkFailed(log, item.Kind, fault.GetType().Name);
            return false;
        }
    }

    private ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation) => item.Kind switch
    {
        DueKind.Mail => sendDueMail.RunAsync(item, at, cancellation),
        DueKind.Digest => sendDigests.RunAsync(item, at, cancellation),
        DueKind.FanOut => fanOut.RunAsync(item, at, cancellation),
        DueKind.Unread => fallBack.RunAsync(item, at, cancellation),
        DueKind.Resume => resume.RunAsync(item, at, cancellation),
        DueKind.ConsentEnds => warnOfConsent.RunAsync(item, at, cancellation),
        DueKind.AgreementEnds => warnOfAgreements.RunAsync(item, at, cancellation),
        DueKind.Purge => purge.RunAsync(item, at.Now, cancellation),
        DueKind.Prospect => promptSpecialist.RunAsync(item, at, cancellation),
        _ => throw new InvalidOperationException("A kind of due work this program doesn't know: it was written by a newer one."),
    };

    [LoggerMessage(LogLevel.Error, "Due work of kind {Kind} failed ({Fault}) and stays due; the next tick tries again.")]
    private static partial void WorkFailed(ILogger log, DueKind kind, string fault);
}

/// <summary>What a tick did.</summary>
/// <param name="Done">Pieces of work done.</param>
/// <param name="Failed">Pieces that failed and stay due.</param>
public sealed record TickResult(int Done, int Failed);
