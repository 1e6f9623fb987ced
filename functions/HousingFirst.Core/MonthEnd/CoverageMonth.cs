using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.MonthEnd;

/// <summary>What became of one who had to know, or of a role nobody holds.</summary>
public enum CoverageEnd
{
    /// <summary>Told: it was sent, or fetched.</summary>
    Told,

    /// <summary>Told, and a person answered.</summary>
    Acknowledged,

    /// <summary>Not told, for a reason.</summary>
    Withheld,

    /// <summary>Not reached: still on its way, to be called, or no address took it.</summary>
    NotReached,

    /// <summary>A role that nobody on the team holds.</summary>
    Gap,
}

/// <summary>
/// What became of everyone who had to know of a month's client changes, counted over all clients. It says how many, of which role and for which reason,
/// and nothing of whom.
/// </summary>
/// <param name="Changes">Changes of which somebody had to know.</param>
/// <param name="Clients">About how many clients.</param>
/// <param name="Told">Who was told, those who answered among them.</param>
/// <param name="Acknowledged">Who answered.</param>
/// <param name="Withheld">Who was not told, for a reason.</param>
/// <param name="NotReached">Who was not reached so far.</param>
/// <param name="Gaps">Missing, by role.</param>
/// <param name="Reasons">Withheld, by reason: a term of the glossary, without the facet that a consent lacks.</param>
public sealed record CoverageMonth(
    int Changes, int Clients, int Told, int Acknowledged, int Withheld, int NotReached, ImmutableArray<Cell<Role>> Gaps, ImmutableArray<Cell<string>> Reasons)
{
    private const string Lacks = "consent-lacks";

    /// <summary>Nothing happened.</summary>
    public static CoverageMonth Nothing { get; } = new(0, 0, 0, 0, 0, 0, [], []);

    /// <summary>Everyone who had to know.</summary>
    public int HadToKnow => Told + Withheld + NotReached;

    /// <summary>The term of a reason as stored: <c>consent-lacks-health</c> is <c>consent-lacks</c>, since the facet alone would tell of the client.</summary>
    public static string TermOf(string reason) => reason.StartsWith(Lacks + "-", StringComparison.Ordinal) ? Lacks : reason;
}

/// <summary>Counts a month's coverage, line by line, in any order.</summary>
public sealed class CoverageCount
{
    private readonly Dictionary<Role, Tally> gaps = [];
    private readonly Dictionary<string, Tally> reasons = new(StringComparer.Ordinal);
    private readonly HashSet<ClientId> clients = [];
    private int changes;
    private int told;
    private int acknowledged;
    private int withheld;
    private int notReached;

    /// <summary>Counts one change.</summary>
    /// <param name="client">Whom it is about.</param>
    /// <param name="lines">Its lines: the role, what became of it, and for a withheld one the reason as stored.</param>
    public void Add(ClientId client, IReadOnlyCollection<(Role Role, CoverageEnd End, string? Reason)> lines)
    {
        if (lines.Count == 0) return;
        changes++;
        clients.Add(client);
        foreach (var (role, end, reason) in lines)
        {
            switch (end)
            {
                case CoverageEnd.Told:
                    told++;
                    break;
                case CoverageEnd.Acknowledged:
                    told++;
                    acknowledged++;
                    break;
                case CoverageEnd.NotReached:
                    notReached++;
                    break;
                case CoverageEnd.Withheld:
                    withheld++;
                    Of(reasons, CoverageMonth.TermOf(reason ?? throw new ArgumentException("What is withheld has a reason.", nameof(lines)))).Add(client);
                    break;
                case CoverageEnd.Gap:
                    Of(gaps, role).Add(client);
                    break;
            }
        }
    }

    /// <summary>What was counted.</summary>
    public CoverageMonth Month() => new(
        changes, clients.Count, told, acknowledged, withheld, notReached, Cells(gaps), Cells(reasons));

    private static ImmutableArray<Cell<T>> Cells<T>(Dictionary<T, Tally> tallies)
        where T : notnull => [.. tallies.OrderBy(t => t.Key.ToString(), StringComparer.Ordinal).Select(t => new Cell<T>(t.Key, t.Value.Count, t.Value.Clients))];

    private static Tally Of<T>(Dictionary<T, Tally> tallies, T key)
        where T : notnull => tallies.TryGetValue(key, out var known) ? known : tallies[key] = new Tally();

    private sealed class Tally
    {
        private readonly HashSet<ClientId> clients = [];

        public int Count { get; private set; }

        public int Clients => clients.Count;

        public void Add(ClientId client)
        {
            Count++;
            clients.Add(client);
        }
    }
}
