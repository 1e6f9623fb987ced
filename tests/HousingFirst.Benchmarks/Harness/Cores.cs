namespace HousingFirst.Benchmarks.Harness;

/// <summary>Who runs where: a server never shares its core with what loads it.</summary>
internal static class Cores
{
    /// <summary>The hub, the baselines, the peers.</summary>
    public const int Server = 0;

    /// <summary>This process: the load, the clock. <c>tests/benchmarks</c> starts it there.</summary>
    public const int Load = 1;
}
