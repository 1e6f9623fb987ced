using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.MonthEnd;

/// <summary>What the month end says, to whom, and what it leaves unsaid.</summary>
public sealed class MonthEndTests
{
    private const int Report = 34;

    private static readonly YearMonth December = new(2026, 12);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committee_reads_how_many_were_silent_and_only_the_lead_organisation_who()
    {
        var world = await OpenAsync();
        await CommitteeAsync(world, "marieve", "robin", "nobody");
        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(Report, 8, 31);
        var lead = Assert.Single(world.Mailer.To("robin").OfType<MailContent.MonthEnd>());
        var committee = Assert.Single(world.Mailer.To("marieve").OfType<MailContent.MonthEnd>());
        Assert.Equal(3, lead.Silent.Count);
        Assert.Empty(committee.Silent);
        Assert.Equal(3, committee.Report.Silent.Length);
        Assert.Equal(Language.French, committee.To.Language);
        Assert.Single(world.Mailer.To("chantal").OfType<MailContent.MonthEnd>());
        Assert.Equal(3, world.Mailer.Mails.OfType<MailContent.MonthEnd>().Count());
    }

    [Fact]
    public async Task The_coverage_of_a_month_is_that_of_all_its_changes_and_costs_a_request_a_change()
    {
        var tables = new CountingTables(new MemoryTables());
        var world = await OpenAsync(tables);
        string[] begun = [.. Enumerable.Range(1, 6).Select(n => $"HF-NEW{n}")];
        foreach (var client in begun) await world.ReceiveAsync(world.Change("river-icm", client, "program.enrolled"));
        foreach (var client in (string[])[.. begun, "HF-7Q2K"])
        {
            await world.ReceiveAsync(world.Change("river-icm", client, "away.hospital.in"));
            await world.ReceiveAsync(world.Change("river-icm", client, "housing.moveIn"));
        }

        await world.AdvanceAsync(Duration.FromDays(2));
        var expected = await NaiveAsync(world);
        tables.Reset();
        var at = await world.Hub.Directory.NowAsync(Stop);
        var shown = (await world.Hub.ReadMonthEnd.RunAsync(December, at, Stop)).Coverage!;

        // Twice the month's programs (this month and the last), coverage, due rows, surprises, trend; a request a change.
        var changes = tables.Requests.Count(r => r.StartsWith("range Clients", StringComparison.Ordinal));
        Assert.Equal(20, changes);
        Assert.InRange(tables.Requests.Count - changes, 5, 8);
        Assert.Equal(
            (expected.Changes, expected.HadToKnow, expected.Told, expected.Acknowledged, expected.NotReached, expected.Withheld, expected.Gaps.Sum(g => g.Count)),
            (shown.Changes, shown.HadToKnow, shown.Told, shown.Acknowledged, shown.NotReached, shown.Withheld.Total, shown.Gaps.Total));
        Assert.Contains(Role.HLT, shown.Gaps.Named.Select(g => g.Of));
        Assert.Empty(shown.Withheld.Named);
    }

    [Fact]
    public async Task A_month_about_fewer_than_six_clients_shows_no_coverage()
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "away.hospital.in"));
        var at = await world.Hub.Directory.NowAsync(Stop);
        Assert.Null((await world.Hub.ReadMonthEnd.RunAsync(December, at, Stop)).Coverage);
        Assert.Equal(1, (await world.Hub.ReadMonthEnd.CoverageAsync(December, at, Stop))!.Changes);
    }

    [Fact]
    public async Task What_is_recorded_after_the_report_corrects_the_month_and_the_next_report_says_so()
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.Contact("river-icm", "prairie-hospital", "made", "\"mode\":\"phone\""));
        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(Report, 8, 31);
        var first = Assert.Single(world.Mailer.To("robin").OfType<MailContent.MonthEnd>()).Report;
        await world.ReceiveAsync(world.Contact("river-icm", "southside-housing", "made", "\"mode\":\"inPerson\"", on: "2026-12-30"));

        // As it stands now, at once.
        var now = await world.Hub.ReadMonthEnd.RunAsync(December, await world.Hub.Directory.NowAsync(Stop), Stop);
        Assert.Equal((first.Total.Made + 1, 1), (now.Total.Made, now.Total.Late));

        await RunAsync(world, new LocalDate(2027, 2, 2));
        var next = world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Report;
        Assert.Equal(new YearMonth(2027, 1), next.Month);
        var corrected = next.Trend.Single(t => t.Month == December);
        Assert.Equal((now.Total, first.Total), (corrected.Counts, corrected.Reported));
        await RunAsync(world, new LocalDate(2027, 3, 2));
        Assert.Null(world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Report.Trend.Single(t => t.Month == December).Reported);
    }

    [Fact]
    public async Task A_partner_with_whom_nobody_talks_for_two_months_is_put_before_the_specialist_until_somebody_does()
    {
        var world = await OpenAsync();
        await world.RenewAgreementAsync("income-support");
        await RunAsync(world, new LocalDate(2027, 1, 1));
        await TalkAsync(world, "prairie-hospital", "2027-01-01");
        await RunAsync(world, new LocalDate(2027, 2, 2));

        // December's report prompted for nobody: it was the first month.
        var tasks = (await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.PartnerQuiet, Stop)).Select(t => t.Agency).Order(StringComparer.Ordinal).ToArray();
        Assert.DoesNotContain("prairie-hospital", tasks);
        Assert.Contains("southside-housing", tasks);
        Assert.Contains("Southside Housing", world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Quiet);
        Assert.DoesNotContain(world.Mailer.Mails.OfType<MailContent.SpecialistTask>(), t => t.Task == SpecialistTaskKind.PartnerQuiet);

        // A month later it is the same prompt, and one talk ends it.
        await RunAsync(world, new LocalDate(2027, 3, 2));
        Assert.Equal(1, (await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.PartnerQuiet, Stop)).Count(t => t.Agency == "southside-housing"));
        await TalkAsync(world, "southside-housing", "2027-03-02");
        await RunAsync(world, new LocalDate(2027, 3, 4));
        Assert.NotNull((await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.PartnerQuiet, Stop)).Single(t => t.Agency == "southside-housing").Done);
    }

    [Fact]
    public async Task A_report_that_is_made_twice_is_sent_once()
    {
        var world = await OpenAsync();
        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(Report, 8, 31);
        var sent = world.Mailer.Mails.Count;
        var at = await world.Hub.Directory.NowAsync(Stop);
        await world.Hub.ContactStages.StepAsync((await world.Hub.Cycles.ReadAsync("contacts-2026-12", Stop))!, ContactPlan.Report, 0, at, Stop);
        Assert.Equal(sent, world.Mailer.Mails.Count);
    }

    /// <summary>The coverage counted from every notice there is.</summary>
    private static async Task<CoverageMonth> NaiveAsync(HubWorld world)
    {
        var count = new CoverageCount();
        var notices = new List<(string Partition, Notice Notice)>();
        await foreach (var (partition, row) in ((ITableScan)((MemoryTables)Inner(world))).ScanAsync(Table.Clients, Stop))
        {
            if (row.Key.StartsWith("n|", StringComparison.Ordinal)) notices.Add((partition, NoticeRows.Read(row)));
        }

        foreach (var change in notices.Where(n => n.Notice.Decided >= HubWorld.Start).GroupBy(n => (n.Partition, n.Notice.Id.Change)))
        {
            count.Add(new ClientId(Keys.Parts(change.Key.Partition)[1]), [.. change.Select(n => n.Notice).Where(n => n.State is not (NoticeState.Source or NoticeState.Cancelled)).Select(n => (
                n.Role,
                n.State switch
                {
                    NoticeState.Gap => CoverageEnd.Gap,
                    NoticeState.Withheld => CoverageEnd.Withheld,
                    NoticeState.Acknowledged => CoverageEnd.Acknowledged,
                    NoticeState.Sent or NoticeState.Fetched or NoticeState.Unknown => CoverageEnd.Told,
                    _ => CoverageEnd.NotReached,
                },
                n.Reason))]);
        }

        return count.Month();
    }

    private static ITables Inner(HubWorld world) => world.Tables is CountingTables counting ? counting.Inner : world.Tables;

    private static async Task TalkAsync(HubWorld world, string partner, string on) =>
        Assert.IsType<Queues.Settlement.Complete>(await world.ReceiveAsync(world.Contact("river-icm", partner, "made", "\"mode\":\"phone\"", on: on)));

    private static async Task CommitteeAsync(HubWorld world, params string[] contacts)
    {
        var at = await world.Hub.Directory.NowAsync(Stop);
        await world.Hub.Partners.PutAsync(at.Community with { Committee = [.. contacts] }, Stop);
        await world.Hub.Partners.PutAsync([], Stop);
        await world.AdvanceAsync(Duration.FromMinutes(2));
    }

    /// <summary>Does what is due, hour by hour of the working day, up to noon of a day.</summary>
    private static async Task RunAsync(HubWorld world, LocalDate until)
    {
        var zone = (await world.Hub.Directory.NowAsync(Stop)).Community.Zone;
        var end = until.At(LocalTime.Noon).InZoneStrictly(zone).ToInstant();
        while (world.Clock.GetCurrentInstant() < end) await world.AdvanceAsync(Duration.Min(Duration.FromHours(6), end - world.Clock.GetCurrentInstant()));
    }

    private static async Task<HubWorld> OpenAsync(ITables? tables = null)
    {
        var world = await HubWorld.CreateAsync(tables);
        await world.WithoutWarningsAsync();
        await world.Hub.SendMorning.PlanAsync(await world.Hub.Directory.NowAsync(Stop), Stop);
        await world.Hub.ClaimCycles.RunAsync(Stop);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        return world;
    }
}
