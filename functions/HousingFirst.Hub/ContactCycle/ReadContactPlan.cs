using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Planning;
using HousingFirst.Hub.Cycles;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.MonthEnd;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// What a month of contacts will do, when and to whom, before it does: by the same plan, the same rules and the same readers as what then happens. Before
/// the month opens, by the directory as it is now; after, by what each program still owes.
/// </summary>
public sealed class ReadContactPlan(
    CycleStore cycles, ContactStore contacts, ContactStages stages, OpenMonth open, ReleasePartners release, DirectoryCache directory)
{
    /// <summary>Reads it: a request, and one for each program of a month that is open.</summary>
    public async ValueTask<PlannedMonth> RunAsync(YearMonth month, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var plan = ContactPlan.Of(month, at.Community);
        var stored = await cycles.ReadAsync(plan.Cycle, cancellation);
        var state = stored?.State ?? CycleState.New;
        var programs = new List<ProgramMonth>();
        var isOpen = state.Since is not null;
        foreach (var member in isOpen ? stored!.Members : await stages.MembersAsync(month, at, cancellation))
            programs.Add(await MonthAsync(member, month, isOpen, at, cancellation));
        return new PlannedMonth(
            plan.Cycle,
            stored is not null,
            [.. plan.Stages.Select((stage, i) => Planned(plan, i, state, programs, at))],
            [.. programs.Select(p => new PlannedProgram(p.Program, [.. p.Obligations.Where(o => o is { Owed: true, Released: false }).Select(o => o.Partner)]))]);
    }

    private async ValueTask<ProgramMonth> MonthAsync(string program, YearMonth month, bool isOpen, Surroundings at, CancellationToken cancellation)
    {
        var known = (await contacts.ReadAsync(program, month, cancellation)).Month;
        if (isOpen && known.Opened is not null) return await release.RunAsync(known, at, cancellation);
        var owed = await open.OwedAsync(program, at, cancellation);
        var early = known.Obligations.ToDictionary(o => o.Partner, StringComparer.Ordinal);
        return known with
        {
            Obligations = [.. owed.Select(p => early.TryGetValue(p, out var o) ? o with { Owed = true } : new Obligation(p, Owed: true, null, [], Released: false))],
        };
    }

    private static PlannedStage Planned(CyclePlan plan, int place, CycleState state, List<ProgramMonth> programs, Surroundings at)
    {
        var stage = plan.Stages[place];
        var isOver = plan.IsOver(stage, state);
        var standing = isOver ? StageStanding.Over
            : stage.Name == state.Running ? StageStanding.AtWork
            : plan.IsVoid(place, state with { Since = state.Since ?? plan.Stages[0].At }, Instant.Min(at.Now, stage.At)) ? StageStanding.Skipped
            : StageStanding.ToCome;
        return new PlannedStage(stage.Name, stage.At, standing, standing is StageStanding.Over or StageStanding.Skipped ? [] : To(plan, place, programs, at));
    }

    private static IReadOnlyList<PlannedReader> To(CyclePlan plan, int place, List<ProgramMonth> programs, Surroundings at) => plan.Stages[place].Name switch
    {
        ContactPlan.Open or ContactPlan.Close => [.. programs.Select(p => new PlannedReader(p.Program, null))],
        ContactPlan.Report => [.. MonthEndReaders.Of(at).Select(r => new PlannedReader(r.Organisation.Id, r.Person.Id))],
        var reminder => [.. programs.Select(p => Reader(p, reminder, at)).OfType<PlannedReader>()],
    };

    /// <summary>Who would be told of a program, if nothing more were recorded.</summary>
    private static PlannedReader? Reader(ProgramMonth month, string stage, Surroundings at)
    {
        if (month.Told.Contains(stage)) return null;
        if (stage == ContactPlan.Specialist && ContactReaders.Of(month, ContactPlan.TeamLead, at) is ContactReader.Specialist) return null;
        return ContactReaders.Of(month, stage, at) switch
        {
            ContactReader.ByList { Person: { } person } => new PlannedReader(month.Program, person.Id),
            null => null,
            _ => new PlannedReader(month.Program, ComposeMail.SpecialistContact(at)?.Id),
        };
    }
}

/// <summary>A month of contacts, as it is planned.</summary>
/// <param name="Cycle">Its id.</param>
/// <param name="IsClaimed">Whether it will happen by itself: the month before has claimed it.</param>
/// <param name="Stages">In the order in which they come.</param>
/// <param name="Programs">Who owes whom.</param>
public sealed record PlannedMonth(string Cycle, bool IsClaimed, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<PlannedProgram> Programs);

/// <summary>A stage, as it is planned.</summary>
/// <param name="Name">The stage.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Standing">How it stands.</param>
/// <param name="To">Whom it is about, or tells, by program.</param>
public sealed record PlannedStage(string Name, Instant At, StageStanding Standing, IReadOnlyList<PlannedReader> To);

/// <summary>Whom a stage tells.</summary>
/// <param name="Program">The organisation it is about.</param>
/// <param name="Contact">The contact who gets a mail; null where none goes.</param>
public sealed record PlannedReader(string Program, string? Contact);

/// <summary>A program, and the partners it owes a contact.</summary>
/// <param name="Program">The program.</param>
/// <param name="Partners">The partners, by id.</param>
public sealed record PlannedProgram(string Program, IReadOnlyList<string> Partners);

/// <summary>How a stage stands.</summary>
public enum StageStanding
{
    /// <summary>It is done, or was passed by.</summary>
    Over,

    /// <summary>It is at work.</summary>
    AtWork,

    /// <summary>It is still to come.</summary>
    ToCome,

    /// <summary>It will be passed by: a reminder whose time is over.</summary>
    Skipped,
}
