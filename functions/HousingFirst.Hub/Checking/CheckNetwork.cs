using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Checking;

/// <summary>Checks the rows of the partner network: that each prospect can be read, and that a day to come has something that wakes it.</summary>
internal static class CheckNetwork
{
    /// <summary>What is wrong with them.</summary>
    /// <param name="rows">Every row of the partition, in any order.</param>
    /// <param name="zone">The community's zone.</param>
    /// <param name="now">The clock (UTC).</param>
    /// <param name="hasDue">Whether something is due about a prospect.</param>
    public static IEnumerable<Finding> Of(IEnumerable<Row> rows, DateTimeZone zone, Instant now, Func<ProspectId, bool> hasDue)
    {
        foreach (var own in rows.GroupBy(r => Keys.Parts(r.Key)[0]))
        {
            if (Read([.. own.OrderBy(r => r.Key, StringComparer.Ordinal)]) is not { } prospect)
            {
                yield return new Finding(
                    $"prospect {own.Key}", "One of its rows holds something that this program can't read.",
                    "Start the program that wrote it, or restore the last backup.");
            }
            else if (Recruitment.PromptOf(prospect, zone) is { } prompt
                && prompt.At(zone) > now && prospect.Prompted != prompt.Cause && !hasDue(prospect.Id))
            {
                yield return new Finding(
                    $"prospect {prospect.Id}", "A day to look at it again is to come, and nothing is due that says so.",
                    "Record its last step once more with another next step: hub network step.");
            }
        }
    }

    private static Prospect? Read(IReadOnlyList<Row> rows)
    {
        try
        {
            return ProspectRows.Read(rows).Prospect;
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or FormatException or InvalidOperationException or NodaTime.Text.UnparsableValueException)
        {
            return null;
        }
    }
}
