using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Digests;

/// <summary>What is in a person's digest, and when they get one.</summary>
public sealed class DigestTests
{
    private static readonly LocalDate Tomorrow = new(2026, 12, 2);

    [Fact]
    public async Task It_has_what_asks_for_something_then_what_has_a_day_then_the_rest()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        await TellAsync(world, "income.reviewDue", "\"deadline\":\"2027-01-15\"");
        await TellAsync(world, "income.reviewDue", "\"deadline\":\"2027-01-05\"");
        await TellAsync(world, "housing.notice", "\"deadline\":\"2026-12-15\"");
        await TellAsync(world, "person.documents");
        await EndState.RunOutAsync(world);

        var lines = Assert.Single(DigestsOf(world, "gurpreet")).Lines;
        Assert.Equal(
            [
                (DigestSection.ActionNeeded, new LocalDate(2026, 12, 15), NoticeKind.Escalation),
                (DigestSection.ComingUp, new LocalDate(2027, 1, 5), NoticeKind.Change),
                (DigestSection.ComingUp, new LocalDate(2027, 1, 15), NoticeKind.Change),
                (DigestSection.ForYourInformation, (LocalDate?)null, NoticeKind.Change),
                (DigestSection.ForYourInformation, null, NoticeKind.Change),
            ],
            lines.Select(l => (l.Section, l.On, l.Kind)));
        Assert.All(lines, l => Assert.Null(l.Organisation));
    }

    [Fact]
    public async Task A_correction_of_what_was_told_asks_its_reader_for_something()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents", id: "wrong"));
        await world.AdvanceToAsync(1, 9, 0);
        await TellAsync(world, "correction.issued", "\"corrects\":\"wrong\"");
        await EndState.RunOutAsync(world);

        var line = Assert.Single(DigestsOf(world, "gurpreet").Last().Lines);
        Assert.Equal((DigestSection.ActionNeeded, NoticeKind.Correction), (line.Section, line.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_urgent_notice_that_a_person_has_answered_is_not_spoken_of_again(bool answered)
    {
        var world = await HubWorld.CreateAsync();
        var urgent = await TellAsync(world, "housing.notice", "\"deadline\":\"2026-12-15\"");
        var notice = Hub.Notices.NoticeId.Of(HubWorld.KeyOf(urgent), new ClientId("HF-7Q2K"), "income-support", "gurpreet");
        if (answered) Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Acknowledge("income-support", "IS-77", notice.ToString())));
        await EndState.RunOutAsync(world);

        Assert.Equal(answered ? 0 : 1, DigestsOf(world, "gurpreet").Count);
        Assert.Equal("Sent", (await world.CoverageAsync(urgent)).Lines.Single(l => l.Who == "luc").State);
    }

    [Fact]
    public async Task An_urgent_notice_is_not_spoken_of_again_after_its_consent_has_ended()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "housing.notice", "\"deadline\":\"2026-12-15\"");
        await TellAsync(world, "consent.revoked", "\"consent\":{\"id\":\"K4\"}");
        await EndState.RunOutAsync(world);

        Assert.DoesNotContain(DigestsOf(world, "gurpreet").SelectMany(d => d.Lines), l => l.On is not null);
    }

    [Fact]
    public async Task One_digest_a_day_though_the_hour_was_changed_that_morning()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        await world.AdvanceToAsync(1, 7, 41);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Slot = DigestSlot.Read("daily 09:00")! });
        var second = await TellAsync(world, "person.documents");
        await world.AdvanceToAsync(1, 23, 0);
        Assert.Single(DigestsOf(world, "gurpreet"));
        await world.AdvanceToAsync(2, 8, 0);
        Assert.Single(DigestsOf(world, "gurpreet"));
        await EndState.RunOutAsync(world);

        Assert.Equal([Tomorrow, Tomorrow.PlusDays(1)], DigestsOf(world, "gurpreet").Select(d => d.Day));
        Assert.All(DigestsOf(world, "gurpreet"), d => Assert.Single(d.Lines));
        Assert.Equal("Sent", (await world.CoverageAsync(second)).Lines.Single(l => l.Who == "gurpreet").State);
    }

    [Fact]
    public async Task A_due_row_that_comes_again_sends_nothing_again()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        var due = (await EndState.WaitingAsync(world)).Where(d => d is { Kind: DueWork.DueKind.Digest, Client: null }).ToArray();
        await world.AdvanceToAsync(1, 7, 41);
        var before = world.Mailer.Mails.Count;
        await world.Hub.Due.AddAsync(due, null, TestContext.Current.CancellationToken);
        await world.AdvanceAsync(Duration.FromMinutes(1));

        Assert.Equal(before, world.Mailer.Mails.Count);
        Assert.DoesNotContain(await EndState.WaitingAsync(world), d => d.At <= world.Clock.GetCurrentInstant());
    }

    [Fact]
    public async Task A_due_row_that_comes_too_early_sends_nothing_and_loses_nothing()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        foreach (var due in (await EndState.WaitingAsync(world)).Where(d => d is { Kind: DueWork.DueKind.Digest, Client: null }))
            await world.Hub.Due.AddAsync([due with { At = world.Clock.GetCurrentInstant() }], null, TestContext.Current.CancellationToken);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 7, 41);

        Assert.Single(DigestsOf(world, "gurpreet"));
    }

    [Fact]
    public async Task Lines_that_an_older_program_left_waiting_leave_at_their_slot()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        await OlderAsync(world);
        await world.AdvanceToAsync(1, 7, 29);
        Assert.Empty(DigestsOf(world, "gurpreet"));
        await EndState.RunOutAsync(world);

        Assert.Equal(Tomorrow, Assert.Single(DigestsOf(world, "gurpreet")).Day);
        Assert.Empty(await EndState.WaitingAsync(world));
    }

    [Fact]
    public async Task A_person_of_two_organisations_gets_one_digest_with_a_part_for_each()
    {
        var world = await TwoOrganisationsAsync(o => o);
        var digest = Assert.Single(DigestsOf(world, "amina"));

        Assert.Equal(["Guichet d’accès coordonné", "Équipe de proximité du Pont"], digest.Lines.Select(l => l.Organisation).Order());
    }

    [Fact]
    public async Task A_landlords_digest_never_lies_beside_another_organisations()
    {
        var world = await TwoOrganisationsAsync(o => o with { Roles = [.. o.Roles, Role.HSG] });
        var digests = DigestsOf(world, "amina");

        Assert.Equal(2, digests.Count);
        Assert.Equal(2, digests.Select(d => d.MailId).Distinct().Count());
        Assert.All(digests, d => Assert.Null(Assert.Single(d.Lines).Organisation));
    }

    [Fact]
    public async Task Language_address_and_hour_are_those_of_the_morning()
    {
        var world = await HubWorld.CreateAsync();
        await TellAsync(world, "person.documents");
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with
        {
            Language = Language.French,
            Address = "new@income-support.example",
            Slot = DigestSlot.Read("weekly Friday 08:00")!,
        });
        await world.AdvanceToAsync(2, 23, 0);
        Assert.Empty(DigestsOf(world, "gurpreet"));
        await EndState.RunOutAsync(world);

        var digest = Assert.Single(DigestsOf(world, "gurpreet"));
        Assert.Equal((IsoDayOfWeek.Friday, true), (digest.Day.DayOfWeek, digest.IsWeekly));
        Assert.Equal((Language.French, "new@income-support.example"), (digest.To.Language, digest.To.Address));
    }

    [Fact]
    public async Task An_earlier_hour_takes_what_waits_with_it()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Slot = DigestSlot.Read("weekly Monday 08:00")! });
        await TellAsync(world, "person.documents");
        var basis = (await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken)).Directory.Find("income-support")!;
        await world.Hub.EditOrganisation.RunAsync(
            "income-support",
            new Hub.Directory.EditOf("agency.contact.change", "Robin", "gurpreet"),
            o => o.WithContact("gurpreet", c => c with { Slot = DigestSlot.Read("daily 09:00")! }),
            basis,
            TestContext.Current.CancellationToken);
        await world.AdvanceAsync(Duration.FromMinutes(2));
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 9, 11);

        Assert.Equal(Tomorrow, Assert.Single(DigestsOf(world, "gurpreet")).Day);
        await EndState.RunOutAsync(world);
        Assert.Single(DigestsOf(world, "gurpreet"));
    }

    [Fact]
    public async Task Whom_the_digest_missed_that_day_is_not_missed_the_next()
    {
        var failing = true;
        var mailer = new RecordingMailer { Answer = m => failing && m.To.Contact == "gurpreet" ? throw new IOException("Greylisted.") : MailOutcome.Sent };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await TellAsync(world, "person.documents");
        await world.AdvanceToAsync(1, 7, 41);
        await TellAsync(world, "income.reviewDue", "\"deadline\":\"2027-01-15\"");
        failing = false;
        await EndState.RunOutAsync(world);

        Assert.Equal([Tomorrow, Tomorrow.PlusDays(1)], DigestsOf(world, "gurpreet").Select(d => d.Day));
        Assert.Equal(2, DigestsOf(world, "gurpreet").Sum(d => d.Lines.Count));
    }

    private static List<MailContent.Digest> DigestsOf(HubWorld world, string contact) => [.. world.Mailer.To(contact).OfType<MailContent.Digest>()];

    private static async Task<InboundMessage> TellAsync(HubWorld world, string code, string extra = "")
    {
        var message = world.Change("river-icm", "HF-7Q2K", code, extra);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        return message;
    }

    /// <summary>Amina is told something for each of her two organisations.</summary>
    private static async Task<HubWorld> TwoOrganisationsAsync(Func<Organisation, Organisation> bridge)
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change(
            "river-icm",
            "HF-9ZTD",
            "consent.given",
            "\"consent\":{\"id\":\"T1\",\"recipient\":\"bridge-outreach\",\"allows\":[\"B\",\"housing\"],\"from\":\"2026-12-01\",\"to\":\"2027-11-30\",\"method\":\"written\",\"form\":\"2026-1\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "away.familyFriends.in"));
        await TellAsync(world, "person.documents");
        await world.ChangeAsync("bridge-outreach", bridge);
        await world.AdvanceToAsync(1, 9, 0);
        return world;
    }

    /// <summary>Puts the waiting lines as they were kept before digests had minutes: one due row a slot, and keys without a minute.</summary>
    private static async Task OlderAsync(HubWorld world)
    {
        var stop = TestContext.Current.CancellationToken;
        foreach (var due in (await EndState.WaitingAsync(world)).Where(d => d is { Kind: DueWork.DueKind.Digest, Client: null }))
        {
            var slot = Hub.Tables.Keys.ParseTime(due.Id);
            var partition = Hub.Tables.Keys.Of(Communities.FictionalCommunity.Id, due.Id);
            var page = await world.Tables.RangeAsync(Hub.Tables.Table.Digests, partition, string.Empty, null, 1000, stop);
            foreach (var row in page.Rows.Where(r => r.Key.Count(c => c == '|') == 3))
            {
                var older = new Hub.Tables.Row(row.Key[(row.Key.IndexOf('|', StringComparison.Ordinal) + 1)..]);
                foreach (var (name, value) in row.Columns) older.With(name, value);
                await world.Tables.BatchAsync(
                    Hub.Tables.Table.Digests, partition, [new Hub.Tables.RowWrite.Delete(row.Key, null), new Hub.Tables.RowWrite.Insert(older)], stop);
            }

            await world.Hub.Due.RemoveAsync(due, stop);
            await world.Hub.Due.AddAsync([new DueWork.DueItem(slot, DueWork.DueKind.Digest, "slot")], null, stop);
        }
    }
}
