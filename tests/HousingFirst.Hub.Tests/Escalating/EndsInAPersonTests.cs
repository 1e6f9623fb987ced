using CsCheck;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Escalating;

/// <summary>
/// Promise 7: whatever the team, the consents, the alternates, the answers and the hour, every U3 and U4 ends in a person: someone has heard, the
/// program has a call task, or the specialist was asked. Never silence, and never a word to an alternate of class R or under a safety plan.
/// </summary>
public sealed class EndsInAPersonTests
{
    [Fact]
    public Task Every_urgent_notice_of_any_day_ends_in_a_person() => UrgentDay.Any.SampleAsync(
        async day =>
        {
            var (world, key) = await LiveAsync(day);
            var client = Assert.Single(await world.Hub.Due.ClientsOfAsync(key, CancellationToken.None));
            var lines = await world.Hub.Clients.NoticesAsync(client, key, CancellationToken.None);
            var change = (await world.Hub.Clients.ChangeAsync(client, key, CancellationToken.None))!;
            var withdrawn = day.Withdrawn.Select(w => w.Consent).ToHashSet(StringComparer.Ordinal);
            foreach (var line in lines.Where(l => l.Urgency >= Urgency.U3))
                Assert.True(EndsInAPerson(line, lines, world, withdrawn), $"{line.Id.Line}, {line.State}, ends in nobody.");
            foreach (var line in lines.Where(l => l.Replaces is not null))
            {
                Assert.True(line.Recipient!.IsProgram || change.Class != PrivacyClass.R, $"{line.Id.Line} was told of class R.");
                Assert.False(day.Plan && change.Effective.KeptBySafetyPlan, $"{line.Id.Line} was told under a safety plan.");
            }

            Assert.Empty(await EndState.WaitingAsync(world));
        },
        iter: 150,
        threads: 1);

    [Fact]
    public async Task A_not_for_me_in_the_minute_before_the_clock_leaves_the_others_theirs()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        var key = HubWorld.KeyOf(message);
        var client = Assert.Single(await world.Hub.Due.ClientsOfAsync(key, CancellationToken.None));
        var clock = (await world.Hub.Due.AllAsync(CancellationToken.None)).Single(d => d.Kind == Hub.DueWork.DueKind.Escalate).At;
        world.Clock.Reset(clock - Duration.FromMinutes(1));
        var dana = (await world.Hub.Clients.NoticesAsync(client, key, CancellationToken.None)).Single(l => l.Recipient?.Contact == "dana");
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        Assert.True(await world.Hub.AcknowledgeNotice.AnswerAsync(dana.Id, "dana", NoticeAnswer.NotForMe, at, CancellationToken.None));
        await EndState.RunOutAsync(world);

        var lines = await world.Hub.Clients.NoticesAsync(client, key, CancellationToken.None);
        Assert.All(lines.Where(l => l.Urgency >= Urgency.U3), line => Assert.True(EndsInAPerson(line, lines, world, new HashSet<string>()), $"{line.Id.Line}, {line.State}, ends in nobody."));
    }

    private static bool EndsInAPerson(Notice line, IReadOnlyList<Notice> lines, HubWorld world, IReadOnlySet<string> withdrawn) => line switch
    {
        { State: NoticeState.Gap or NoticeState.Source or NoticeState.Withheld or NoticeState.Cancelled } => true,
        { IsHeard: true } or { EscalatedTo: Notice.ToSpecialist } => line.IsHeard || world.Mailer.Mails.Any(m => m is MailContent.SpecialistTask { Task: SpecialistTaskKind.Unanswered }),
        { State: NoticeState.CallTask or NoticeState.Held or NoticeState.AddressStopped } =>
            world.Mailer.Mails.Any(m => m.MailId == line.MessageId || m.MailId == "task." + line.MessageId || IsAboutAddress(m, line, world)),
        { EscalatedTo: { } alternate } => EndsInAPerson(lines.Single(l => l.Replaces is not null && l.Id.Line == $"{line.Recipient!.Agency}.{alternate}"), lines, world, withdrawn),
        // It may have left before its consent was withdrawn: whom it was for is told to stop, and nobody is asked in that one's place.
        { State: NoticeState.Unknown, Consent: { } consent } when withdrawn.Contains(consent) =>
            world.Mailer.Mails.Any(m => m is MailContent.Notice && m.To.Contact == line.SentTo && !m.MailId.StartsWith(line.Id.Change, StringComparison.Ordinal)),
        { Replaces: not null } => lines.Where(l => l.EscalatedTo == line.SentTo && l.Recipient!.Agency == line.Recipient!.Agency).All(l => l.IsHeard),
        _ => false,
    };

    /// <summary>One task a day is about an address, however many notices it concerns.</summary>
    private static bool IsAboutAddress(MailContent mail, Notice line, HubWorld world) =>
        mail is MailContent.SpecialistTask { Task: SpecialistTaskKind.AddressStopped, Contact: { } name }
        && world.Hub.Directory.Latest!.Directory.Contact(line.Recipient!.Agency, line.SentTo ?? line.Recipient.Contact)?.Name == name;

    private static async Task<(HubWorld World, string Key)> LiveAsync(UrgentDay day)
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        var people = UrgentDay.People.Zip(day.Contacts).ToArray();
        foreach (var ((agency, contact), like) in people)
        {
            await world.ChangeContactAsync(agency, contact, c => c with
            {
                Alternate = like.Alternate,
                Channel = like.Channel,
                Shared = like.Shared,
                Stopped = like.Stopped ? new LocalDate(2026, 11, 28) : null,
            });
        }

        if (day.Plan) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "safety.violence.begin", "\"alsoTell\":[\"luc\"]", occurredOn: new LocalDate(2026, 12, 1)));
        world.Clock.Advance(Duration.FromHours(day.Hour));
        var start = world.Clock.GetCurrentInstant();
        world.Mailer.Answer = mail =>
        {
            if (world.Clock.GetCurrentInstant() < start + Duration.FromMinutes(day.Down)) throw new IOException("Down.");
            return people.Where(p => p.First.Contact == mail.To.Contact).Select(p => p.Second.Mail).FirstOrDefault(MailOutcome.Sent);
        };
        var message = world.Change(day.Change.Agency, day.Change.Subject, day.Change.Code, day.Change.Extra);
        await AgainAsync(world, Receiving(world, message));
        var key = HubWorld.KeyOf(message);
        IEnumerable<(int Minute, Func<int, Task> Do)> all =
        [
            .. day.Withdrawn.Select(w => (w.Minute, Receiving(
                world, world.Change("river-icm", "HF-7Q2K", "consent.revoked", $"\"consent\":{{\"id\":\"{w.Consent}\"}}", occurredOn: new LocalDate(2026, 12, 1))))),
            .. day.Acts.Select(a => (a.Minute, (Func<int, Task>)(_ => ActAsync(world, key, a.Act, a.Line)))),
        ];
        foreach (var (minute, act) in all.OrderBy(a => a.Minute))
        {
            await TickUntilAsync(world, start + Duration.FromMinutes(minute));
            await AgainAsync(world, act);
        }

        world.Clock.Advance(Duration.FromMinutes(day.Down));
        await EndState.RunOutAsync(world);
        return (world, key);
    }

    private static Func<int, Task> Receiving(HubWorld world, InboundMessage message) =>
        async delivery => await world.ReceiveAsync(message with { DeliveryCount = delivery });

    /// <summary>What a queue and a person do where the mailer is down: a minute later, again.</summary>
    private static async Task AgainAsync(HubWorld world, Func<int, Task> act)
    {
        for (var delivery = 1; ; delivery++)
        {
            try
            {
                await act(delivery);
                return;
            }
            catch (IOException)
            {
                world.Clock.Advance(Duration.FromMinutes(1));
            }
        }
    }

    private static async Task TickUntilAsync(HubWorld world, Instant until)
    {
        while (world.Clock.GetCurrentInstant() < until)
        {
            var due = (await world.Hub.Due.AllAsync(CancellationToken.None)).Select(i => i.At).Where(i => i <= until).DefaultIfEmpty(until).Min();
            world.Clock.Reset(Instant.Min(until, Instant.Max(due, world.Clock.GetCurrentInstant() + Duration.FromMinutes(10))));
            await world.Hub.Tick.RunAsync(CancellationToken.None);
        }
    }

    private static async Task ActAsync(HubWorld world, string key, Act act, int number)
    {
        var client = Assert.Single(await world.Hub.Due.ClientsOfAsync(key, CancellationToken.None));
        var told = (await world.Hub.Clients.NoticesAsync(client, key, CancellationToken.None)).Where(l => l.SentTo is not null).ToArray();
        if (told.Length == 0) return;
        var line = told[number % told.Length];
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        switch (act)
        {
            case Act.Fetched:
                await world.Hub.AcknowledgeNotice.FetchedAsync(line.Recipient!.Agency, line.Id.ToString(), CancellationToken.None);
                break;
            case Act.Called or Act.LeftMessage:
                await world.Hub.LogCall.RunAsync(line.Id, "dana", act == Act.Called ? CallResult.Reached : CallResult.MessageLeft, at, CancellationToken.None);
                break;
            default:
                Assert.True(await world.Hub.AcknowledgeNotice.AnswerAsync(line.Id, line.SentTo!, Enum.Parse<NoticeAnswer>(act.ToString()), at, CancellationToken.None));
                break;
        }
    }
}
