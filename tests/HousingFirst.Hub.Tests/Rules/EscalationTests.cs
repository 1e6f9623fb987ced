using System.Text.Json;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Checking;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>
/// Urgent notices that nobody answers (rules 7, 8 and 12): the alternate, then the specialist. The change of most tests is a landlord's notice
/// of Tuesday at 11:00, whose four working hours end at 15:00.
/// </summary>
public sealed class EscalationTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public async Task At_the_end_of_four_working_hours_the_alternates_are_asked_and_where_there_is_none_the_specialist()
    {
        var (world, message) = await ToldAsync();
        await world.AdvanceToAsync(0, 14, 59);
        Assert.DoesNotContain(world.Mailer.Mails, IsEscalation);

        await world.AdvanceToAsync(0, 15, 0);

        Assert.Equal(["amina", "chantal", "sam"], world.Mailer.Mails.Where(IsEscalation).Select(m => m.To.Contact).Order(StringComparer.Ordinal));
        var task = Assert.Single(Tasks(world));
        Assert.Equal(("robin", "River ICM Team", null), (task.To.Contact, task.Organisation, task.Contact));
        var lines = (await world.CoverageAsync(message)).Lines;
        Assert.Equal(
            ["amina: no answer from Luc: told U3 mail fr", "chantal: no answer from Robin: told U3 mail fr", "sam: no answer from Dana: told U3 mail en"],
            lines.Where(l => l.Outcome.StartsWith("no answer", StringComparison.Ordinal)).Select(l => $"{l.Who}: {l.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["dana sam", "gurpreet specialist", "ines specialist", "luc amina", "robin chantal"],
            lines.Where(l => l.EscalatedTo is not null).Select(l => $"{l.Who} {l.EscalatedTo}").Order(StringComparer.Ordinal));
        Assert.All(lines.Where(l => l.EscalatedTo is not null), l => Assert.Equal(world.Clock.GetCurrentInstant(), l.Escalated));
    }

    [Fact]
    public async Task An_alternate_who_stays_silent_too_is_followed_by_the_specialist_once()
    {
        var (world, message) = await ToldAsync();
        await world.AdvanceToAsync(0, 15, 0);
        await world.AdvanceToAsync(1, 10, 59);
        Assert.Single(Tasks(world));
        await world.AdvanceToAsync(1, 11, 0);
        Assert.Equal(2, Tasks(world).Count);
        await EndState.RunOutAsync(world);

        Assert.Equal(2, Tasks(world).Count);
        Assert.All((await LinesAsync(world, message)).Where(l => l.AsksForAnswer), l => Assert.NotNull(l.EscalatedTo));
    }

    [Fact]
    public async Task A_notice_that_a_system_fetched_has_not_been_answered()
    {
        var (world, _) = await ToldAsync();
        await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", Assert.Single(world.NoticesOf("river-icm")), by: "system"));
        await world.AdvanceToAsync(0, 15, 0);

        Assert.Single(world.Mailer.To("sam"), IsEscalation);
    }

    [Fact]
    public async Task A_persons_answer_ends_it()
    {
        var (world, message) = await ToldAsync();
        foreach (var line in (await LinesAsync(world, message)).Where(l => l.AsksForAnswer)) await AnswerAsync(world, line);
        await EndState.RunOutAsync(world);

        Assert.DoesNotContain(world.Mailer.Mails, IsEscalation);
        Assert.Empty(Tasks(world));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_the_alternate_was_asked_the_answer_of_either_ends_it(bool alternate)
    {
        var (world, message) = await ToldAsync();
        await world.AdvanceToAsync(0, 15, 0);
        var waiting = (await LinesAsync(world, message)).Where(l => alternate ? l.Replaces is not null : l.EscalatedTo is not null && l.EscalatedTo != Notice.ToSpecialist);
        foreach (var line in waiting) await AnswerAsync(world, line);
        await EndState.RunOutAsync(world);

        Assert.Single(Tasks(world));
        Assert.All((await LinesAsync(world, message)).Where(l => l.Replaces is not null), l => Assert.Null(l.Escalated));
    }

    [Fact]
    public async Task A_program_that_answers_not_for_me_has_not_taken_it_on_and_someone_else_is_asked_at_once()
    {
        var (world, message) = await ToldAsync();
        await AnswerAsync(world, (await LinesAsync(world, message)).Single(l => l.SentTo == "dana"), NoticeAnswer.NotForMe);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        Assert.Single(world.Mailer.To("sam"), IsEscalation);
        await EndState.RunOutAsync(world);

        Assert.Single(world.Mailer.To("sam"), IsEscalation);
        Assert.Equal(Notice.ToSpecialist, (await LinesAsync(world, message)).Single(l => l.SentTo == "sam").EscalatedTo);
    }

    [Fact]
    public async Task A_consent_withdrawn_meanwhile_lets_nobody_new_be_told_and_the_specialist_hears_all_the_same()
    {
        var (world, message) = await ToldAsync();
        foreach (var id in (string[])["K6", "K8"]) await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", $"\"consent\":{{\"id\":\"{id}\"}}"));
        await world.AdvanceToAsync(0, 15, 0);

        Assert.Equal(["sam"], world.Mailer.Mails.Where(m => IsEscalation(m) && m.At < world.Clock.GetCurrentInstant() + Duration.FromSeconds(1)).Select(m => m.To.Contact));
        var luc = (await LinesAsync(world, message)).Single(l => l.Recipient?.Contact == "luc");
        Assert.Equal((Notice.ToSpecialist, nameof(EscalationReason.NoLongerTold)), (luc.EscalatedTo, luc.EscalatedWhy));
        Assert.NotEmpty(Tasks(world));
    }

    [Fact]
    public async Task Phone_first_has_one_hour_by_night_too_and_class_R_reaches_no_partners_alternate()
    {
        var world = await HubWorld.CreateAsync();
        world.Clock.Reset(new LocalDateTime(2026, 12, 5, 23, 30).InZoneStrictly(FictionalCommunity.Settings.Zone).ToInstant());
        var message = world.Change("prairie-hospital", "PH-0018", "safety.crisis");
        await world.ReceiveAsync(message);
        await world.AdvanceAsync(Duration.FromMinutes(59));
        Assert.DoesNotContain(world.Mailer.Mails, IsEscalation);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        Assert.Equal(["sam"], world.Mailer.Mails.Where(IsEscalation).Select(m => m.To.Contact));
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Equal("River ICM Team", Assert.Single(Tasks(world)).Organisation);

        var second = world.Change("river-icm", "HF-7Q2K", "safety.crisis");
        await world.ReceiveAsync(second);
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Empty(world.Mailer.To("tom"));
        Assert.Equal(Notice.ToSpecialist, (await LinesAsync(world, second)).Single(l => l.SentTo == "marieve").EscalatedTo);
    }

    [Fact]
    public async Task Under_a_safety_plan_no_alternate_stands_in_not_even_the_programs()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "safety.violence.begin", "\"alsoTell\":[\"luc\"]"));
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        await world.AdvanceToAsync(0, 15, 0);

        Assert.Equal(
            [("dana", Notice.ToSpecialist), ("luc", Notice.ToSpecialist)],
            (await LinesAsync(world, message)).Where(l => l.AsksForAnswer).Select(l => (l.SentTo!, l.EscalatedTo!)));
    }

    [Fact]
    public async Task On_a_queue_it_says_that_it_is_an_escalation_and_which_notice_it_replaces()
    {
        var (world, message) = await ToldAsync();
        await world.ChangeContactAsync("river-icm", "sam", c => c with { Channel = Channel.Both });
        var first = Assert.Single(world.NoticesOf("river-icm"));
        await world.AdvanceToAsync(0, 15, 0);

        // Class C says so only to an agency whose agreement lets its queue say what changed.
        using (var restricted = JsonDocument.Parse(world.Queues.BodiesOf("river-icm").Last()))
            Assert.False(restricted.RootElement.GetProperty("data").TryGetProperty("kind", out _));
        await world.ChangeAsync("river-icm", o => o with { Agreement = o.Agreement! with { QueueDetail = QueueDetail.Full } });
        var second = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(second);
        await world.AdvanceToAsync(1, 12, 0);

        using var body = JsonDocument.Parse(world.Queues.BodiesOf("river-icm").Last());
        var data = body.RootElement.GetProperty("data");
        Assert.Equal("escalation", data.GetProperty("kind").GetString());
        Assert.Equal(NoticeId.Of(HubWorld.KeyOf(second), Client, "river-icm", "dana").ToString(), data.GetProperty("replaces").GetString());
        Assert.Equal(NoticeId.Of(HubWorld.KeyOf(second), Client, "river-icm", "sam").ToString(), data.GetProperty("notice").GetString());
        Assert.NotEqual(first, data.GetProperty("notice").GetString());
    }

    [Fact]
    public async Task One_alternate_of_two_silent_colleagues_is_asked_once()
    {
        var world = await HubWorld.CreateAsync();
        await LargeTeam.CreateAsync(world);
        foreach (var contact in (string[])["large-1-p0", "large-1-p1"])
            await world.ChangeContactAsync("large-1", contact, c => c with { Alternate = "amina-1" });
        await world.ChangeAsync("large-1", o => o with { Contacts = [.. o.Contacts, o.Contacts[0] with { Id = "amina-1", Address = "amina-1@example.org" }] });
        var message = world.Change("river-icm", "HF-LARGE", "housing.lost");
        await world.ReceiveAsync(message);
        await world.AdvanceToAsync(0, 15, 0);

        Assert.Single(world.Mailer.To("amina-1"));
        Assert.Equal(2, (await LinesAsync(world, message)).Count(l => l.EscalatedTo == "amina-1"));
        await world.AdvanceToAsync(1, 11, 0);
        Assert.Equal(2, Tasks(world).Count);
    }

    [Fact]
    public async Task An_alternate_whose_mail_is_refused_ends_with_the_specialist()
    {
        var (world, message) = await ToldAsync();
        world.Mailer.Answer = m => m.To.Contact == "sam" ? MailOutcome.Refused : MailOutcome.Sent;
        await world.AdvanceToAsync(0, 15, 0);
        Assert.Contains(world.Mailer.To("robin").OfType<MailContent.SpecialistTask>(), t => t is { Task: SpecialistTaskKind.AddressStopped, Contact: "Sam Osei" });
        await world.AdvanceToAsync(1, 11, 0);

        Assert.Equal(Notice.ToSpecialist, (await LinesAsync(world, message)).Single(l => l.SentTo == "sam").EscalatedTo);
        Assert.Equal(2, Tasks(world).Count);
    }

    [Fact]
    public async Task A_specialist_whose_own_mail_is_refused_is_followed_by_a_colleague_and_by_another_try()
    {
        var (world, message) = await ToldAsync();
        world.Mailer.Answer = m => m is MailContent.SpecialistTask && m.To.Contact == "robin" ? MailOutcome.Refused : MailOutcome.Sent;
        await world.AdvanceToAsync(0, 15, 0);
        Assert.Equal("chantal", Assert.Single(Tasks(world)).To.Contact);

        world.Mailer.Answer = m => m is MailContent.SpecialistTask ? MailOutcome.Refused : MailOutcome.Sent;
        await world.AdvanceToAsync(1, 11, 0);
        Assert.Single(Tasks(world));
        Assert.Contains(await world.Hub.Due.AllAsync(CancellationToken.None), i => i.Kind == DueKind.Escalate);
        world.Mailer.Answer = null;
        await world.AdvanceToAsync(1, 12, 0);
        Assert.Equal(2, Tasks(world).Count);
        Assert.DoesNotContain(await LinesAsync(world, message), l => l is { AsksForAnswer: true, Escalated: null });
    }

    [Fact]
    public async Task The_alternate_is_a_disclosure_under_the_consent_it_was_told_under()
    {
        var (world, _) = await ToldAsync();
        await world.AdvanceToAsync(0, 15, 0);

        var disclosures = (await world.Hub.ReadDisclosures.RunAsync(Client, CancellationToken.None))!;
        Assert.Contains(disclosures, d => d is { Contact: "sam", Consent: null, WithoutConsent: "the client's own program" });
        Assert.Contains(disclosures, d => d is { Contact: "chantal", Consent: "K8" });
    }

    [Fact]
    public async Task A_check_finds_an_urgent_notice_that_would_stay_without_an_answer()
    {
        var (world, _) = await ToldAsync();
        await world.AdvanceToAsync(0, 15, 0);
        Assert.Empty(await FindingsAsync(world));
        foreach (var item in (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.Kind == DueKind.Escalate))
            await world.Hub.Due.RemoveAsync(item, CancellationToken.None);

        Assert.Equal(["bridge-outreach.amina", "river-icm.sam", "specialist.chantal"], (await FindingsAsync(world)).Select(f => f.Where.Split(' ')[^1]).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(HubWorld world) =>
        (await new CheckHub((ITableScan)world.Tables, FictionalCommunity.Id, world.Clock).RunAsync(new HashSet<string>(), CancellationToken.None)).Findings;

    private static bool IsEscalation(MailContent mail) => mail is MailContent.Notice { Kind: NoticeKind.Escalation };

    private static IReadOnlyList<MailContent.SpecialistTask> Tasks(HubWorld world) =>
        [.. world.Mailer.Mails.OfType<MailContent.SpecialistTask>().Where(t => t.Task == SpecialistTaskKind.Unanswered)];

    private static async Task<IReadOnlyList<Notice>> LinesAsync(HubWorld world, InboundMessage message)
    {
        var key = HubWorld.KeyOf(message);
        var client = Assert.Single(await world.Hub.Due.ClientsOfAsync(key, CancellationToken.None));
        return await world.Hub.Clients.NoticesAsync(client, key, CancellationToken.None);
    }

    private static async Task AnswerAsync(HubWorld world, Notice line, NoticeAnswer answer = NoticeAnswer.Received) =>
        Assert.True(await world.Hub.AcknowledgeNotice.AnswerAsync(
            line.Id, line.SentTo!, answer, await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None));

    private static async Task<(HubWorld World, InboundMessage Message)> ToldAsync()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        return (world, message);
    }
}
