using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Expiring;

/// <summary>The program hears 60, 30 and 7 days ahead that a consent ends, once each, unless nothing is lost by it.</summary>
public sealed class ConsentWarningTests
{
    private const string Client = "HF-7Q2K";

    [Fact]
    public async Task A_consent_given_is_warned_of_three_times_in_the_digest_and_in_the_last_week_on_its_day()
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2027-05-31");

        foreach (var (daysAhead, urgency) in new[] { (60, Urgency.U1), (30, Urgency.U1), (7, Urgency.U2) })
        {
            await AtAsync(world, new LocalDate(2027, 5, 31).PlusDays(-daysAhead), 5, 59);
            var before = (await WarningsAsync(world, "2027-05-31")).Count;
            await AtAsync(world, new LocalDate(2027, 5, 31).PlusDays(-daysAhead), 6, 1);
            var warned = await WarningsAsync(world, "2027-05-31");
            Assert.Equal(before + 1, warned.Count);
            Assert.Equal(urgency, warned[^1].Urgency);
            Assert.Equal(ClientChange.FromHub, warned[^1].Sender);
            var line = Assert.Single(await world.Hub.Clients.NoticesAsync(new ClientId(Client), warned[^1].Key, TestContext.Current.CancellationToken));
            Assert.Equal(("river-icm", "dana", true), (line.Recipient!.Agency, line.Recipient.Contact, line.Recipient.IsProgram));
            await AtAsync(world, new LocalDate(2027, 5, 31).PlusDays(-daysAhead), 7, 30);
            var told = (await world.Hub.Clients.NoticesAsync(new ClientId(Client), warned[^1].Key, TestContext.Current.CancellationToken))[0];
            Assert.Equal((NoticeState.Sent, Leg.Sent, Leg.Sent), (told.State, told.Queue, told.Mail));
        }

        Assert.Equal(3, (await WarningsAsync(world, "2027-05-31")).Count);
    }

    [Fact]
    public async Task The_notice_says_which_day_and_the_mail_says_nothing_of_the_client()
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2027-05-31");
        await AtAsync(world, new LocalDate(2027, 4, 1), 6, 1);
        await AtAsync(world, new LocalDate(2027, 4, 1), 7, 30);
        var body = world.Queues.BodiesOf("river-icm").Last(b => b.Contains("consent.expiring", StringComparison.Ordinal));
        Assert.Contains("\"expectedOn\":\"2027-05-31\"", body, StringComparison.Ordinal);
        Assert.Contains("\"from\":\"hub\"", body, StringComparison.Ordinal);
        var digest = Assert.IsType<MailContent.Digest>(world.Mailer.To("dana").Last());
        Assert.Equal("Team update", Assert.Single(digest.Lines).Label.Text(Language.English));
    }

    [Theory]
    [InlineData("consent.revoked", "\"consent\":{\"id\":\"T1\"}", 0)]
    [InlineData("consent.renewed", "\"consent\":{\"id\":\"T1\",\"recipient\":\"income-support\",\"allows\":[\"B\"],\"from\":\"2026-12-01\",\"to\":\"2027-05-20\",\"method\":\"written\",\"form\":\"1\"}", 0)]
    [InlineData("consent.narrowed", "\"consent\":{\"id\":\"T1\",\"allows\":[\"B\"]}", 1)]
    [InlineData("team.left", "\"member\":{\"organisation\":\"income-support\"}", 0)]
    [InlineData("person.deceased", "", 0)]
    [InlineData("consent.given", "\"consent\":{\"id\":\"T2\",\"recipient\":\"income-support\",\"allows\":[\"B\",\"money\",\"housing\"],\"from\":\"2026-12-01\",\"to\":\"2027-06-01\",\"method\":\"written\",\"form\":\"1\"}", 0)]
    [InlineData("consent.given", "\"consent\":{\"id\":\"T2\",\"recipient\":\"income-support\",\"allows\":[\"B\"],\"from\":\"2026-12-01\",\"to\":\"2027-06-01\",\"method\":\"written\",\"form\":\"1\"}", 1)]
    public async Task Where_nothing_is_lost_nobody_is_warned(string code, string extra, int warnings)
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2027-05-31");
        await world.ReceiveAsync(world.Change("river-icm", Client, code, extra));
        await AtAsync(world, new LocalDate(2027, 4, 1), 7, 30);
        Assert.Equal(warnings, (await WarningsAsync(world, "2027-05-31")).Count);
    }

    [Fact]
    public async Task A_renewed_consent_is_warned_of_before_its_new_end()
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2027-02-27");
        await GiveAsync(world, "T1", "income-support", "2027-05-31", "consent.renewed");
        await AtAsync(world, new LocalDate(2027, 2, 27), 8, 0);
        Assert.Empty(await WarningsAsync(world, "2027-02-27"));
        await AtAsync(world, new LocalDate(2027, 4, 1), 8, 0);
        Assert.Single(await WarningsAsync(world, "2027-05-31"));
    }

    [Fact]
    public async Task After_an_outage_only_the_last_warning_that_was_missed_is_made_up_for()
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2027-05-31");
        await AtAsync(world, new LocalDate(2027, 5, 10), 12, 0);
        Assert.Single(await WarningsAsync(world, "2027-05-31"));
        await AtAsync(world, new LocalDate(2027, 6, 5), 12, 0);
        Assert.Single(await WarningsAsync(world, "2027-05-31"));
    }

    [Fact]
    public async Task A_short_consent_is_warned_of_as_far_ahead_as_it_lasts()
    {
        var world = await HubWorld.CreateAsync();
        await GiveAsync(world, "T1", "income-support", "2026-12-20");
        Assert.Equal([7], (await RowsAsync(world)).Where(i => i.About!.StartsWith("T1 ", StringComparison.Ordinal)).Select(i => int.Parse(i.About!.Split(' ')[2], null)));
    }

    [Fact]
    public async Task Planning_costs_no_request_of_its_own_and_a_warning_takes_ten()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken);
        tables!.Reset();
        await GiveAsync(world, "T1", "income-support", "2027-05-31");
        Assert.True(tables.Requests.Count == 5, string.Join('\n', tables.Requests));
        await AtAsync(world, new LocalDate(2027, 4, 1), 5, 59);
        world.Clock.Advance(Duration.FromMinutes(2));
        tables.Reset();
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(tables.Requests.Count == 10, string.Join('\n', tables.Requests));
    }

    private static async Task GiveAsync(HubWorld world, string id, string recipient, string to, string code = "consent.given") => await world.ReceiveAsync(world.Change(
        "river-icm", Client, code,
        $$"""
        "consent":{"id":"{{id}}","recipient":"{{recipient}}","allows":["B","money","housing"],"from":"2026-12-01","to":"{{to}}","method":"written","form":"2026-1"}
        """));

    private static async Task AtAsync(HubWorld world, LocalDate day, int hour, int minute)
    {
        world.Clock.Reset(day.At(new LocalTime(hour, minute)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant());
        await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<DueItem>> RowsAsync(HubWorld world) =>
        [.. (await world.Hub.Due.AllAsync(TestContext.Current.CancellationToken)).Where(i => i.Kind == DueKind.ConsentEnds)];

    /// <summary>The warnings about a consent that ends on a day, oldest first.</summary>
    private static async Task<IReadOnlyList<StoredChange>> WarningsAsync(HubWorld world, string lastDay)
    {
        var notices = await world.Hub.Clients.NoticesAsync(new ClientId(Client), TestContext.Current.CancellationToken);
        var warnings = new List<StoredChange>();
        foreach (var key in notices.Where(n => n.Code.Code == "consent.expiring").Select(n => n.Id.Change).Distinct())
        {
            if (await world.Hub.Clients.ChangeAsync(new ClientId(Client), key, TestContext.Current.CancellationToken) is { } change) warnings.Add(change);
        }

        return [.. warnings.Where(w => w.ExpectedOn == NodaTime.Text.LocalDatePattern.Iso.Parse(lastDay).Value).OrderBy(w => w.Accepted)];
    }
}
