using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Ticking;

/// <summary>
/// Does what is due. One request when there is nothing; after any outage the next tick catches up. Mail first and most urgent first, as far as
/// <see cref="MailPace"/> lets it leave; then the rest, oldest first. Each piece of work finishes by taking its own row off, so a tick cut off
/// anywhere is simply run again.
/// </summary>
public sealed partial class Tick(
    DueStore due, DirectoryCache directory, DueMails mails, IReadOnlyDictionary<DueKind, DueHandler> handlers, MailPace pace, IClock clock, ILogger<Tick> log)
{
    private const int Page = 200;

    /// <summary>Mail is put in order among so many rows: more than any backlog the hub should have, and still little memory.</summary>
    private const int MostAtOnce = 10_000;

    /// <summary>Does everything that is due now. What fails stays due and holds up nothing behind it; so does mail that has to wait.</summary>
    /// <returns>How many pieces of work were done, and how many failed and stay due.</returns>
    public async ValueTask<TickResult> RunAsync(CancellationToken cancellation)
    {
        var count = new Counter();
        string? from = string.Empty;
        while (from is not null)
        {
            var items = new List<DueItem>();
            while (from is not null && items.Count < MostAtOnce)
            {
                (var page, from) = await due.DueAsync(clock.GetCurrentInstant(), from, Page, cancellation);
                items.AddRange(page);
            }

            if (items.Count == 0) break;
            foreach (var level in items.Where(i => i.Kind == DueKind.Mail).GroupBy(i => i.Urgency ?? Urgency.U2).OrderByDescending(l => l.Key))
                await LevelAsync(level.Key, [.. level], count, cancellation);
            foreach (var item in items.Where(i => i.Kind != DueKind.Mail))
            {
                if (Waits(item.Kind)) continue;
                count.Add(await TryAsync(item, await directory.NowAsync(cancellation), cancellation));
            }
        }

        return new TickResult(count.Done, count.Failed);
    }

    /// <summary>While the provider is left alone, work that ends in a mail and would only fail stays due.</summary>
    private bool Waits(DueKind kind) =>
        pace.Rests && (kind is DueKind.Digest or DueKind.Unread or DueKind.MailDown or DueKind.Prospect or DueKind.AgreementEnds);

    /// <summary>Mails of one urgency, as many as may leave. While the provider is left alone they stay due as they are.</summary>
    private async ValueTask LevelAsync(Urgency urgency, DueItem[] level, Counter count, CancellationToken cancellation)
    {
        var next = 0;
        while (next < level.Length && !pace.Rests && pace.Room(urgency) is > 0 and var room)
        {
            DueItem[] some = [.. level.Skip(next).Take(room)];
            await MailsAsync(some, count, cancellation);
            next += some.Length;
        }
    }

    /// <summary>Client beside client, oldest first.</summary>
    private async ValueTask MailsAsync(DueItem[] level, Counter count, CancellationToken cancellation)
    {
        var clients = level.GroupBy(i => i.Client).ToArray();
        async ValueTask ClientAsync(IEnumerable<DueItem> items, CancellationToken stop)
        {
            foreach (var some in items.Chunk(AcceptChange.FirstLines))
            {
                if (pace.Rests) return;
                await SomeAsync(some, count, stop);
            }
        }

        if (clients.Length == 1) await ClientAsync(clients[0], cancellation);
        else
        {
            await Parallel.ForEachAsync(
                clients, new ParallelOptions { MaxDegreeOfParallelism = MailPace.AtOnce, CancellationToken = cancellation }, ClientAsync);
        }
    }

    private async ValueTask SomeAsync(DueItem[] some, Counter count, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var done = await TryAsync(some, at, cancellation);
        if (done || some.Length == 1)
        {
            for (var i = 0; i < some.Length; i++) count.Add(done);
            return;
        }

        // One of them is at fault: by themselves, only that one fails. What has left is not sent again.
        foreach (var item in some) count.Add(await TryAsync([item], at, cancellation));
    }

    private ValueTask<bool> TryAsync(DueItem[] some, Surroundings at, CancellationToken cancellation) =>
        TryAsync(some[0].Kind, () => mails(some, at, cancellation), some, cancellation);

    private ValueTask<bool> TryAsync(DueItem item, Surroundings at, CancellationToken cancellation) =>
        TryAsync(item.Kind, () => RunAsync(item, at, cancellation), [item], cancellation);

    private async ValueTask<bool> TryAsync(DueKind kind, Func<ValueTask> work, DueItem[] items, CancellationToken cancellation)
    {
        try
        {
            await work();
            foreach (var item in items) await due.RemoveAsync(item, cancellation);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            WorkFailed(log, kind, fault.GetType().Name);
            return false;
        }
    }

    private ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation) => handlers.TryGetValue(item.Kind, out var handle)
        ? handle(item, at, cancellation)
        : throw new InvalidOperationException("A kind of due work this program doesn't know: it was written by a newer one.");

    [LoggerMessage(LogLevel.Error, "Due work of kind {Kind} failed ({Fault}) and stays due; the next tick tries again.")]
    private static partial void WorkFailed(ILogger log, DueKind kind, string fault);

    private sealed class Counter
    {
        private int done;
        private int failed;

        public int Done => done;

        public int Failed => failed;

        public void Add(bool isDone)
        {
            if (isDone) Interlocked.Increment(ref done);
            else Interlocked.Increment(ref failed);
        }
    }
}

/// <summary>Does one piece of due work. Done twice, it is done once: a tick may be cut off before it takes the row off.</summary>
/// <param name="item">The work.</param>
/// <param name="at">The community, the directory, the clock.</param>
/// <param name="cancellation">Stops it; it can be done again.</param>
public delegate ValueTask DueHandler(DueItem item, Surroundings at, CancellationToken cancellation);

/// <summary>Sends the mails of several due rows, all about one client. Done twice, it is done once.</summary>
/// <param name="items">The rows.</param>
/// <param name="at">The community, the directory, the clock.</param>
/// <param name="cancellation">Stops it; it can be done again.</param>
public delegate ValueTask DueMails(IReadOnlyList<DueItem> items, Surroundings at, CancellationToken cancellation);

/// <summary>What a tick did.</summary>
/// <param name="Done">Pieces of work done.</param>
/// <param name="Failed">Pieces that failed and stay due.</param>
public sealed record TickResult(int Done, int Failed);
