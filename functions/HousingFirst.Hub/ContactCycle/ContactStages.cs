using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.MonthEnd;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// What the stages of a month's contacts do: open it program by program, remind, tell the team lead and then the specialist, close, report. Whom it
/// concerns is fixed when the month opens; what each owes is what the directory says when its own step runs.
/// </summary>
public sealed class ContactStages(
    OpenMonth open, RemindProgram remind, CloseMonth close, ReportMonth report, RestingPartners resting, CycleStore cycles, DueStore due) : ICycleKind
{
    /// <inheritdoc/>
    public bool Knows(string cycle) => ContactPlan.MonthOf(cycle) is not null;

    /// <inheritdoc/>
    public CyclePlan Plan(string cycle, Community community) => ContactPlan.Of(ContactPlan.MonthOf(cycle)!.Value, community);

    /// <inheritdoc/>
    public async ValueTask<StoredCycle> BeginAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        if (stage.Name == ContactPlan.Open) cycle = cycle with { Members = await MembersAsync(cycle, at, cancellation) };
        if (stage.Name == ContactPlan.Close) cycle = cycle with { Closed = stage.At };
        return cycle with { State = cycle.State.Begun(stage, stage.Name == ContactPlan.Report ? 1 : cycle.Members.Count) };
    }

    /// <inheritdoc/>
    public ValueTask StepAsync(StoredCycle cycle, string stage, int step, Surroundings at, CancellationToken cancellation)
    {
        var month = ContactPlan.MonthOf(cycle.Id)!.Value;
        return stage switch
        {
            ContactPlan.Open => open.RunAsync(cycle.Members[step], month, at, cancellation),
            ContactPlan.Close => close.RunAsync(cycle.Members[step], month, cycle.Closed!.Value, at, cancellation),
            ContactPlan.Report => report.RunAsync(month, at, cancellation),
            _ => remind.RunAsync(cycle.Members[step], month, stage, at, cancellation),
        };
    }

    /// <summary>The month that has opened claims the next, so that there always is one to come.</summary>
    public async ValueTask<StoredCycle> FinishAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        if (stage.Name == ContactPlan.Open) await ClaimAsync(ContactPlan.Id(ContactPlan.MonthOf(cycle.Id)!.Value.PlusMonths(1)), at, cancellation);
        return cycle;
    }

    /// <summary>Claims a month and plans its first wake. Claimed before, nothing changes.</summary>
    public async ValueTask ClaimAsync(string cycle, Surroundings at, CancellationToken cancellation)
    {
        var begins = Plan(cycle, at.Community).Stages[0].At;
        await due.AddAsync([new DueItem(begins, DueKind.Cycle, cycle) { About = cycle }], null, cancellation);
        await cycles.ClaimAsync(cycle, begins, cancellation);
    }

    /// <summary>
    /// The funded programs that take part; in the first month of a quarter also the lead organisation, where partners rest: no program owes them anything,
    /// the specialist one contact a quarter.
    /// </summary>
    private async ValueTask<ImmutableArray<string>> MembersAsync(StoredCycle cycle, Surroundings at, CancellationToken cancellation)
    {
        var programs = at.Directory.Organisations
            .Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true })
            .Select(o => o.Id)
            .Order(StringComparer.Ordinal);
        var month = ContactPlan.MonthOf(cycle.Id)!.Value;
        return RestingPartners.IsOwed(month) && (await resting.OfAsync(at, cancellation)).Count > 0
            ? [.. programs, at.Community.LeadOrganisation]
            : [.. programs];
    }
}
