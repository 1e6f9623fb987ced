namespace HousingFirst.Local.Simulating;

/// <summary>
/// Chance that is the same for the same seed on every machine: each draw is a function of the seed and of what it is about, so that one more program
/// changes nothing for the others.
/// </summary>
internal readonly record struct Draw(ulong Seed)
{
    /// <summary>A number from 0 to 1, that excluded.</summary>
    public double Share(params ReadOnlySpan<int> about) => (Mixed(about) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="below"/>.</summary>
    public int Below(int below, params ReadOnlySpan<int> about) => (int)(Share(about) * below);

    /// <summary>SplitMix64 over the numbers.</summary>
    private ulong Mixed(ReadOnlySpan<int> about)
    {
        var state = Step(Seed);
        foreach (var number in about) state = Step(state ^ (uint)number);
        return state;
    }

    private static ulong Step(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
