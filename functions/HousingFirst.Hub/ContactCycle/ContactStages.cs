using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.MonthEnd;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// What the stages of a month's contacts do: open it program by program, remind, tell the team lead and then the specialist, close, report. Whom it
/// concerns is fixed when the month opens; what each owes is what the directory says when its own step runs.
/// </summary>
public sealed class ContactStages(
    OpenMonth open, RemindProgram remind, CloseMonth close, ReportMonth report, RestingPartners resting, CycleStore cycles, DueStore due) : ICycleKind
{
    /// <summary>So many times at most a month is gone through again because the directory moved while it was opened.</summary>
    private const int MostPasses = 10;

    /// <summary>Each time has step numbers of its own: what a slow driver has done of the time before doesn't count.</summary>
    private const int StepsOfPass = 1_000_000;

    /// <inheritdoc/>
    public bool Knows(string cycle) => ContactPlan.MonthOf(cycle) is not null;

    /// <inheritdoc/>
    public CyclePlan Plan(string cycle, Community community) => ContactPlan.Of(ContactPlan.MonthOf(cycle)!.Value, community);

    /// <inheritdoc/>
    public async ValueTask<StoredCycle> BeginAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        if (stage.Name == ContactPlan.Open) return await OpenAsync(cycle, stage, at, cancellation);
        if (stage.Name == ContactPlan.Close) cycle = cycle with { Closed = stage.At };
        return cycle with { State = cycle.State.Begun(stage, stage.Name == ContactPlan.Report ? 1 : cycle.Members.Count) };
    }

    /// <inheritdoc/>
    public ValueTask StepAsync(StoredCycle cycle, string stage, int step, Surroundings at, CancellationToken cancellation)
    {
        var month = ContactPlan.MonthOf(cycle.Id)!.Value;
        if (stage == ContactPlan.Report) return report.RunAsync(month, at, cancellation);
        var place = stage == ContactPlan.Open ? step - (cycle.State.Steps - cycle.Members.Count) : step;
        if (place < 0) return ValueTask.CompletedTask;
        var program = cycle.Members[place];
        return stage switch
        {
            ContactPlan.Open => open.RunAsync(program, month, at, cancellation),
            ContactPlan.Close => close.RunAsync(program, month, cycle.Closed!.Value, at, cancellation),
            _ => remind.RunAsync(program, month, stage, at, cancellation),
        };
    }

    /// <summary>Does again what could not leave when its stage was done: a reminder of one program, or pages of the month's end.</summary>
    public ValueTask AgainAsync(DueItem item, Surroundings at, CancellationToken cancellation) =>
        item.Abouts is [var cycle, ContactPlan.Report, _] && ContactPlan.MonthOf(cycle) is { } month
            ? report.RunAsync(month, at, cancellation)
            : remind.RunAsync(item, at, cancellation);

    /// <summary>
    /// The month that has opened claims the next, so that there always is one to come. Where the directory moved while it was opened (an import), it is
    /// gone through again: every program owes by the same directory.
    /// </summary>
    public async ValueTask<StoredCycle> FinishAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        if (stage.Name != ContactPlan.Open) return cycle;
        if (cycle.OpenedFrom != at.Directory.Version && cycle.Passes < MostPasses) return await OpenAsync(cycle, stage, at, cancellation);
        await ClaimAsync(ContactPlan.Id(ContactPlan.MonthOf(cycle.Id)!.Value.PlusMonths(1)), at, cancellation);
        return cycle;
    }

    /// <summary>Claims a month and plans its first wake. Claimed before, nothing changes.</summary>
    public async ValueTask ClaimAsync(string cycle, Surroundings at, CancellationToken cancellation)
    {
        var begins = Plan(cycle, at.Community).Stages[0].At;
        await due.AddAsync([new DueItem(begins, DueKind.Cycle, cycle) { About = cycle }], null, cancellation);
        await cycles.ClaimAsync(cycle, begins, cancellation);
    }

    /// <summary>Begins to open the month, or to open it again: who was among the members keeps its number.</summary>
    private async ValueTask<StoredCycle> OpenAsync(StoredCycle cycle, Stage stage, Surroundings at, CancellationToken cancellation)
    {
        var members = await MembersAsync(ContactPlan.MonthOf(cycle.Id)!.Value, at, cancellation);
        string[] all = [.. cycle.Members, .. members.Except(cycle.Members, StringComparer.Ordinal)];
        return cycle with
        {
            Members = all,
            OpenedFrom = at.Directory.Version,
            Passes = cycle.Passes + 1,
            State = (cycle.State with { Done = null }).Begun(stage, (cycle.Passes * StepsOfPass) + all.Length).Reached(cycle.Passes * StepsOfPass),
        };
    }

    /// <summary>
    /// The funded programs that take part, by id; in the first month of a quarter also the lead organisation, where partners rest: no program owes them
    /// anything, the specialist one contact a quarter.
    /// </summary>
    internal async ValueTask<IReadOnlyList<string>> MembersAsync(YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var programs = at.Directory.Organisations
            .Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true })
            .Select(o => o.Id)
            .Order(StringComparer.Ordinal);
        return RestingPartners.IsOwed(month) && (await resting.OfAsync(at, cancellation)).Count > 0
            ? [.. programs, at.Community.LeadOrganisation]
            : [.. programs];
    }
}
