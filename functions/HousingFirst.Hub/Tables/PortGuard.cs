namespace HousingFirst.Hub.Tables;

/// <summary>
/// What every implementation of <see cref="ITables"/> refuses before it touches its store, so that a caller's bug shows in memory and on
/// one machine as it would in the cloud.
/// </summary>
public static class PortGuard
{
    /// <summary>Checks a point read.</summary>
    /// <exception cref="ArgumentException">An unsafe key.</exception>
    public static void Point(string partition, string key)
    {
        Keys.Guard(partition);
        Keys.Guard(key);
    }

    /// <summary>Checks a range: its ends may be prefixes, so only the partition and the page are held to a rule.</summary>
    /// <exception cref="ArgumentException">An unsafe partition, or a page that is empty or too long.</exception>
    public static void Range(string partition, string from, int limit)
    {
        Keys.Guard(partition);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Limits.PageRows);
    }

    /// <summary>Checks a batch.</summary>
    /// <exception cref="ArgumentException">An empty or too large batch, the same key twice, or an unsafe key.</exception>
    public static void Batch(string partition, IReadOnlyList<RowWrite> writes)
    {
        Keys.Guard(partition);
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count is 0 or > Limits.BatchRows)
            throw new ArgumentException($"A batch holds 1 to {Limits.BatchRows} writes, this one {writes.Count}.", nameof(writes));
        if (writes.Count == 1)
        {
            Keys.Guard(writes[0].Key);
            return;
        }

        var seen = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            Keys.Guard(write.Key);
            if (!seen.Add(write.Key)) throw new ArgumentException("A batch writes a key once: merge the writes.", nameof(writes));
        }
    }
}
