using HousingFirst.Contracts.World;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
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
        var counts = (await world.Hub.Contacts.CountsAsync(December, CancellationToken.None)).Single(p => p.Program == "river-icm").Counts;
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

    [Fact]
    public async Task A_partner_that_rests_in_mid_month_is_owed_nothing_any_more()
    {
        var world = await OpenAsync();
        await world.ChangeAsync("southside-housing", o => o with { Standing = new Standing(StandingKind.Suspended, Instant.FromUtc(2026, 12, 5, 12, 0)) });
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

    private static async Task<HubWorld> OpenAsync()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.Hub.ClaimCycles.RunAsync(CancellationToken.None);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        return world;
    }

    private static IEnumerable<string> Silent(HubWorld world) => world.Mailer.To("robin").OfType<MailContent.SpecialistTask>()
        .Where(t => t.Task == SpecialistTaskKind.ContactsSilent).Select(t => t.Organisation);
}

/// <summary>What tests of contacts do to a world.</summary>
internal static class ContactSteps
{
    private static int sent;

    public static InboundMessage Contact(
        this HubWorld world, string agency, string with, string outcome, string extra = "", string? id = null, string? on = null)
    {
        id ??= $"contact-{Interlocked.Increment(ref sent)}";
        on ??= NodaTime.Text.LocalDatePattern.Iso.Format(Hub.Communities.FictionalCommunity.Settings.Today(world.Clock.GetCurrentInstant()));
        return world.Signed(
            agency,
            $$"""
            {"specversion":"1.0","type":"{{MessageTypes.ContactMade}}","source":"/agencies/{{agency}}","id":"{{id}}",
             "data":{"with":"{{with}}","on":"{{on}}","outcome":"{{outcome}}"{{(extra.Length == 0 ? string.Empty : "," + extra)}} } }
            """,
            QueueNames.PartnerActivity);
    }

    public static async Task<ProgramMonth> MonthAsync(this HubWorld world, string program, YearMonth? month = null) =>
        (await world.Hub.Contacts.ReadAsync(program, month ?? new YearMonth(2026, 12), CancellationToken.None)).Month;
}
