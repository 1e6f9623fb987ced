using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Teams;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Teams;

public sealed class TeamsImportTests
{
    private const string Luc = "RI-9001,,bridge-outreach,luc,OUT,yes,BO-9001,,,B housing,2026-11-02,2027-11-01,written,,2026-1\n";

    [Fact]
    public async Task A_first_load_tells_nobody_because_partners_join_before_their_consents_are_known()
    {
        var world = await HubWorld.CreateAsync();
        var plan = await world.LoadAsync(TeamsSteps.Heads + Luc);
        await world.AdvanceToAsync(2, 9, 0);

        Assert.Equal(0, plan.Told);
        Assert.DoesNotContain(world.Mailer.Mails, m => m.To.Contact == "luc");
        var joined = (await world.Hub.Clients.NoticesAsync((await world.ClientAsync("RI-9001")).Head.Client, TestContext.Current.CancellationToken))
            .Single(n => n.Recipient?.Contact == "luc");
        Assert.Equal(("team.joined", "no-consent"), (joined.Code.Code, joined.Reason));
    }

    [Fact]
    public async Task With_tell_each_partner_hears_of_it_once_in_its_digest_however_many_clients_it_has()
    {
        var world = await HubWorld.CreateAsync();
        var plan = await world.LoadAsync(
            TeamsSteps.Heads + Luc + Luc.Replace("9001", "9002", StringComparison.Ordinal) + Luc.Replace("9001", "9003", StringComparison.Ordinal), tell: true);
        Assert.Empty(world.Mailer.Mails);
        await world.AdvanceToAsync(1, 9, 0);

        Assert.Equal(3, plan.Told);
        var digest = Assert.IsType<MailContent.Digest>(Assert.Single(world.Mailer.To("luc")));
        Assert.Equal(3, digest.Lines.Count);
        Assert.All(digest.Lines, line => Assert.Equal(Urgency.U1, line.Urgency));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_changes_nothing()
    {
        var world = await HubWorld.CreateAsync();
        var planned = Assert.IsType<TeamsImport.Planned>(await world.ImportAsync(TeamsSteps.Heads + Luc, dryRun: true));
        Assert.Equal([(2, TeamsChangeKind.NewClient), (2, TeamsChangeKind.NewMember), (2, TeamsChangeKind.NewConsent)], planned.Plan.Changes.Select(c => (c.Line, c.Kind)));
        Assert.Empty(world.Queues.Messages);
        Assert.Null(await world.Hub.References.FindAsync("river-icm", new("RI-9001"), TestContext.Current.CancellationToken));
        Assert.Empty(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_import_leaves_an_audit_row_without_a_clients_reference()
    {
        var world = await HubWorld.CreateAsync();
        await world.LoadAsync(TeamsSteps.Heads + Luc);
        var entry = Assert.Single(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken));
        Assert.Equal(("teams.import", "river-icm: 1 clients, 3 changes"), (entry.Action, entry.About));
    }

    [Fact]
    public async Task A_membership_with_other_cells_ends_and_begins_again_as_often_as_the_sheet_changes_its_mind()
    {
        var world = await HubWorld.CreateAsync();
        await world.LoadAsync(TeamsSteps.Heads + Luc);
        foreach (var (role, visits) in new[] { ("COO", "no"), ("OUT", "yes"), ("COO", "no") })
        {
            var plan = await world.LoadAsync(TeamsSteps.Heads + Luc.Replace("OUT,yes", $"{role},{visits}", StringComparison.Ordinal));
            Assert.Equal([TeamsChangeKind.MemberChanged], plan.Changes.Select(c => c.Kind));
            var luc = (await world.ClientAsync("RI-9001")).Team(new LocalDate(2026, 12, 1)).Single(m => m.Contact == "luc");
            Assert.Equal((role, visits == "yes"), (luc.Role.ToString(), luc.Visits));
            Assert.NotNull(await world.Hub.References.FindAsync("bridge-outreach", new("BO-9001"), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_the_client_withdrew_or_narrowed_since_never_comes_back_by_an_old_sheet()
    {
        var world = await HubWorld.CreateAsync();
        var sheet = TeamsSteps.Heads + Luc.Replace("BO-9001,,", "BO-9001,C1,", StringComparison.Ordinal) + "RI-9001,,,,,,,C2,luc,B housing safety,2026-11-02,2027-11-01,written,,2026-1\n";
        await world.LoadAsync(sheet);
        await world.ReceiveAsync(world.Change("river-icm", "RI-9001", "consent.revoked", "\"consent\":{\"id\":\"C1\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "RI-9001", "consent.narrowed", "\"consent\":{\"id\":\"C2\",\"allows\":[\"B\"]}"));

        var again = await world.LoadAsync(sheet);

        Assert.Empty(again.Changes);
        Assert.Equal([2, 3], again.Kept.Select(k => k.Line));
        Assert.Contains("withdrew it on 2026-12-01", again.Kept[0].Why, StringComparison.Ordinal);
        var consents = (await world.ClientAsync("RI-9001")).Consents;
        Assert.NotNull(consents.Single(c => c.Id == "C1").Withdrawn);
        Assert.Equal(Allows.B, consents.Single(c => c.Id == "C2").Allows);
    }

    [Theory]
    [InlineData("B housing,2026-11-02,2027-11-01", null, "B, Housing")]
    [InlineData("B,2026-11-02,2027-11-01", TeamsChangeKind.ConsentNarrowed, "B")]
    [InlineData("B housing safety,2026-11-02,2027-11-01", null, "B, Housing")]
    [InlineData("B housing,2026-11-02,2027-10-01", null, "B, Housing")]
    [InlineData("B housing safety,2026-12-01,2027-11-30", TeamsChangeKind.ConsentRenewed, "B, Housing, Safety")]
    [InlineData("B housing safety,2026-10-01,2027-09-30", null, "B, Housing")]
    public async Task A_consent_is_renewed_by_a_later_first_day_narrowed_by_less_and_never_widened_otherwise(string cells, TeamsChangeKind? kind, string allows)
    {
        var world = await HubWorld.CreateAsync();
        var line = Luc.Replace("BO-9001,,", "BO-9001,C1,", StringComparison.Ordinal);
        await world.LoadAsync(TeamsSteps.Heads + line);
        var plan = await world.LoadAsync(TeamsSteps.Heads + line.Replace("B housing,2026-11-02,2027-11-01", cells, StringComparison.Ordinal));
        Assert.Equal(kind, plan.Changes.Select(c => (TeamsChangeKind?)c.Kind).SingleOrDefault());
        Assert.Equal(allows, (await world.ClientAsync("RI-9001")).Consents.Single().Allows.ToString());
    }

    [Fact]
    public async Task A_consent_without_an_id_is_the_one_of_its_recipient_and_first_day_and_another_first_day_is_another()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "RI-9001", "program.enrolled"));
        await world.ReceiveAsync(world.Change(
            "river-icm", "RI-9001", "consent.given",
            "\"consent\":{\"id\":\"K-7\",\"recipient\":\"bridge-outreach\",\"allows\":[\"B\",\"housing\"],\"from\":\"2026-11-02\",\"to\":\"2027-11-01\",\"method\":\"written\",\"form\":\"2026-1\"}"));
        var plan = await world.LoadAsync(TeamsSteps.Heads + Luc);
        Assert.Equal([TeamsChangeKind.NewMember], plan.Changes.Select(c => c.Kind));
        plan = await world.LoadAsync(TeamsSteps.Heads + Luc.Replace("2026-11-02,2027-11-01", "2026-12-01,2027-11-30", StringComparison.Ordinal));
        Assert.Equal([TeamsChangeKind.NewConsent], plan.Changes.Select(c => c.Kind));
    }

    [Fact]
    public async Task A_consent_that_is_over_is_said_and_not_recorded()
    {
        var world = await HubWorld.CreateAsync();
        var plan = await world.LoadAsync(TeamsSteps.Heads + Luc.Replace("2026-11-02,2027-11-01", "2025-11-02,2026-11-01", StringComparison.Ordinal));
        Assert.Equal("over already: it is not recorded", Assert.Single(plan.Kept).Why);
        Assert.Empty((await world.ClientAsync("RI-9001")).Consents);
    }

    [Fact]
    public async Task Only_the_hubs_own_key_states_a_list_of_changes_for_someone_else()
    {
        var world = await HubWorld.CreateAsync();
        await world.ImportAsync(TeamsSteps.Heads + Luc);
        var own = world.Own(Assert.Single(world.Queues.Messages));
        var forged = own with { Signature = Signature.Of(world.Hub.AgencyKeys.Of("coulee-act")[0], own.Body.Span) };
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(forged));
        var elsewhere = own with { Queue = QueueNames.PartnerActivity };
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(elsewhere));
        Assert.Null(await world.Hub.References.FindAsync("river-icm", new("RI-9001"), TestContext.Current.CancellationToken));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(own));
    }

    [Fact]
    public async Task What_somebody_was_quicker_with_is_a_dead_letter_for_the_operator_and_holds_up_nothing_behind_it()
    {
        var world = await HubWorld.CreateAsync();
        await world.ImportAsync(TeamsSteps.Heads + Luc);
        await world.ReceiveAsync(world.Change("river-icm", "RI-9001", "program.enrolled"));
        await world.ReceiveAsync(world.Change(
            "river-icm", "RI-9001", "team.joined", "\"member\":{\"organisation\":\"bridge-outreach\",\"contact\":\"luc\",\"role\":\"COO\",\"visits\":true,\"theirRef\":\"BO-9001\"}"));
        var mails = world.Mailer.Mails.Count;
        var settled = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Own(world.Queues.Messages[0])));
        Assert.Equal("`[1].data.member`: on this client's team already; nothing more to do", settled.Description);
        Assert.Equal(mails, world.Mailer.Mails.Count);
        Assert.Single((await world.ClientAsync("RI-9001")).Consents);
    }

    [Fact]
    public async Task Comparing_takes_a_look_up_and_a_read_a_client_and_a_look_up_a_new_partner()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken);
        var sheet = TeamsSteps.Heads + string.Concat(Enumerable.Range(9000, 50).Select(n => Luc.Replace("9001", $"{n}", StringComparison.Ordinal)));
        tables!.Reset();
        await world.ImportAsync(sheet, dryRun: true);
        Assert.Equal(150, tables.Requests.Count);
        await world.LoadAsync(sheet);
        tables.Reset();
        await world.ImportAsync(sheet, dryRun: true);
        Assert.Equal(100, tables.Requests.Count);
    }
}
