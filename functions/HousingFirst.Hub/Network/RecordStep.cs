using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Network;

namespace HousingFirst.Hub.Network;

/// <summary>
/// Records what was done with a prospect, and what it gave. The last entry recorded again, word for word, changes nothing: so may a command that
/// was cut off be run again.
/// </summary>
public sealed class RecordStep(NetworkStore network, NetworkPrompts prompts)
{
    /// <summary>Records a step; any state may follow any other.</summary>
    public ValueTask<RecordOutcome> RunAsync(ProspectId id, RecruitmentStep step, Surroundings at, CancellationToken cancellation) =>
        RunAsync(id, Recruitment.Check(step, at.Today), known => known.With(step), at, cancellation);

    /// <summary>Records a contribution: any counts, in any state.</summary>
    public ValueTask<RecordOutcome> RunAsync(ProspectId id, Contribution contribution, Surroundings at, CancellationToken cancellation) =>
        RunAsync(id, Recruitment.Check(contribution, at.Today), known => known.With(contribution), at, cancellation);

    private async ValueTask<RecordOutcome> RunAsync(
        ProspectId id, ImmutableArray<Defect> defects, Func<Prospect, Prospect> with, Surroundings at, CancellationToken cancellation)
    {
        if (!defects.IsEmpty) return new RecordOutcome.Refused(defects);
        var (before, after) = await network.ChangeAsync(
            id,
            known => known is null ? null : with(known),
            (known, next) => prompts.AddAsync(known, next, at, cancellation),
            cancellation);
        return after is null ? RecordOutcome.Unknown.Instance : new RecordOutcome.Recorded(after, before == after);
    }
}

/// <summary>What became of an entry.</summary>
public abstract record RecordOutcome
{
    private RecordOutcome()
    {
    }

    /// <summary>It stands.</summary>
    /// <param name="Prospect">The prospect with it.</param>
    /// <param name="WasThere">Whether it was there already.</param>
    public sealed record Recorded(Prospect Prospect, bool WasThere) : RecordOutcome;

    /// <summary>It breaks a rule; nothing was recorded.</summary>
    public sealed record Refused(ImmutableArray<Defect> Defects) : RecordOutcome;

    /// <summary>There is no such prospect.</summary>
    public sealed record Unknown : RecordOutcome
    {
        /// <summary>The one instance.</summary>
        public static Unknown Instance { get; } = new();
    }
}
