using System.Collections.Immutable;

namespace HousingFirst.Core.MonthEnd;

/// <summary>How often something happened, and about how many people.</summary>
/// <param name="Of">What happened: a role that was missing, a reason.</param>
/// <param name="Count">How often.</param>
/// <param name="Clients">About how many clients: three lines about one client are one client's.</param>
public sealed record Cell<T>(T Of, int Count, int Clients);

/// <summary>Numbers as a report shows them.</summary>
/// <param name="Named">Those large enough to name nobody, largest first.</param>
/// <param name="Others">All others together, without saying what they are.</param>
public sealed record Shown<T>(ImmutableArray<Cell<T>> Named, int Others)
{
    /// <summary>All of them.</summary>
    public int Total => Named.Sum(c => c.Count) + Others;
}

/// <summary>
/// What a report on many may say of few. In a small town "one withheld, for a safety plan" is about somebody whom the reader may know: what a number
/// is about is said only where it is about six clients or more, and what is left over is one number that doesn't say what it is about.
/// </summary>
public static class SmallNumbers
{
    /// <summary>From so many on a number names nobody: the same six as for medians (promise 11).</summary>
    public const int Fewest = 6;

    /// <summary>The numbers as they may be shown.</summary>
    /// <param name="cells">The numbers; in any order.</param>
    /// <param name="kinds">How many kinds there can be: where all but one are named, the one left over would be named by it.</param>
    public static Shown<T> Of<T>(IEnumerable<Cell<T>> cells, int kinds)
    {
        var all = cells.Where(c => c.Count > 0).OrderByDescending(c => c.Clients).ThenByDescending(c => c.Count).ToArray();
        var named = all.TakeWhile(c => c.Clients >= Fewest).Count();
        if (named < all.Length && named > 0 && kinds - named < 2) named--;
        return new Shown<T>([.. all.Take(named).OrderByDescending(c => c.Count)], all.Skip(named).Sum(c => c.Count));
    }
}
