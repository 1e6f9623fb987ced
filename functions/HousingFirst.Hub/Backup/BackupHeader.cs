using NodaTime;

namespace HousingFirst.Hub.Backup;

/// <summary>The first line of a backup.</summary>
/// <param name="CreatedAt">When its snapshot was taken (UTC).</param>
/// <param name="Counts">How many lines of each kind follow: a table's name in lower case, or <c>message</c>, <c>key</c>.</param>
public sealed record BackupHeader(Instant CreatedAt, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>What every backup says it is.</summary>
    public const string Format = "housing-first-backup";

    /// <summary>The version of the format this code writes, and the newest it reads.</summary>
    public const int Version = 1;
}
