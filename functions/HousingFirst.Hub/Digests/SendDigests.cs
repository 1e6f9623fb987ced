using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// Sends the digests of one minute of a slot, a few people at a time: memory stays the same however many there are. What was sent is taken off,
/// so a run that was cut off resumes with the people who are left. Whose mail fails holds nobody else up: it is tried again, longer and longer
/// apart, and after ten tries the specialist is asked.
/// </summary>
public sealed partial class SendDigests(
    DigestStore digests, DueStore due, SendFewDigests few, DirectoryCache directory, ILogger<SendDigests> log)
{
    /// <summary>
    /// So many people at a time. More would take fewer requests where they share clients; but a run cut off may make all of them get a mail twice,
    /// where the provider can't tell.
    /// </summary>
    private const int PeopleTogether = 25;

    /// <summary>Sends what a due row says.</summary>
    public async ValueTask RunAsync(DueItem work, Surroundings at, CancellationToken cancellation)
    {
        var run = DigestRun.Of(work);
        Duration? retryAfter = null;
        Instant? lookAgain = null;
        var attempt = run.Attempt;
        await foreach (var items in PeopleAsync(run, cancellation))
        {
            // A long run sees the clock go on, and the directory as it is by then.
            var sent = await FewAsync(run, items, await directory.NowAsync(cancellation), cancellation);
            retryAfter = Later(retryAfter, sent.RetryAfter);
            lookAgain = Later(lookAgain, sent.LookAgain);
            attempt = Math.Max(attempt, sent.NextAttempt);
            if (sent.AskedToWait) break;
        }

        var now = (await directory.NowAsync(cancellation)).Now;
        if (retryAfter is { } wait)
            await due.AddAsync([run.Again(now + wait, attempt)], null, cancellation);
        else if (lookAgain is { } then)
            await due.AddAsync([run.Again(then, run.Attempt)], null, cancellation);
    }

    private async ValueTask<FewSent> FewAsync(DigestRun run, IReadOnlyList<DigestItem> items, Surroundings at, CancellationToken cancellation)
    {
        try
        {
            return await few.RunAsync(run, items, at, cancellation);
        }
        catch (IOException fault)
        {
            DigestsFailed(log, run.Attempt, fault.GetType().Name);
            return new FewSent(MailTries.Wait(fault, run.Attempt, at.Now - run.Slot), MailTries.Next(fault, run.Attempt), null, AskedToWait: false);
        }
    }

    /// <summary>The lines of a few people after the other, each person's whole.</summary>
    private async IAsyncEnumerable<IReadOnlyList<DigestItem>> PeopleAsync(
        DigestRun run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (held, people) = (new List<DigestItem>(), 0);
        string? from = string.Empty;
        while (from is not null)
        {
            (var page, from) = await digests.PageAsync(run.Slot, run.Spread, from, cancellation);
            foreach (var item in page)
            {
                if (held.Count == 0 || held[^1].Contact != item.Contact)
                {
                    if (people == PeopleTogether)
                    {
                        yield return held;
                        (held, people) = ([], 0);
                    }

                    people++;
                }

                held.Add(item);
            }
        }

        if (held.Count > 0) yield return held;
    }

    private static T? Later<T>(T? first, T? second)
        where T : struct, IComparable<T> => first is not { } a ? second : second is { } b && b.CompareTo(a) > 0 ? second : first;

    [LoggerMessage(LogLevel.Warning, "Some digests could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void DigestsFailed(ILogger log, int attempt, string fault);
}
