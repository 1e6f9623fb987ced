using HousingFirst.Benchmarks.Harness;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>One line of the benchmark table.</summary>
internal interface IMeasure
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Runs it.</summary>
    Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation);
}
