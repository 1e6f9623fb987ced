using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Jobs of the partner network and of agencies' own terms that are cut off.</summary>
internal static class NetworkJobs
{
    private static readonly ProspectId Library = ProspectId.Of("Galt Street Library")!.Value;

    /// <summary>The tick at which the specialist is asked to call again.</summary>
    public static CrashScenario DayToAskAgain { get; } = new(async world =>
    {
        await AddAsync(world);
        await StepAsync(world, RecruitmentState.NotNow, askAgain: 2);
        world.Clock.Reset(Instant.FromUtc(2026, 12, 3, 14, 31));
        return null;
    });

    /// <summary>A step that asks for a day three days ahead.</summary>
    public static CrashScenario Step { get; } = new(async world =>
    {
        await AddAsync(world);
        return null;
    })
    {
        CommandAsync = world => StepAsync(world, RecruitmentState.NotNow, askAgain: 3),
    };

    /// <summary>A prospect with more rows than one batch holds is forgotten.</summary>
    public static CrashScenario Removal { get; } = new(async world =>
    {
        await AddAsync(world);
        foreach (var part in Enumerable.Range(0, 120).Chunk(60))
        {
            await world.Hub.Network.ChangeAsync(
                Library,
                known => part.Aggregate(known!, (p, n) => p.With(new Contribution(0, new LocalDate(2026, 12, 1), "Robin", $"gift {n}"))),
                (_, _) => ValueTask.CompletedTask,
                CancellationToken.None);
        }

        await StepAsync(world, RecruitmentState.NotNow, askAgain: 3);
        return null;
    })
    {
        CommandAsync = async world => await world.Hub.Network.RemoveAsync(Library, CancellationToken.None),
    };

    /// <summary>More terms than one batch holds are mapped.</summary>
    public static CrashScenario Terms { get; } = new(_ => Task.FromResult<InboundMessage?>(null))
    {
        CommandAsync = async world => await MapAsync(
            world, [.. StarterTerms.All.Where(t => t.Code is not null).Select(t => new AgencyTerm(t.Term, t.Code!.Code))]),
    };

    /// <summary>A change said in the agency's own term.</summary>
    public static async Task<InboundMessage?> OwnTermsAsync(HubWorld world)
    {
        await MapAsync(world, [new AgencyTerm("Out of hospital", "away.hospital.out")]);
        return world.Change("prairie-hospital", "PH-0018", "out of HOSPITAL", "\"expectedOn\":\"2026-12-02\"");
    }

    private static async Task AddAsync(HubWorld world)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.SuggestPartner.RunAsync(
            "Galt Street Library", new SuggestionText(null, "Robin", "a warm room", null, null, null), at, CancellationToken.None);
    }

    private static async Task StepAsync(HubWorld world, RecruitmentState state, int askAgain)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        var step = new RecruitmentStep(0, state, HubWorld.Start.InZone(at.Community.Zone).Date, "Robin", null, at.Today.PlusDays(askAgain));
        Assert.IsType<RecordOutcome.Recorded>(await world.Hub.RecordStep.RunAsync(Library, step, at, CancellationToken.None));
    }

    private static async Task MapAsync(HubWorld world, AgencyTerm[] terms) => await world.Hub.ChangeTerms.MapAsync(
        "prairie-hospital", terms, keepKnown: false, dryRun: false, CancellationToken.None);
}
