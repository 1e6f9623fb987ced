using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Crashes;

/// <summary>Promise 7: no delivery fails silently.</summary>
public sealed class DeliveryFaultTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public async Task A_mail_that_fails_three_times_is_sent_once_and_tried_four_times()
    {
        var tries = 0;
        var world = await With(m => IsNotice(m, "luc") && ++tries <= 3 ? throw new IOException("No route to the provider.") : MailOutcome.Sent);
        var message = await UrgentAsync(world);

        Assert.Equal(4, tries);
        Assert.Single(world.Mailer.To("luc").OfType<MailContent.Notice>());
        Assert.Equal(NoticeState.Sent, (await LineAsync(world, message, "luc")).State);
    }

    [Fact]
    public async Task A_provider_that_says_how_long_to_wait_is_not_asked_sooner()
    {
        var asked = new List<Instant>();
        HubWorld? world = null;
        world = await With(m =>
        {
            if (m.To.Contact is not ("luc" or "gurpreet")) return MailOutcome.Sent;
            lock (asked)
            {
                // Mails of one change go side by side.
                asked.Add(world!.Clock.GetCurrentInstant());
                return asked.Count == 1 ? throw new MailLaterException("Too many.", Duration.FromHours(3)) : MailOutcome.Sent;
            }
        });
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"")));
        var (first, failed) = (asked[0], asked.Count);
        for (var minutes = 0; minutes < 200; minutes += 5) await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.True(asked.Count > failed);
        Assert.InRange(asked[failed] - first, Duration.FromHours(3), Duration.FromHours(3) + Duration.FromMinutes(5));
    }

    [Fact]
    public async Task A_digest_waits_as_long_as_the_provider_says()
    {
        var asked = new List<Instant>();
        HubWorld? world = null;
        world = await With(m =>
        {
            if (m.To.Contact != "gurpreet") return MailOutcome.Sent;
            asked.Add(world!.Clock.GetCurrentInstant());
            return asked.Count == 1 ? throw new MailLaterException("Too many.", Duration.FromHours(3)) : MailOutcome.Sent;
        });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 7, 41);
        for (var minutes = 0; minutes < 200; minutes += 5) await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.Equal(2, asked.Count);
        Assert.InRange(asked[1] - asked[0], Duration.FromHours(3), Duration.FromHours(3) + Duration.FromMinutes(5));
    }

    [Fact]
    public async Task A_mail_that_fails_ten_times_becomes_a_task_for_the_specialist()
    {
        var tries = 0;
        var world = await With(m => IsNotice(m, "luc") && ++tries > 0 ? throw new MailDeferredException("Greylisted.") : MailOutcome.Sent);
        var message = await UrgentAsync(world);

        Assert.Equal(10, tries);
        Assert.Equal(NoticeState.DeadLettered, (await LineAsync(world, message, "luc")).State);
        var task = Assert.Single(AddressTasks(world));
        Assert.Equal(("robin", "Luc Fontaine"), (task.To.Contact, task.Contact));
        Assert.Single(world.Mailer.To("gurpreet").OfType<MailContent.Notice>());
    }

    [Fact]
    public async Task An_address_the_provider_refuses_becomes_a_task_at_once()
    {
        var world = await With(m => m.To.Contact == "luc" ? MailOutcome.Refused : MailOutcome.Sent);
        var message = await UrgentAsync(world);

        Assert.Equal(NoticeState.DeadLettered, (await LineAsync(world, message, "luc")).State);
        Assert.Single(AddressTasks(world));
    }

    [Fact]
    public async Task A_lost_answer_is_recorded_as_a_possible_double_and_not_sent_again()
    {
        var world = await With(m => IsNotice(m, "luc") ? MailOutcome.Unknown : MailOutcome.Sent);
        var message = await UrgentAsync(world);

        Assert.Equal(NoticeState.Unknown, (await LineAsync(world, message, "luc")).State);
        Assert.Single(world.Mailer.To("luc").OfType<MailContent.Notice>());
        var disclosures = await world.Hub.ReadDisclosures.RunAsync(Client, CancellationToken.None);
        Assert.True(disclosures!.Single(d => d.Contact == "luc").Uncertain);
    }

    [Fact]
    public async Task A_queue_whose_answer_is_lost_is_recorded_as_a_possible_double()
    {
        var world = await HubWorld.CreateAsync(through: p => p with { Sender = new LosingAnswers(p.Sender) });
        var message = world.Change("prairie-hospital", "PH-0018", "away.hospital.in");
        await world.ReceiveAsync(message);

        var line = await LineAsync(world, message, "dana");
        Assert.Equal((NoticeState.Unknown, Leg.Unknown), (line.State, line.Queue));
    }

    [Fact]
    public async Task One_contact_whose_digest_fails_holds_nobody_else_up_and_gets_it_later()
    {
        var failing = true;
        var world = await With(m => failing && m.To.Contact == "gurpreet" ? throw new IOException("Greylisted.") : MailOutcome.Sent);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.AdvanceToAsync(1, 7, 41);
        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.Single(world.Mailer.To("amina"));

        failing = false;
        await EndState.RunOutAsync(world);
        Assert.IsType<MailContent.Digest>(Assert.Single(world.Mailer.To("gurpreet")));
        Assert.Single(world.Mailer.To("amina"));
    }

    [Fact]
    public async Task A_digest_that_fails_ten_times_becomes_a_task_for_the_specialist()
    {
        var tries = 0;
        var world = await With(m => m.To.Contact == "gurpreet" && ++tries > 0 ? throw new MailDeferredException("Greylisted.") : MailOutcome.Sent);
        var message = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(message);
        await EndState.RunOutAsync(world);

        Assert.Equal(10, tries);
        Assert.Empty(await EndState.WaitingAsync(world));
        Assert.Equal(NoticeState.DeadLettered, (await LineAsync(world, message, "gurpreet")).State);
        Assert.Equal("Gurpreet Sandhu", Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>()).Contact);
    }

    [Fact]
    public async Task A_digest_the_provider_refuses_becomes_a_task_for_the_specialist()
    {
        var world = await With(m => m.To.Contact == "gurpreet" ? MailOutcome.Refused : MailOutcome.Sent);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await EndState.RunOutAsync(world);

        Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>());
    }

    [Fact]
    public async Task A_message_that_fails_ten_times_is_given_up_where_people_see_it()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "housing.moveIn");
        for (var delivery = 1; delivery < 10; delivery++)
            Assert.Null(await world.Hub.FailMessage.RunAsync(message with { DeliveryCount = delivery }, new IOException(), CancellationToken.None));

        var given = await world.Hub.FailMessage.RunAsync(message with { DeliveryCount = 10 }, new IOException(), CancellationToken.None);

        Assert.Equal("hub.failed", given!.Reason);
        Assert.Equal("hub.failed", Assert.Single(await world.Hub.DeadLetters.ListAsync(10, CancellationToken.None)).Reason);
        Assert.Equal(SpecialistTaskKind.HubFailed, Assert.IsType<MailContent.SpecialistTask>(Assert.Single(world.Mailer.Mails)).Task);
    }

    /// <summary>Nobody in these tests answers: what the specialist hears of that is for others.</summary>
    private static IEnumerable<MailContent.SpecialistTask> AddressTasks(HubWorld world) =>
        world.Mailer.Mails.OfType<MailContent.SpecialistTask>().Where(t => t.Task == SpecialistTaskKind.AddressStopped);

    /// <summary>Whether it is a notice by itself, and not the digest that speaks of it again.</summary>
    private static bool IsNotice(MailContent mail, string contact) => mail is MailContent.Notice && mail.To.Contact == contact;

    private static Task<HubWorld> With(Func<MailContent, MailOutcome> answer) =>
        HubWorld.CreateAsync(mailer: new RecordingMailer { Answer = answer });

    private static async Task<InboundMessage> UrgentAsync(HubWorld world)
    {
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        await EndState.RunOutAsync(world);
        return message;
    }

    private static async Task<Notice> LineAsync(HubWorld world, InboundMessage message, string contact) =>
        (await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None)).Single(n => n.Recipient?.Contact == contact && n.Replaces is null);

    private sealed class LosingAnswers(IQueueSender sender) : IQueueSender
    {
        public async ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
            [.. (await sender.SendAsync(messages, cancellation)).Select(_ => SendOutcome.Unknown)];
    }
}
