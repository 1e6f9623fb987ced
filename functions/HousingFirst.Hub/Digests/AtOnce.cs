using System.Collections.Concurrent;

namespace HousingFirst.Hub.Digests;

/// <summary>Does the same for each of many, a few at a time.</summary>
internal static class AtOnce
{
    /// <summary>So many at a time: a provider takes as many from one sender without complaint, and two cores have time for others.</summary>
    public const int Most = 4;

    /// <summary>Does it for each. One that fails keeps no other from being done; its exception comes at the end.</summary>
    public static async ValueTask EachAsync<T>(IEnumerable<T> items, Func<T, ValueTask> does)
    {
        var waiting = new ConcurrentQueue<T>(items);
        await Task.WhenAll(Enumerable.Range(0, Most).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            Exception? first = null;
            while (waiting.TryDequeue(out var item))
            {
                try
                {
                    await does(item);
                }
                catch (IOException fault)
                {
                    first ??= fault;
                }
            }

            if (first is not null) throw first;
        }
    }
}
