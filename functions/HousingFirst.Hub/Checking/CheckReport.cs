using NodaTime;

namespace HousingFirst.Hub.Checking;

/// <summary>What a check found.</summary>
/// <param name="Findings">What is wrong; empty where all is well.</param>
/// <param name="Counts">How much was looked at, by kind.</param>
/// <param name="Clock">What the clock said (UTC).</param>
/// <param name="ZoneData">The version of the time-zone data in use.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Counts, Instant Clock, string ZoneData);

/// <summary>One thing that is wrong.</summary>
/// <param name="Where">Where: a table, or a change by its key; never a client.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Mend">What to do.</param>
public sealed record Finding(string Where, string What, string Mend);
