using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>Promise 3: withdrawal stops the next message, and past recipients are told to stop.</summary>
public sealed class ConsentTests
{
    private const string Revoke = "\"consent\":{\"id\":\"K4\"}";

    [Fact]
    public async Task A_withdrawal_stops_what_waits_and_tells_who_was_told()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Single(world.Mailer.To("gurpreet"));
        var digest = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(digest);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "housing.moveIn"));

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", Revoke));

        Assert.Equal(NoticeKind.Withdrawal, Assert.IsType<MailContent.Notice>(world.Mailer.To("gurpreet").Last()).Kind);
        await EndState.RunOutAsync(world);
        Assert.Equal(2, world.Mailer.To("gurpreet").Count());
        Assert.Equal("withheld: consent withdrawn", (await world.CoverageAsync(digest)).Lines.Single(l => l.Who == "gurpreet").Outcome);
    }

    [Fact]
    public async Task A_consent_withdrawn_at_10_00_stops_what_was_queued_for_10_05()
    {
        var world = await HubWorld.CreateAsync();
        await world.AdvanceToAsync(1, 9, 50);
        var zone = Communities.FictionalCommunity.Settings.Zone;
        var around = new LocalDate(2026, 12, 2).At(new LocalTime(10, 5)).InZoneStrictly(zone).ToInstant();
        var spread = Clocks.DigestSpread(around, "gurpreet", zone);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Slot = new DigestSlot(null, new LocalTime(10, 5).PlusMinutes(-spread)) });
        var mail = world.Change("river-icm", "HF-7Q2K", "program.worker");
        var digest = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(mail);
        await world.ReceiveAsync(digest);
        Assert.Contains(await EndState.WaitingAsync(world), d => d.Kind == DueWork.DueKind.Digest && d.At == around);

        await world.AdvanceToAsync(1, 9, 59);
        Assert.Empty(world.Mailer.To("gurpreet"));
        world.Clock.Advance(Duration.FromMinutes(1));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", Revoke));
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        foreach (var told in new[] { mail, digest })
            Assert.Equal("withheld: consent withdrawn", (await world.CoverageAsync(told)).Lines.Single(l => l.Who == "gurpreet").Outcome);
    }

    [Fact]
    public async Task A_withdrawal_tells_nobody_who_was_told_nothing()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        var stop = world.Change("river-icm", "HF-7Q2K", "consent.revoked", Revoke);
        await world.ReceiveAsync(stop);
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.DoesNotContain((await world.CoverageAsync(stop)).Lines, l => l.Who == "gurpreet");
    }

    [Fact]
    public async Task A_stop_goes_even_where_the_agreement_has_ended()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(1));
        await world.AdvanceToAsync(20, 9, 0);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", Revoke));

        Assert.Equal(NoticeKind.Withdrawal, Assert.IsType<MailContent.Notice>(world.Mailer.To("gurpreet").Last()).Kind);
    }

    [Theory]
    [InlineData("housing.arrears", true)]
    [InlineData("program.worker", false)]
    public async Task A_narrowed_consent_is_a_stop_only_to_those_sent_what_it_no_longer_covers(string sent, bool stops)
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", sent));
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Single(world.Mailer.To("gurpreet"));

        var settled = await world.ReceiveAsync(
            world.Change("river-icm", "HF-7Q2K", "consent.narrowed", "\"consent\":{\"id\":\"K4\",\"allows\":[\"B\",\"housing\"]}"));

        Assert.IsType<Settlement.Complete>(settled);
        Assert.Equal(stops ? 2 : 1, world.Mailer.To("gurpreet").Count());
    }

    [Fact]
    public async Task What_waits_is_withheld_where_the_agreement_ends_before_it_leaves()
    {
        var world = await HubWorld.CreateAsync();
        await world.AdvanceToAsync(7, 9, 0);
        var message = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(message);
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.Equal("withheld: agreement expired", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "gurpreet").Outcome);
    }

    [Fact]
    public async Task A_consent_given_later_releases_nothing_that_was_withheld()
    {
        var world = await HubWorld.CreateAsync();
        var before = world.Change("coulee-act", "HF-3MXB", "income.changed");
        await world.ReceiveAsync(before);
        await world.AdvanceToAsync(20, 9, 0);
        await world.RenewAgreementAsync("income-support");
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        var after = world.Change("coulee-act", "HF-3MXB", "income.changed");
        await world.ReceiveAsync(after);
        Assert.Equal("told U2 mail en", (await world.CoverageAsync(after)).Lines.Single(l => l.Who == "gurpreet").Outcome);
    }

    [Fact]
    public async Task A_safety_plan_keeps_a_change_to_those_it_names_until_it_ends()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "housing.moveIn", "\"alsoTell\":[\"marieve\"]"));
        await EndState.RunOutAsync(world);
        Assert.Equal(["luc"], world.Mailer.Mails.Select(m => m.To.Contact));

        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "safety.violence.end"));
        var after = world.Change("coulee-act", "HF-3MXB", "housing.moveIn");
        await world.ReceiveAsync(after);
        Assert.Equal(Urgency.U2, (await world.CoverageAsync(after)).Urgency);
        Assert.Equal("held: shared mailbox, asked to sign in", (await world.CoverageAsync(after)).Lines.Single(l => l.Who == "ss-office").Outcome);
    }
}
