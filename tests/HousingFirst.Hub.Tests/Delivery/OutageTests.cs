using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Delivery;

/// <summary>A provider that is down for a day: nothing is lost, nothing goes twice, and what is urgent leaves first when it is back.</summary>
public sealed class OutageTests
{
    private const int PerMinute = 20;

    private static readonly (string Sender, string Subject, string Code, string Extra)[] Changes =
    [
        ("river-icm", "HF-7Q2K", "person.documents", ""),
        ("river-icm", "HF-7Q2K", "program.worker", ""),
        ("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-20\""),
        ("coulee-act", "HF-3MXB", "safety.crisis", ""),
        ("river-icm", "HF-9ZTD", "program.worker", ""),
        ("prairie-hospital", "PH-0018", "away.hospital.in", ""),
    ];

    [Fact]
    public async Task A_day_without_a_provider_loses_nothing_and_doubles_nothing()
    {
        var (world, sent) = await BacklogTests.WithAsync(options: o => o with { MailsPerMinute = PerMinute });
        var (down, asked) = (true, 0);
        world.Mailer.Answer = _ =>
        {
            if (!down) return MailOutcome.Sent;
            return Interlocked.Increment(ref asked) % 3 == 0
                ? throw new MailLaterException("Busy.", Duration.FromMinutes(10))
                : throw new IOException("No route to the provider.");
        };
        var messages = new List<InboundMessage>();
        for (var minutes = 0; minutes < 24 * 60; minutes += 5)
        {
            if (minutes % 60 == 0)
            {
                foreach (var (sender, subject, code, extra) in Changes)
                {
                    messages.Add(world.Change(sender, subject, code, extra));
                    Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(messages[^1]));
                }
            }

            await world.AdvanceAsync(Duration.FromMinutes(5));
        }

        Assert.Empty(sent.All);
        var waiting = await MailsAsync(world);
        Assert.True(waiting.Length > 200, $"{waiting.Length} notices wait.");
        Assert.All(waiting, n => Assert.Equal(Leg.Pending, n.Mail));

        down = false;
        var ticks = new List<(Instant At, int From)>();
        for (var minutes = 0; minutes < 90; minutes++)
        {
            ticks.Add((world.Clock.GetCurrentInstant() + Duration.FromMinutes(1), sent.All.Count));
            await world.AdvanceAsync(Duration.FromMinutes(1));
        }

        await EndState.RunOutAsync(world);
        Assert.Empty(await EndState.WaitingAsync(world));
        Assert.All(await MailsAsync(world), n => Assert.Equal(Leg.Sent, n.Mail));
        Assert.Distinct(sent.All.Select(a => a.Mail).Where(m => m is not MailContent.SpecialistTask { Task: SpecialistTaskKind.AddressStopped }).Select(m => (m.MailId, m.To.Contact)));
        Assert.Equal(waiting.Where(n => n.Urgency != Urgency.U1).Select(n => n.MessageId).Order(), NoticeMails(sent).Select(m => m.MailId).Intersect(waiting.Select(n => n.MessageId)).Order());

        // One word to the specialist, not one a mail.
        Assert.Single(sent.All, a => a.Mail is MailContent.SpecialistTask { Task: SpecialistTaskKind.MailDown });
        Assert.DoesNotContain(sent.All, a => a.Mail is MailContent.SpecialistTask { Task: SpecialistTaskKind.AddressStopped, Contact: not "Inès Moreau" });

        // Within each tick most urgent first; urgent ones all in the first quarter of an hour, the others no faster than they may.
        foreach (var tick in ticks.Zip(ticks.Skip(1)))
        {
            var urgencies = sent.All.Take(tick.Second.From).Skip(tick.First.From).Select(a => a.Mail).OfType<MailContent.Notice>().Select(n => n.Urgency).ToArray();
            Assert.Equal(urgencies.OrderDescending(), urgencies);
            Assert.InRange(urgencies.Count(u => u < Urgency.U3), 0, PerMinute);
        }

        var backlog = waiting.Select(n => n.MessageId).ToHashSet();
        Assert.All(sent.All.Where(a => a.Mail is MailContent.Notice { Urgency: >= Urgency.U3 } && backlog.Contains(a.Mail.MailId)), a => Assert.InRange(a.At - ticks[0].At, Duration.Zero, Duration.FromMinutes(16)));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_left_alone_and_asks_for_few_requests()
    {
        var tables = new CountingTables(new HousingFirst.Hub.Tables.MemoryTables());
        var asked = 0;
        var world = await HubWorld.CreateAsync(tables, mailer: new RecordingMailer
        {
            Answer = _ =>
            {
                asked++;
                throw new IOException("No route to the provider.");
            },
        });
        for (var i = 0; i < 20; i++) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(2));
        (asked, _) = (0, 0);
        tables.Reset();
        for (var minutes = 0; minutes < 60; minutes++) await world.AdvanceAsync(Duration.FromMinutes(1));

        Assert.InRange(asked, 1, 24);
        Assert.InRange(tables.Requests.Count, 60, 60 * 8);
    }

    [Fact]
    public async Task A_mail_that_no_provider_takes_for_three_days_ends_with_a_person()
    {
        var (world, _) = await BacklogTests.WithAsync();
        world.Mailer.Answer = m => m.To.Contact == "luc" ? throw new IOException("No route to the provider.") : MailOutcome.Sent;
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        for (var hours = 0; hours < 71; hours++) await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Equal(NoticeState.Pending, await StateAsync());
        for (var hours = 0; hours < 3; hours++) await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Equal(NoticeState.DeadLettered, await StateAsync());
        Assert.Contains(world.Mailer.Mails, m => m is MailContent.SpecialistTask { Contact: "Luc Fontaine" });

        async Task<NoticeState> StateAsync() =>
            (await world.Hub.Clients.NoticesAsync(new ClientId("HF-7Q2K"), HubWorld.KeyOf(message), TestContext.Current.CancellationToken))
                .Single(n => n.Replaces is null && n.Recipient?.Contact == "luc").State;
    }

    private static IEnumerable<MailContent.Notice> NoticeMails(SentMail sent) => sent.All.Select(a => a.Mail).OfType<MailContent.Notice>();

    /// <summary>Every notice that goes by mail to its own recipient or an alternate.</summary>
    private static async Task<Notice[]> MailsAsync(HubWorld world)
    {
        var all = new List<Notice>();
        foreach (var client in (string[])["HF-7Q2K", "HF-3MXB", "HF-9ZTD"])
            all.AddRange(await world.Hub.Clients.NoticesAsync(new ClientId(client), CancellationToken.None));
        return [.. all.Where(n => n.Decided >= HubWorld.Start && n.Mail != Leg.None && n.SentTo is not null)];
    }
}
