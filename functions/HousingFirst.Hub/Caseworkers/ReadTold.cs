using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>Who was told, for a caseworker: of each change as much as the program may see. Looking leaves no audit row: it is the program's own work.</summary>
public sealed class ReadTold(DueStore due, ClientStore clients, ReadCoverage coverage, DirectoryCache directory)
{
    /// <summary>The longest list.</summary>
    public const int Most = 50;

    /// <summary>Read ahead of the clients that are no longer the program's.</summary>
    private const int MostRead = 200;

    /// <summary>
    /// The changes of the last 90 days, newest first, at most <see cref="Most"/>: about clients whose program it is, and what it sent itself. One
    /// request a program, and one a client.
    /// </summary>
    public async ValueTask<ImmutableArray<RecentChange>> RunAsync(Caseworker caseworker, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var recent = new List<RecentChange>();
        foreach (var program in caseworker.Programs)
            recent.AddRange(await due.RecentAsync(program.Id, at.Now - Purge.Bodies, MostRead, cancellation));
        var programs = new Dictionary<ClientId, string?>();
        var shown = ImmutableArray.CreateBuilder<RecentChange>();
        foreach (var change in recent.OrderByDescending(r => r.Accepted).ThenBy(r => r.Change, StringComparer.Ordinal))
        {
            if (shown.Count == Most) break;
            if (!programs.TryGetValue(change.Client, out var program))
                programs[change.Client] = program = (await clients.ReadAsync(change.Client, cancellation)).State.Program(at.Today)?.Agency;
            if (change.IsSender || program == change.Agency) shown.Add(change);
        }

        return shown.ToImmutable();
    }

    /// <summary>A change in the lists of the caseworker's programs, with the program's own reference; null where it is in none any more.</summary>
    public async ValueTask<RecentChange?> FindAsync(Caseworker caseworker, string change, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        foreach (var program in caseworker.Programs)
        {
            var recent = await due.RecentAsync(program.Id, at.Now - Purge.Bodies, Limits.PageRows, cancellation);
            if (recent.FirstOrDefault(r => r.Change == change) is { } found) return found;
        }

        return null;
    }

    /// <summary>The coverage of a change as the caseworker's programs may see it, the one that sees most first.</summary>
    /// <param name="caseworker">The caseworker.</param>
    /// <param name="change">The change's key, any text.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<CoverageView> RunAsync(Caseworker caseworker, string change, CancellationToken cancellation)
    {
        CoverageView best = new CoverageView.NotYours();
        if (change.Length != 32 || !change.All(char.IsAsciiHexDigitLower)) return best;
        foreach (var program in caseworker.Programs)
        {
            var view = await coverage.RunAsync(change, program.Id, cancellation);
            if (view is CoverageView.Whole) return view;
            if (best is CoverageView.NotYours) best = view;
        }

        return best;
    }
}
