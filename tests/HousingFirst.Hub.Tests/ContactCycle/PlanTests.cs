using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Mailing;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactCycle;

/// <summary>What `hub plan` says beforehand is what then happens.</summary>
public sealed class PlanTests
{
    private static readonly YearMonth December = new(2026, 12);

    [Fact]
    public async Task The_plan_of_December_is_what_then_happens_when_and_to_whom()
    {
        var world = await HubWorld.CreateAsync(clock: new FakeClock(Instant.FromUtc(2026, 11, 26, 18, 0)));
        await world.WithoutWarningsAsync();
        var community = (await world.Hub.Partners.CommunityAsync(CancellationToken.None))!;
        await world.Hub.Partners.PutAsync(community with { Committee = ["marieve", "nobody", "robin"] }, CancellationToken.None);
        await world.Hub.Partners.PutAsync([], CancellationToken.None);
        await world.AdvanceAsync(Duration.FromMinutes(2));
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        var beforehand = await PlanAsync(world);
        Assert.True(beforehand.IsClaimed);
        Assert.All(beforehand.Stages, s => Assert.Equal(StageStanding.ToCome, s.Standing));

        // Nothing is recorded: the plan of November foresees the whole of December.
        var (seen, opened) = (new List<string>(), new List<PlannedProgram>());
        foreach (var stage in beforehand.Stages)
        {
            var mails = world.Mailer.Mails.Count;
            world.Clock.Reset(stage.At - Duration.FromSeconds(1));
            await world.Hub.Tick.RunAsync(CancellationToken.None);
            Assert.Empty(Mailed(world, mails));
            world.Clock.Reset(stage.At);
            await world.Hub.Tick.RunAsync(CancellationToken.None);
            seen.Add($"{stage.Name}: {string.Join(' ', Mailed(world, mails))}");
            if (stage.Name != ContactPlan.Open) continue;
            foreach (var program in beforehand.Programs)
                opened.Add(new PlannedProgram(program.Program, [.. (await world.MonthAsync(program.Program)).Obligations.Where(o => o.Owed).Select(o => o.Partner)]));
        }

        Assert.Equal(beforehand.Stages.Select(s => $"{s.Name}: {string.Join(' ', Planned(s))}"), seen);
        Assert.Contains("marieve", Planned(beforehand.Stages[^1]));
        Assert.Equal(Text(beforehand.Programs), Text(opened));
        Assert.All((await PlanAsync(world)).Stages, s => Assert.Equal(StageStanding.Over, s.Standing));
    }

    [Fact]
    public async Task With_contacts_recorded_and_partners_gone_each_stage_is_as_the_plan_said_just_before()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        await world.ReceiveAsync(world.Contact("bridge-outreach", "prairie-hospital", "made", "\"mode\":\"phone\""));
        foreach (var partner in (string[])["prairie-hospital", "income-support"]) await world.ReceiveAsync(world.Contact("coulee-act", partner, "made", "\"mode\":\"phone\""));
        await world.ChangeAsync("downtown-police", o => o with { Standing = new Standing(StandingKind.Left, null) });
        foreach (var name in (await PlanAsync(world)).Stages.Select(s => s.Name).Skip(1))
        {
            var stage = (await PlanAsync(world)).Stages.Single(s => s.Name == name);
            var mails = world.Mailer.Mails.Count;
            world.Clock.Reset(stage.At);
            await world.Hub.Tick.RunAsync(CancellationToken.None);
            Assert.Equal((name, string.Join(' ', Planned(stage))), (name, string.Join(' ', Mailed(world, mails))));
        }
    }

    [Fact]
    public async Task A_month_that_is_opened_too_late_skips_the_reminders_of_what_was_asked_of_nobody()
    {
        var world = await HubWorld.CreateAsync(clock: new FakeClock(Instant.FromUtc(2026, 12, 29, 18, 0)));
        await world.OpenMonthAsync();
        var stages = (await PlanAsync(world)).Stages;
        Assert.Equal(
            ["Over", "Over", "Over", "Over", "Skipped", "ToCome", "ToCome"], stages.Select(s => s.Standing.ToString()));
        await world.AdvanceToAsync(34, 9, 0);
        Assert.Empty(world.Mailer.Mails.OfType<MailContent.ContactList>());
        Assert.Empty(world.Mailer.Mails.OfType<MailContent.SpecialistTask>());
        Assert.NotEmpty(world.Mailer.Mails.OfType<MailContent.MonthEnd>());
    }

    private static async Task<PlannedMonth> PlanAsync(HubWorld world) => await world.Hub.Contacts.ReadPlan.RunAsync(December, CancellationToken.None);

    private static IEnumerable<string> Planned(PlannedStage stage) => stage.To.Select(r => r.Contact).OfType<string>().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Mailed(HubWorld world, int from) => world.Mailer.Mails.Skip(from)
        .Where(m => m.MailId.Contains("2026-12", StringComparison.Ordinal))
        .Where(m => m is MailContent.ContactList or MailContent.MonthEnd or MailContent.SpecialistTask { Task: SpecialistTaskKind.ContactsSilent })
        .Select(m => m.To.Contact)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Text(IEnumerable<PlannedProgram> programs) => programs.Select(p => $"{p.Program}: {string.Join(' ', p.Partners)}");
}
