namespace HousingFirst.Benchmarks.Harness;

/// <summary>A median with its quartiles.</summary>
internal sealed record Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>A measure whose quartiles lie further apart than this part of its median doesn't count.</summary>
    public const double LargestSpread = 0.20;

    /// <summary>How far the quartiles lie apart, as a part of the median.</summary>
    public double Spread => Median == 0 ? 0 : (Upper - Lower) / Median;

    /// <summary>Whether the runs agree well enough to count.</summary>
    public bool Counts => Spread <= LargestSpread;

    /// <summary>Of some values; quartiles between two values are interpolated.</summary>
    public static Quartiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("No values.", nameof(values));
        return new Quartiles(At(0.25), At(0.5), At(0.75));

        double At(double part)
        {
            var place = part * (sorted.Length - 1);
            var below = (int)place;
            return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
        }
    }
}
