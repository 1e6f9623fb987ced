namespace HousingFirst.Benchmarks.Harness;

/// <summary>Contenders taking turns: A-B-C, C-B-A, again and again, so that a machine that drifts drifts for all of them.</summary>
internal static class Turns
{
    /// <summary>Runs every contender twice a round.</summary>
    /// <param name="contenders">The contenders.</param>
    /// <param name="rounds">How many rounds: A-B-B-A five times.</param>
    /// <param name="run">Runs one.</param>
    /// <returns>Each contender's results, in order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<T>>> RunAsync<TContender, T>(
        IReadOnlyList<TContender> contenders, int rounds, Func<TContender, Task<T>> run)
    {
        var results = contenders.Select(_ => new List<T>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++) results[i].Add(await run(contenders[i]));
            for (var i = contenders.Count - 1; i >= 0; i--) results[i].Add(await run(contenders[i]));
        }

        return results;
    }
}
