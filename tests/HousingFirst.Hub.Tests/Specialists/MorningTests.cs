using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Surprises;
using HousingFirst.Mail;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>The specialist reads one mail in the morning: what waits, each with one thing to do.</summary>
public sealed class MorningTests
{
    [Fact]
    public async Task Every_part_is_there_in_its_order_and_each_line_has_one_action()
    {
        var world = await PlannedAsync();
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "a", "bridge-outreach", "luc");
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "b", "bridge-outreach", "luc");
        await TellAsync(world, SpecialistTaskKind.QueueUnread, "c", "prairie-hospital");
        await TellAsync(world, SpecialistTaskKind.Asked, "d", "river-icm", "dana");
        await world.Hub.Surprises.AddAsync(new RecordedSurprise(new LocalDate(2026, 12, 1), "s1", "prairie-hospital", SurpriseCause.ToldLate), CancellationToken.None);
        await world.Hub.Surprises.AddAsync(new RecordedSurprise(new LocalDate(2026, 12, 1), "s2", "prairie-hospital", SurpriseCause.ToldLate), CancellationToken.None);
        await world.Hub.Surprises.AddAsync(new RecordedSurprise(new LocalDate(2026, 12, 1), "s3", "river-icm", null), CancellationToken.None);

        await world.AdvanceToAsync(1, 6, 59);
        Assert.Empty(Mornings(world));
        await world.AdvanceToAsync(1, 7, 0);

        var mail = Assert.Single(Mornings(world));
        Assert.Equal(("robin", new LocalDate(2026, 12, 2)), (mail.To.Contact, mail.Day));
        Assert.Equal(
            [MorningSubject.Undelivered, MorningSubject.UnreadQueues, MorningSubject.Requests, MorningSubject.Surprises, MorningSubject.Endings, MorningSubject.Unconfirmed],
            mail.Groups.Select(g => g.Subject));
        Assert.Equal(
            [
                new MorningFact.Task(SpecialistTaskKind.AddressStopped, "Bridge Outreach", "Luc Fontaine", 2),
                new MorningFact.Task(SpecialistTaskKind.AddressStopped, "Coordinated Access Desk", "Inès Moreau", 1),
                new MorningFact.Task(SpecialistTaskKind.QueueUnread, "Prairie Hospital Social Work", null, 1),
                new MorningFact.Task(SpecialistTaskKind.Asked, "River ICM Team", "Dana Kowalchuk", 1),
                new MorningFact.Surprise("Prairie Hospital Social Work", SurpriseCause.ToldLate, 2),
                new MorningFact.AgreementEnds("Income Support Office", new LocalDate(2026, 12, 8)),
                new MorningFact.ConsentsEnd("River ICM Team", 1),
                new MorningFact.Unconfirmed("Income Support Office", "Gurpreet Sandhu"),
            ],
            mail.Groups.SelectMany(g => g.Lines).Select(l => l.Fact));
        Assert.Equal("Luc Fontaine", Assert.IsType<MorningAction.Call>(mail.Groups[0].Lines[0].Action).Who.Worker);
        Assert.Equal("hub surprises", Assert.IsType<MorningAction.Run>(mail.Groups[3].Lines[0].Action).Command);
    }

    [Fact]
    public async Task It_goes_each_working_day_and_on_no_other()
    {
        var world = await PlannedAsync();
        for (var day = 1; day <= 28; day++) await world.AdvanceToAsync(day, 7, 0);
        var days = Mornings(world).Select(m => m.Day).ToArray();
        Assert.Equal(19, days.Length);
        Assert.DoesNotContain(new LocalDate(2026, 12, 25), days);
        Assert.All(days, day => Assert.InRange(day.DayOfWeek, IsoDayOfWeek.Monday, IsoDayOfWeek.Friday));
        Assert.Single(await WaitingAsync(world));
    }

    [Fact]
    public async Task At_most_one_a_day_whatever_is_started_again_or_set_anew()
    {
        var sent = 0;
        var mailer = new RecordingMailer
        {
            Answer = mail =>
            {
                if (mail is MailContent.Morning) sent++;
                return MailOutcome.Sent;
            },
        };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await PlanAsync(world);
        await world.AdvanceToAsync(1, 7, 0);
        await world.ChangeContactAsync("specialist", "robin", c => c with { Slot = new DigestSlot(null, new LocalTime(9, 30)) });
        await PlanAsync(world);
        await world.AdvanceToAsync(1, 9, 30);
        var again = await world.RestartAsync();
        await PlanAsync(again);
        await again.AdvanceToAsync(1, 18, 0);
        Assert.Equal(1, sent);

        // The row of the old hour only plans the new one.
        await again.AdvanceToAsync(2, 9, 29);
        Assert.Equal(1, sent);
        await again.AdvanceToAsync(2, 9, 30);
        Assert.Equal(2, sent);
    }

    [Fact]
    public async Task After_an_outage_of_days_one_goes_and_none_is_made_up_for()
    {
        var world = await PlannedAsync();
        await world.AdvanceToAsync(8, 14, 0);
        Assert.Equal([new LocalDate(2026, 12, 9)], Mornings(world).Select(m => m.Day));
    }

    [Fact]
    public async Task Where_nothing_waits_no_mail_goes()
    {
        var world = await PlannedAsync();
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        foreach (var organisation in at.Directory.Organisations)
        {
            await world.ChangeAsync(organisation.Id, o => o with
            {
                Agreement = Agreement.Until(new LocalDate(2028, 1, 31)),
                Contacts = [.. o.Contacts.Select(c => c with { Stopped = null, Confirmed = at.Today })],
            });
        }

        // A Monday after the town's last consent of these days has ended.
        await world.AdvanceToAsync(6, 7, 0);
        Assert.Empty(Mornings(world));
        Assert.Single(await WaitingAsync(world));
    }

    [Fact]
    public async Task A_mailer_that_is_down_is_tried_again_the_same_day_and_then_left_until_tomorrow()
    {
        var world = await PlannedAsync();
        world.Mailer.Answer = _ => throw new IOException("down");
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(2, (await WaitingAsync(world)).Count);
        world.Mailer.Answer = null;
        await world.AdvanceToAsync(1, 7, 4);
        Assert.Equal([new LocalDate(2026, 12, 2)], Mornings(world).Select(m => m.Day));
        await world.AdvanceToAsync(2, 7, 0);
        Assert.Equal(2, Mornings(world).Count);
    }

    [Fact]
    public async Task Consents_that_end_are_only_a_number_and_those_renewed_are_none()
    {
        var world = await PlannedAsync();
        await world.AdvanceToAsync(14, 7, 0);
        var consents = Mornings(world)[^1].Groups.SelectMany(g => g.Lines).Select(l => l.Fact).OfType<MorningFact.ConsentsEnd>().ToArray();
        Assert.Empty(consents);

        // K1 and K2 of River's client end on 14 January, 30 days after 15 December.
        await world.AdvanceToAsync(15, 7, 0);
        var ending = Mornings(world)[^1].Groups.Single(g => g.Subject == MorningSubject.Endings).Lines.Single(l => l.Fact is MorningFact.ConsentsEnd);
        Assert.Equal(new MorningFact.ConsentsEnd("River ICM Team", 2), ending.Fact);
        Assert.Equal("Dana Kowalchuk", Assert.IsType<MorningAction.Call>(ending.Action).Who.Worker);

        await world.ReceiveAsync(world.Change(
            "river-icm", "HF-7Q2K", "consent.renewed",
            "\"consent\":{\"id\":\"K1\",\"recipient\":\"prairie-hospital\",\"allows\":[\"B\",\"health\",\"housing\"],\"from\":\"2026-12-16\",\"to\":\"2027-12-15\",\"method\":\"written\",\"form\":\"2026-1\"}"));
        await world.AdvanceToAsync(16, 7, 0);
        Assert.Contains(new MorningFact.ConsentsEnd("River ICM Team", 1), Mornings(world)[^1].Groups.SelectMany(g => g.Lines).Select(l => l.Fact));
        await world.AdvanceToAsync(45, 7, 0);
        Assert.DoesNotContain(Mornings(world)[^1].Groups.SelectMany(g => g.Lines), l => l.Fact is MorningFact.ConsentsEnd { Organisation: "River ICM Team" });
    }

    [Fact]
    public async Task Possible_partners_wait_for_the_morning_and_a_stopped_address_is_told_once_at_once()
    {
        var world = await PlannedAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Galt Street Library"));
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "a", "bridge-outreach", "luc");
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "a", "bridge-outreach", "luc");
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "b", "bridge-outreach", "luc");
        await TellAsync(world, SpecialistTaskKind.AddressStopped, "c", "bridge-outreach", "amina");
        await world.AdvanceToAsync(1, 7, 0);

        Assert.Equal(["task.a", "task.c"], world.Mailer.Mails.OfType<MailContent.SpecialistTask>().Select(m => m.MailId));
        var line = Assert.Single(Mornings(world)).Groups.Single(g => g.Subject == MorningSubject.Requests).Lines.Single();
        Assert.Equal(new MorningFact.Task(SpecialistTaskKind.PartnerSuggested, "Galt Street Library", null, 1), line.Fact);
        Assert.Equal(new MorningAction.Run("hub network show galt-street-library"), line.Action);
    }

    [Fact]
    public async Task More_lines_than_anyone_reads_are_counted()
    {
        var world = await PlannedAsync();
        foreach (var agency in (await world.Hub.Directory.NowAsync(CancellationToken.None)).Directory.Ids)
        {
            await TellAsync(world, SpecialistTaskKind.ManyUnknownClients, "m-" + agency, agency);
            await TellAsync(world, SpecialistTaskKind.Asked, "d-" + agency, agency);
        }

        await world.AdvanceToAsync(1, 7, 0);
        var group = Assert.Single(Mornings(world)).Groups.Single(g => g.Subject == MorningSubject.Requests);
        Assert.Equal((10, 10), (group.Lines.Count, group.More));
    }

    [Fact]
    public async Task Every_kind_of_task_has_its_part_of_the_mail_and_its_words_in_both_languages()
    {
        foreach (var kind in Enum.GetValues<SpecialistTaskKind>())
        {
            foreach (var language in Enum.GetValues<Language>())
            {
                var to = new MailRecipient("robin", "Robin", "robin@specialist.example", language);
                var fact = new MorningFact.Task(kind, "Zqx Organisation", null, 3);
                var group = new MorningGroup(kind.Subject(), [new MorningLine(fact, new MorningAction.Run("hub tasks list"))], 0);
                var morning = await MailRenderer.RenderAsync(new MailContent.Morning("m", to, HubWorld.Start, new LocalDate(2026, 12, 2), [group]));
                var alone = await MailRenderer.RenderAsync(new MailContent.SpecialistTask("t", to, HubWorld.Start, kind, "Zqx Organisation", null));
                Assert.All((string[])[morning.Text, morning.Html, alone.Text, alone.Html], text => Assert.Contains("Zqx Organisation", text, StringComparison.Ordinal));
            }
        }
    }

    internal static async Task PlanAsync(HubWorld world) =>
        await world.Hub.SendMorning.PlanAsync(await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);

    internal static async Task<HubWorld> PlannedAsync()
    {
        var world = await HubWorld.CreateAsync();
        await PlanAsync(world);
        return world;
    }

    internal static async Task TellAsync(HubWorld world, SpecialistTaskKind kind, string cause, string agency, string? contact = null) =>
        await new TellSpecialist(world.Mailer, world.Hub.Tasks).RunAsync(
            kind, cause, agency, contact, await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);

    internal static IReadOnlyList<MailContent.Morning> Mornings(HubWorld world) => [.. world.Mailer.Mails.OfType<MailContent.Morning>()];

    private static async Task<IReadOnlyList<DueItem>> WaitingAsync(HubWorld world) =>
        [.. (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.Kind == DueKind.Morning)];
}
