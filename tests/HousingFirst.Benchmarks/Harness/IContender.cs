using HousingFirst.Benchmarks.Corpus;

namespace HousingFirst.Benchmarks.Harness;

/// <summary>Something that does the job of the throughput measure: the hub, the bare loop, a peer.</summary>
internal interface IContender
{
    /// <summary>How the report names it: with what makes it comparable or not, such as its outputs or its group size.</summary>
    string Name { get; }

    /// <summary>How many changes it does before the clock starts, so that its code is compiled.</summary>
    int WarmUp => 20_000;

    /// <summary>Starts itself on <see cref="Cores.Server"/>, does the job once, and ends whatever it started.</summary>
    Task<Run> RunAsync(Plan plan, CancellationToken cancellation);
}

/// <summary>One run of the job.</summary>
/// <param name="Corpus">The messages, and the data folder to copy.</param>
/// <param name="Shape">The rows a change makes in the hub.</param>
/// <param name="Changes">How many changes are timed.</param>
/// <param name="WarmUp">How many are sent before the clock starts: the corpus's first ones.</param>
/// <param name="InFlight">How many at once.</param>
/// <param name="Folder">A folder of this run's own, on the disk that is measured; emptied afterwards.</param>
internal sealed record Plan(BenchmarkCorpus Corpus, ChangeShape Shape, int Changes, int WarmUp, int InFlight, string Folder)
{
    /// <summary>Every message of the run, warm-up included.</summary>
    public int Messages => WarmUp + Changes;
}

/// <summary>What a run gave.</summary>
/// <param name="Changes">Changes timed.</param>
/// <param name="Seconds">From the first send until the last notice was Sent.</param>
/// <param name="Counts">What else was counted, a change: commits, bytes, CPU.</param>
/// <param name="Defect">What the correctness gate found wrong; null where the ledger is the expected one.</param>
internal sealed record Run(int Changes, double Seconds, IReadOnlyDictionary<string, double> Counts, string? Defect)
{
    /// <summary>Changes a second.</summary>
    public double Rate => Changes / Seconds;
}
