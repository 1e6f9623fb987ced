using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Hub.DueWork;
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
        var shown = (await world.Hub.Contacts.ReadEnd.RunAsync(December, at, Stop)).Coverage!;

        // Of this month, the last and two more of the trend the cycle and the view, of this one its three programs; coverage, due rows, surprises, trend; a
        // request a change.
        var changes = tables.Requests.Count(r => r.StartsWith("range Clients", StringComparison.Ordinal));
        Assert.Equal(20, changes);
        Assert.InRange(tables.Requests.Count - changes, 12, 15);
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
        Assert.Null((await world.Hub.Contacts.ReadEnd.RunAsync(December, at, Stop)).Coverage);
        Assert.Equal(1, (await world.Hub.Contacts.ReadEnd.CoverageAsync(December, at, Stop))!.Changes);
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
        var now = await world.Hub.Contacts.ReadEnd.RunAsync(December, await world.Hub.Directory.NowAsync(Stop), Stop);
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
        await world.Hub.Contacts.Stages.StepAsync((await world.Hub.Cycles.ReadAsync("contacts-2026-12", Stop))!, ContactPlan.Report, 0, at, Stop);
        Assert.Equal(sent, world.Mailer.Mails.Count);
    }

    /// <summary>From the first day on, not only of programs of which something was recorded; and with the close nothing jumps.</summary>
    [Fact]
    public async Task The_report_of_an_open_month_counts_everything_that_is_owed()
    {
        var world = await OpenAsync();
        await world.RenewAgreementAsync("income-support");
        var first = await NowAsync(world);
        var owed = 0;
        foreach (var program in (string[])["river-icm", "coulee-act", "bridge-outreach"]) owed += (await world.MonthAsync(program)).Counts().Owed;
        Assert.InRange(owed, 9, 30);
        Assert.Equal((3, owed, owed, 3), (first.Programs, first.Total.Owed, first.Total.Open, first.Silent.Length));
        Assert.Equal(3, (await world.Hub.Contacts.ReadPrograms.CountsAsync(December, Stop)).Count);

        await world.ReceiveAsync(world.Contact("river-icm", "prairie-hospital", "made", "\"mode\":\"inPerson\""));
        await world.ReceiveAsync(world.Contact("coulee-act", "income-support", "attempted", "\"mode\":\"phone\""));
        var open = await NowAsync(world);
        Assert.Equal((owed, 1, 1, owed - 2), (open.Total.Owed, open.Total.InPerson, open.Total.Attempted, open.Total.Open));
        Assert.Equal(["bridge-outreach"], open.Silent);
        await world.AdvanceToAsync(30, 17, 1);
        Assert.Equal(open.Total, (await NowAsync(world)).Total);
    }

    /// <summary>A contact that comes late corrects its own month and, up to three months back, the trend of every report after it.</summary>
    [Fact]
    public async Task What_is_recorded_two_months_late_corrects_the_trend_and_a_month_not_reported_yet_is_in_it()
    {
        var world = await OpenAsync();
        await RunAsync(world, new LocalDate(2027, 1, 2));

        // December is closed, and its report comes on Monday: the trend of January's numbers has it already.
        Assert.Empty(world.Mailer.Mails.OfType<MailContent.MonthEnd>());
        Assert.Equal([December, new YearMonth(2027, 1)], (await NowAsync(world, new YearMonth(2027, 1))).Trend.Select(t => t.Month));
        await RunAsync(world, new LocalDate(2027, 2, 2));
        var reported = world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Report.Trend.Single(t => t.Month == December).Counts;
        await TalkAsync(world, "prairie-hospital", "2026-12-30");
        await RunAsync(world, new LocalDate(2027, 3, 2));
        var corrected = world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Report.Trend.Single(t => t.Month == December);
        Assert.Equal((reported.Made + 1, reported.Late + 1, reported), (corrected.Counts.Made, corrected.Counts.Late, corrected.Reported));
        Assert.Equal(corrected.Counts, (await NowAsync(world)).Total);
        await RunAsync(world, new LocalDate(2027, 4, 2));
        var last = world.Mailer.To("robin").OfType<MailContent.MonthEnd>().Last().Report.Trend.Single(t => t.Month == December);
        Assert.Equal((corrected.Counts, null), (last.Counts, last.Reported));
    }

    [Fact]
    public async Task A_page_that_cannot_leave_holds_up_no_other_and_reads_the_same_when_it_does()
    {
        var world = await OpenAsync();
        await RunAsync(world, new LocalDate(2027, 1, 31));
        await TalkAsync(world, "prairie-hospital", "2026-12-30");
        var tries = new List<string>();
        world.Mailer.Answer = mail =>
        {
            if (mail is not MailContent.MonthEnd) return MailOutcome.Sent;
            tries.Add(mail.To.Contact);
            return mail.To.Contact == "robin" ? throw new MailDeferredException("Greylisted.") : MailOutcome.Sent;
        };
        await RunAsync(world, new LocalDate(2027, 2, 1));
        for (var tick = 0; tick < 3; tick++) await world.AdvanceAsync(Duration.FromMinutes(10));
        Assert.Equal(["chantal"], tries.Where(t => t != "robin"));
        Assert.InRange(tries.Count, 3, 9);
        world.Mailer.Answer = null;
        await RunAsync(world, new LocalDate(2027, 2, 2));
        var (robin, chantal) = (PageOf("robin"), PageOf("chantal"));
        Assert.Equal(new YearMonth(2027, 1), robin.Month);
        Assert.NotNull(chantal.Trend.Single(t => t.Month == December).Reported);
        Assert.Equal(chantal.Trend, robin.Trend);
        Assert.DoesNotContain(await world.Hub.Due.AllAsync(Stop), i => i.Kind == DueKind.Remind);
        await RunAsync(world, new LocalDate(2027, 3, 2));
        Assert.Null(PageOf("robin").Trend.Single(t => t.Month == December).Reported);

        MonthReport PageOf(string contact) => world.Mailer.To(contact).OfType<MailContent.MonthEnd>().Last().Report;
    }

    [Fact]
    public async Task A_reader_whose_address_takes_no_page_is_the_specialists_task()
    {
        var world = await OpenAsync();
        await CommitteeAsync(world, "marieve");
        world.Mailer.Answer = mail => mail is MailContent.MonthEnd && mail.To.Contact == "marieve" ? MailOutcome.Refused : MailOutcome.Sent;
        await RunAsync(world, new LocalDate(2027, 1, 4));
        Assert.Contains(
            await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.AddressStopped, Stop), t => t is { Agency: "prairie-hospital", Contact: "marieve", Done: null });
        Assert.Single(world.Mailer.To("robin").OfType<MailContent.MonthEnd>());
    }

    /// <summary>At a provider without a memory of ids: only the page whose own sending was cut off may leave twice, and only where it had left.</summary>
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public async Task A_report_cut_off_at_a_page_sends_no_other_page_again(bool hadLeft, int times)
    {
        for (var page = 1; page <= 3; page++)
        {
            var world = await OpenAsync();
            await CommitteeAsync(world, "marieve");
            await world.AdvanceToAsync(30, 17, 1);
            var (sent, tries) = (new List<string>(), 0);
            world.Mailer.Answer = mail =>
            {
                if (mail is not MailContent.MonthEnd) return MailOutcome.Sent;
                var isCutOff = ++tries == page;
                if (!isCutOff || hadLeft) sent.Add(mail.To.Contact);
                return isCutOff ? throw new DiedException() : MailOutcome.Sent;
            };
            await world.AdvanceToAsync(Report, 8, 31);
            Assert.Equal(page, tries);
            world = await world.RestartAsync();
            await world.AdvanceAsync(Duration.FromMinutes(1));
            Assert.Equal(3, tries);
            await world.AdvanceAsync(Duration.FromMinutes(11));
            await world.AdvanceAsync(Duration.FromHours(2));
            Assert.Equal(["chantal", "marieve", "robin"], sent.Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(times, sent.Count);
        }
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

    private static async Task<MonthReport> NowAsync(HubWorld world, YearMonth? month = null) =>
        await world.Hub.Contacts.ReadEnd.RunAsync(month ?? December, await world.Hub.Directory.NowAsync(Stop), Stop);

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
