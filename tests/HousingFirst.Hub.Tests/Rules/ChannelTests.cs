using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>By which way a notice goes, and what happens where there is none (rules 3, 8, 12; promises 6, 7).</summary>
public sealed class ChannelTests
{
    [Fact]
    public async Task Who_has_only_a_telephone_is_a_call_for_the_program()
    {
        var world = await HubWorld.CreateAsync();
        await world.RenewAgreementAsync("legal-aid");
        var message = world.Change("river-icm", "HF-7Q2K", "away.custody.in");
        await world.ReceiveAsync(message);
        await EndState.RunOutAsync(world);

        Assert.Equal("call task for the program", Line(await world.CoverageAsync(message), "noor"));
        var task = Assert.Single(world.Mailer.To("dana").OfType<MailContent.CallTask>());
        Assert.Equal("Noor Haddad", task.Call.Worker);
        Assert.Empty(world.Mailer.To("noor"));
    }

    [Theory]
    [InlineData("program.worker", "told U2 mail en", 1)]
    [InlineData("program.exit.unplanned", "held: shared mailbox, asked to sign in", 0)]
    public async Task A_shared_mailbox_gets_class_A_only(string code, string outcome, int mails)
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("coulee-act", "HF-3MXB", code);
        await world.ReceiveAsync(message);
        await EndState.RunOutAsync(world);

        Assert.Equal(outcome, Line(await world.CoverageAsync(message), "ss-office"));
        Assert.Equal(mails, world.Mailer.To("ss-office").Count());
        Assert.Equal(1 - mails, world.Mailer.To("priya").OfType<MailContent.CallTask>().Count());
    }

    [Fact]
    public async Task A_stopped_address_goes_to_the_alternate_and_without_one_to_the_specialist()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Stopped = new LocalDate(2026, 11, 30) });
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);

        var coverage = await world.CoverageAsync(message);
        Assert.Equal("address stopped: told through alternate Amina", Line(coverage, "ines"));
        Assert.Equal("address stopped: task for the specialist", Line(coverage, "gurpreet"));
        Assert.Single(world.Mailer.To("amina"));
        var task = Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>());
        Assert.Equal(("robin", "Gurpreet Sandhu"), (task.To.Contact, task.Contact));
    }

    [Fact]
    public async Task An_address_that_stops_while_its_digest_waits_is_not_forgotten()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(message);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Stopped = new LocalDate(2026, 12, 1) });
        await EndState.RunOutAsync(world);

        Assert.Equal("Gurpreet Sandhu", Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>()).Contact);
        Assert.Equal("address stopped: task for the specialist", Line(await world.CoverageAsync(message), "gurpreet"));
    }

    [Fact]
    public async Task A_queue_alone_is_trusted_only_after_the_agencys_first_acknowledgement()
    {
        var world = await QueueOnlyAsync();
        var before = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(before);
        Assert.Equal("told U2 queue+mail fr", Line(await world.CoverageAsync(before), "marieve"));
        await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", Assert.Single(world.NoticesOf("prairie-hospital")), by: "system"));

        var after = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(after);
        Assert.Equal("told U2 queue fr", Line(await world.CoverageAsync(after), "marieve"));
        var urgent = world.Change("bridge-outreach", "BO-204", "safety.crisis");
        await world.ReceiveAsync(urgent);
        Assert.Equal("told U4 queue+mail fr", Line(await world.CoverageAsync(urgent), "marieve"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_queue_unread_for_two_working_days_falls_back_to_mail_and_tells_the_specialist(bool fetched)
    {
        var world = await QueueOnlyAsync();
        await world.ChangeAsync("prairie-hospital", o => o with { FirstAcknowledged = HubWorld.Start });
        var message = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(message);
        var notice = Assert.Single(world.NoticesOf("prairie-hospital"));
        if (fetched) await world.Hub.AcknowledgeNotice.FetchedAsync("prairie-hospital", notice, CancellationToken.None);
        await world.AdvanceToAsync(2, 16, 0);
        Assert.Equal(fetched ? 0 : 1, world.Mailer.To("marieve").Count());
        Assert.Equal(fetched ? 0 : 1, world.Mailer.Mails.OfType<MailContent.SpecialistTask>().Count(t => t.Task == SpecialistTaskKind.QueueUnread));

        await EndState.RunOutAsync(world);
        Assert.Equal(fetched ? 0 : 1, world.Mailer.To("marieve").Count());
    }

    [Fact]
    public async Task Several_unread_queues_of_one_change_are_looked_after_together_and_each_falls_back_for_itself()
    {
        var world = await QueueOnlyAsync();
        await world.ChangeAsync("prairie-hospital", o => o with { FirstAcknowledged = HubWorld.Start });
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Channel = Channel.Queue });
        await world.ChangeAsync("income-support", o => o with { ReadsQueue = true, FirstAcknowledged = HubWorld.Start });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));

        var row = Assert.Single(await world.Hub.Due.AllAsync(CancellationToken.None), i => i.Kind == DueKind.Unread);
        Assert.Equal(["gurpreet", "marieve"], row.Notices.Select(n => n.Line.Split('.')[1]).Order());
        await world.Hub.AcknowledgeNotice.FetchedAsync("income-support", Assert.Single(world.NoticesOf("income-support")), CancellationToken.None);
        await world.AdvanceToAsync(2, 16, 0);
        Assert.Single(world.Mailer.To("marieve"));
        Assert.Empty(world.Mailer.To("gurpreet"));
    }

    [Fact]
    public async Task A_queue_unread_after_a_withdrawal_does_not_fall_back()
    {
        var world = await QueueOnlyAsync();
        await world.ChangeAsync("prairie-hospital", o => o with { FirstAcknowledged = HubWorld.Start });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K1\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K2\"}"));
        await EndState.RunOutAsync(world);

        Assert.Equal(NoticeKind.Withdrawal, Assert.IsType<MailContent.Notice>(Assert.Single(world.Mailer.To("marieve"))).Kind);
    }

    private static async Task<HubWorld> QueueOnlyAsync()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeContactAsync("prairie-hospital", "marieve", c => c with { Channel = Channel.Queue });
        return world;
    }

    private static string Line(CoverageView.Whole coverage, string who) => coverage.Lines.Single(l => l.Who == who).Outcome;
}
