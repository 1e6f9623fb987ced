using System.Collections.Concurrent;

namespace HousingFirst.Local.Simulating;

/// <summary>What was asked of storage, queues and mail, by name. Counted by many at once.</summary>
internal sealed class Operations
{
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public void Add(string name, long count = 1) => counts.AddOrUpdate(name, count, (_, known) => known + count);

    /// <summary>The counts so far, by name.</summary>
    public SortedDictionary<string, long> Now() => new(counts, StringComparer.Ordinal);

    /// <summary>What was counted between two moments, without what was not.</summary>
    public static SortedDictionary<string, long> Between(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after) => new(
        after.Select(c => KeyValuePair.Create(c.Key, c.Value - before.GetValueOrDefault(c.Key))).Where(c => c.Value != 0).ToDictionary(StringComparer.Ordinal),
        StringComparer.Ordinal);
}
