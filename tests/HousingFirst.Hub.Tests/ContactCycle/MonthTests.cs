using System.Globalization;
using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Network;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactCycle;

/// <summary>A month of contacts, from open to report, by the due rows that a head's tick drains.</summary>
public sealed class MonthTests
{
    private static readonly YearMonth December = new(2026, 12);

    [Fact]
    public async Task A_month_opens_reminds_closes_and_reports()
    {
        var world = await OpenAsync();
        var river = await world.MonthAsync("river-icm");
        Assert.Contains("prairie-hospital", river.Obligations.Select(o => o.Partner));
        Assert.All(river.Obligations, o => Assert.Equal((true, ObligationState.Open), (o.Owed, o.Standing(null).State)));

        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact("river-icm", "prairie-hospital", "made", "\"mode\":\"phone\"")));
        await world.AdvanceToAsync(9, 8, 31);
        var nudge = Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        Assert.Equal(ContactListAsk.Nudge, nudge.Ask);
        Assert.DoesNotContain(nudge.Lines, l => l.Call.Organisation == "Prairie Hospital Social Work");
        Assert.Contains(nudge.Lines, l => l.Call.Organisation == "Southside Housing");

        await world.AdvanceToAsync(20, 8, 31);
        Assert.Equal(2, world.Mailer.To("dana").OfType<MailContent.ContactList>().Count());

        // Of river-icm something was heard; coulee-act has no team lead, bridge-outreach has one.
        await world.AdvanceToAsync(27, 8, 31);
        Assert.Empty(world.Mailer.To("sam").OfType<MailContent.ContactList>());
        Assert.Equal(ContactListAsk.TeamLead, Assert.Single(world.Mailer.To("amina").OfType<MailContent.ContactList>()).Ask);
        Assert.Equal(["Coulee ACT Team"], Silent(world));
        await world.AdvanceToAsync(29, 8, 31);
        Assert.Equal(["Bridge Outreach", "Coulee ACT Team"], Silent(world).Order());

        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(34, 8, 31);
        var report = Assert.Single(world.Mailer.To("robin").OfType<MailContent.MonthEnd>());
        Assert.Equal(3, report.Report.Programs);
        Assert.Equal((0, 1), (report.Report.Total.InPerson, report.Report.Total.Otherwise));
        Assert.Equal(2, report.Silent.Count);
        Assert.Single(world.Mailer.To("chantal").OfType<MailContent.MonthEnd>());
        Assert.NotNull((await world.MonthAsync("river-icm", new YearMonth(2027, 1))).Opened);
    }

    [Fact]
    public async Task A_contact_recorded_by_the_partner_before_the_month_opens_and_after_it_closes_counts()
    {
        var world = await HubWorld.CreateAsync(clock: new NodaTime.Testing.FakeClock(HubWorld.Start - Duration.FromHours(6)));
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Contact("prairie-hospital", "river-icm", "made", "\"mode\":\"inPerson\""));
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.AdvanceToAsync(0, 8, 1);
        var obligation = (await world.MonthAsync("river-icm")).Obligations.Single(o => o.Partner == "prairie-hospital");
        Assert.Equal((true, ObligationState.Made), (obligation.Owed, obligation.Standing(null).State));

        await world.AdvanceToAsync(30, 17, 1);
        await world.AdvanceToAsync(31, 10, 0);
        await world.ReceiveAsync(world.Contact("river-icm", "southside-housing", "made", "\"mode\":\"video\"", on: "2026-12-31"));
        var counts = (await world.Hub.Contacts.ReadPrograms.CountsAsync(December, CancellationToken.None)).Single(p => p.Program == "river-icm").Counts;
        Assert.Equal((1, 1, 1), (counts.InPerson, counts.Otherwise, counts.Late));
    }

    [Fact]
    public async Task A_repeat_counts_once_and_the_same_id_with_another_body_is_refused()
    {
        var world = await OpenAsync();
        var message = world.Contact("river-icm", "income-support", "attempted", "\"mode\":\"text\"", id: "one");
        await world.ReceiveAsync(message);
        await world.ReceiveAsync(message with { DeliveryCount = 2 });
        var obligation = (await world.MonthAsync("river-icm")).Obligations.Single(o => o.Partner == "income-support");
        Assert.Single(obligation.Recorded);
        Assert.Equal(ObligationState.Attempted, obligation.Standing(null).State);
        var refused = Assert.IsType<Settlement.DeadLetter>(
            await world.ReceiveAsync(world.Contact("river-icm", "income-support", "made", "\"mode\":\"text\"", id: "one")));
        Assert.Equal("id.reused", refused.Reason);
    }

    /// <summary>Months lie apart: the id is known all the same, and what it recorded first stays.</summary>
    [Theory]
    [InlineData("income-support", "2026-11-20")]
    [InlineData("income-support", "2026-10-02")]
    [InlineData("prairie-hospital", "2026-11-20")]
    public async Task An_id_used_again_with_a_day_of_another_month_is_refused_and_nothing_is_lost(string with, string on)
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\"", id: "one"));
        var before = await world.MonthAsync("river-icm");
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Contact("river-icm", with, "made", "\"mode\":\"phone\"", id: "one", on: on)));
        Assert.Equal("id.reused", refused.Reason);
        Assert.Contains("id", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain((await world.MonthAsync("river-icm", LocalDate.FromDateTime(DateTime.Parse(on, CultureInfo.InvariantCulture)).ToYearMonth())).Obligations, o => !o.Recorded.IsEmpty);
        Assert.Equal(before.Counts(), (await world.MonthAsync("river-icm")).Counts());

        // Another agency's id is another's; and one that was refused may be used for what is right.
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact("income-support", "river-icm", "made", "\"mode\":\"phone\"", id: "one", on: on)));
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Contact("river-icm", "nobody", "made", "\"mode\":\"phone\"", id: "two", on: on)));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact("river-icm", with, "made", "\"mode\":\"phone\"", id: "two", on: on)));
    }

    [Fact]
    public async Task A_partner_that_rests_in_mid_month_is_owed_nothing_any_more()
    {
        var world = await OpenAsync();
        await world.ChangeAsync("southside-housing", o => o with { Standing = new Standing(StandingKind.Suspended, Instant.FromUtc(2026, 12, 5, 15, 0)) });
        await world.AdvanceToAsync(9, 8, 31);
        var nudge = Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        Assert.DoesNotContain(nudge.Lines, l => l.Call.Organisation == "Southside Housing");
        Assert.True((await world.MonthAsync("river-icm")).Obligations.Single(o => o.Partner == "southside-housing").Released);
    }

    [Fact]
    public async Task After_a_week_and_a_half_asleep_one_reminder_goes_not_two()
    {
        var world = await OpenAsync();
        await world.AdvanceToAsync(21, 9, 0);
        Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>());
    }

    [Fact]
    public async Task An_entry_is_confirmed_only_where_the_message_says_so()
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\""));
        Assert.Equal(new LocalDate(2026, 8, 3), (await world.ContactAsync("income-support", "gurpreet")).Confirmed);
        await world.ReceiveAsync(world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\",\"confirms\":\"gurpreet\""));
        Assert.Equal(new LocalDate(2026, 12, 1), (await world.ContactAsync("income-support", "gurpreet")).Confirmed);
    }

    /// <summary>The rules of mid-month: who joins is owed from the next month on, who leaves is owed nothing, who comes back is owed again.</summary>
    [Fact]
    public async Task Who_joins_in_mid_month_is_owed_next_month_and_who_comes_back_is_owed_again()
    {
        var world = await OpenAsync();
        var partner = (await world.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Find("prairie-hospital")!;
        await world.Hub.Directory.PutAsync(partner with { Id = "library", NameEn = "Library", NameFr = "Bibliothèque" }, CancellationToken.None);
        await world.ChangeAsync("southside-housing", o => o with { Standing = new Standing(StandingKind.Left, null) });
        await world.AdvanceToAsync(9, 8, 31);
        var december = await world.MonthAsync("river-icm");
        Assert.DoesNotContain(december.Obligations, o => o.Partner == "library");
        Assert.True(december.Obligations.Single(o => o.Partner == "southside-housing").Released);
        await world.ChangeAsync("southside-housing", o => o with { Standing = Standing.Active });
        await world.AdvanceToAsync(20, 8, 31);
        Assert.False((await world.MonthAsync("river-icm")).Obligations.Single(o => o.Partner == "southside-housing").Released);
        await world.AdvanceToAsync(34, 9, 0);
        var january = await world.MonthAsync("river-icm", new YearMonth(2027, 1));
        Assert.True(january.Obligations.Single(o => o.Partner == "library").Owed);
    }

    [Fact]
    public async Task A_program_that_leaves_in_mid_month_is_reminded_no_more_and_owes_nothing()
    {
        var world = await OpenAsync();
        await world.ChangeAsync("coulee-act", o => o with { Standing = new Standing(StandingKind.Left, null) });
        await world.AdvanceToAsync(9, 8, 31);
        await world.AdvanceToAsync(30, 18, 0);
        Assert.Empty(world.Mailer.To("priya").OfType<MailContent.ContactList>());
        Assert.Equal(0, (await world.MonthAsync("coulee-act")).Counts().Owed);
    }

    /// <summary>No program owes a resting partner anything; the specialist owes it one contact, in the first month of each quarter.</summary>
    [Fact]
    public async Task The_specialist_owes_a_resting_partner_one_contact_a_quarter()
    {
        var world = await OpenAsync();
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.SuggestPartner.RunAsync("Southside Housing", new SuggestionText(null, "Robin", "rests", null, null, null), at, CancellationToken.None);
        var step = new RecruitmentStep(0, RecruitmentState.Resting, at.Today, "Robin", null, null);
        await world.Hub.RecordStep.RunAsync(ProspectId.Of("Southside Housing")!.Value, step, at, CancellationToken.None);
        await world.AdvanceToAsync(9, 8, 31);
        Assert.DoesNotContain(Assert.Single(world.Mailer.To("dana").OfType<MailContent.ContactList>()).Lines, l => l.Call.Organisation == "Southside Housing");
        Assert.Empty((await world.MonthAsync("specialist")).Obligations);

        var january = new YearMonth(2027, 1);
        Assert.Equal(
            ["southside-housing"],
            (await world.Hub.Contacts.ReadPlan.RunAsync(january, CancellationToken.None)).Programs.Single(p => p.Program == "specialist").Partners);
        await world.AdvanceToAsync(34, 9, 0);
        Assert.Equal(["southside-housing"], (await world.MonthAsync("specialist", january)).Obligations.Select(o => o.Partner));
        Assert.DoesNotContain((await world.MonthAsync("river-icm", january)).Obligations, o => o.Owed && o.Partner == "southside-housing");
        await world.ReceiveAsync(world.Contact("specialist", "southside-housing", "made", "\"mode\":\"inPerson\""));
        Assert.Equal(1, (await world.MonthAsync("specialist", january)).Counts().InPerson);
        await world.AdvanceToAsync(62, 9, 0);
        Assert.Empty((await world.MonthAsync("specialist", new YearMonth(2027, 2))).Obligations);
    }

    [Fact]
    public async Task A_contact_after_the_close_corrects_the_month_visibly_and_the_next_begins_with_it()
    {
        var world = await OpenAsync();
        await world.ReceiveAsync(world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\"", on: "2026-12-01"));
        await world.AdvanceToAsync(30, 18, 0);
        await world.AdvanceToAsync(32, 9, 0);
        await world.ReceiveAsync(world.Contact("income-support", "river-icm", "made", "\"mode\":\"inPerson\"", on: "2026-12-30"));
        var standing = (await world.MonthAsync("river-icm")).Obligations.Single(o => o.Partner == "income-support").Standing((await world.MonthAsync("river-icm")).Closed);
        Assert.Equal((ContactMode.InPerson, true), (standing.Mode, standing.Late));
        Assert.Equal((1, 0, 1), Late((await world.Hub.Contacts.ReadPrograms.CountsAsync(December, CancellationToken.None)).Single(p => p.Program == "river-icm").Counts));
        var next = (await world.MonthAsync("river-icm", new YearMonth(2027, 1))).Obligations.Single(o => o.Partner == "income-support");
        Assert.Equal(new LastContact(new LocalDate(2026, 12, 30), ContactMode.InPerson, new LocalDate(2026, 12, 30)), next.Before);

        static (int InPerson, int Otherwise, int Late) Late(MonthCounts counts) => (counts.InPerson, counts.Otherwise, counts.Late);
    }

    [Fact]
    public async Task A_silent_program_is_a_task_of_the_specialists_morning_until_something_is_recorded()
    {
        var world = await OpenAsync();
        await world.AdvanceToAsync(27, 8, 31);
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        Assert.Contains(await OpenTasksAsync(world), t => t.Kind == SpecialistTaskKind.ContactsSilent && t.Agency == "coulee-act");
        await world.Hub.SendMorning.PlanAsync(at, CancellationToken.None);
        await world.AdvanceToAsync(28, 7, 1);
        Assert.Contains(Assert.Single(world.Mailer.Mails.OfType<MailContent.Morning>()).Groups, g => g.Subject == MorningSubject.ContactsBehind);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact("coulee-act", "prairie-hospital", "attempted", "\"mode\":\"phone\"")));
        await world.AdvanceToAsync(29, 7, 1);
        Assert.DoesNotContain(await OpenTasksAsync(world), t => t.Kind == SpecialistTaskKind.ContactsSilent && t.Agency == "coulee-act");
    }

    private static async Task<IEnumerable<SpecialistTask>> OpenTasksAsync(HubWorld world) =>
        (await world.Hub.Tasks.AllAsync(CancellationToken.None)).Where(t => t.Done is null);

    private static async Task<HubWorld> OpenAsync()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        return world;
    }

    private static IEnumerable<string> Silent(HubWorld world) => world.Mailer.To("robin").OfType<MailContent.SpecialistTask>()
        .Where(t => t.Task == SpecialistTaskKind.ContactsSilent).Select(t => t.Organisation);
}
