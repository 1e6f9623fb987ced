using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Ticking;

/// <summary>
/// Does what is due. One request when there is nothing; after any outage the next tick catches up. Each piece of work finishes by taking its
/// own row off, so a tick cut off anywhere is simply run again.
/// </summary>
public sealed partial class Tick(
    DueStore due, DirectoryCache directory, IReadOnlyDictionary<DueKind, DueHandler> handlers, IClock clock, ILogger<Tick> log)
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

    private ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation) => handlers.TryGetValue(item.Kind, out var handle)
        ? handle(item, at, cancellation)
        : throw new InvalidOperationException("A kind of due work this program doesn't know: it was written by a newer one.");

    [LoggerMessage(LogLevel.Error, "Due work of kind {Kind} failed ({Fault}) and stays due; the next tick tries again.")]
    private static partial void WorkFailed(ILogger log, DueKind kind, string fault);
}

/// <summary>Does one piece of due work. Done twice, it is done once: a tick may be cut off before it takes the row off.</summary>
/// <param name="item">The work.</param>
/// <param name="at">The community, the directory, the clock.</param>
/// <param name="cancellation">Stops it; it can be done again.</param>
public delegate ValueTask DueHandler(DueItem item, Surroundings at, CancellationToken cancellation);

/// <summary>What a tick did.</summary>
/// <param name="Done">Pieces of work done.</param>
/// <param name="Failed">Pieces that failed and stay due.</param>
public sealed record TickResult(int Done, int Failed);
