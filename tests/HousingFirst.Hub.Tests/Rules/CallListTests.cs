using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>Phone first (rule 7): whom the sender must call, and what logging a call does.</summary>
public sealed class CallListTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public async Task The_program_is_sent_everyone_who_is_to_be_told_with_their_alternates()
    {
        var (world, _) = await SentAsync("river-icm", "HF-7Q2K", "program.worker", "\"urgency\":\"U4\"");

        var list = Assert.Single(world.Mailer.Mails.OfType<MailContent.CallList>());
        Assert.Equal("dana", list.To.Contact);
        Assert.Equal(
            [
                "Bridge Outreach: Luc Fontaine, OUT, +1 403 555 0104; Amina Diallo +1 403 555 0106",
                "Coordinated Access Desk: Inès Moreau, COO, +1 403 555 0105; Amina Diallo +1 403 555 0106",
                "Housing First Specialist: Robin Achterberg, SPC, +1 403 555 0115; Chantal Roy +1 403 555 0116",
                "Income Support Office: Gurpreet Sandhu, INC, +1 403 555 0111; ",
                "Prairie Hospital Social Work: Marie-Ève Caron, HLT, +1 403 555 0107; Tom Friesen +1 403 555 0108",
                "Southside Housing: Morgan Tait, HSG, +1 403 555 0109; Southside office +1 403 555 0110",
            ],
            list.Entries.Select(e => $"{e.Call.Organisation}: {e.Call.Worker}, {e.Role}, {e.Call.Phone}; {e.Alternate?.Name} {e.Alternate?.Phone}".TrimEnd() + (e.Alternate is null ? " " : string.Empty))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_sensitive_matter_names_neither_organisation_nor_role()
    {
        var (world, _) = await SentAsync("river-icm", "HF-7Q2K", "safety.crisis");

        var entry = Assert.Single(Assert.Single(world.Mailer.Mails.OfType<MailContent.CallList>()).Entries, e => e.Call.Worker == "Marie-Ève Caron");
        Assert.Equal(new Caller(null, "Marie-Ève Caron", "+1 403 555 0107"), entry.Call);
        Assert.Null(entry.Role);
    }

    [Fact]
    public async Task Any_other_sender_is_sent_the_program_and_learns_of_nobody_else()
    {
        var (world, _) = await SentAsync("prairie-hospital", "PH-0018", "safety.crisis");

        var list = Assert.Single(world.Mailer.Mails.OfType<MailContent.CallList>());
        Assert.Equal("marieve", list.To.Contact);
        var entry = Assert.Single(list.Entries);
        Assert.Equal((new Caller("Équipe GIC Rivière", "Dana Kowalchuk", "+1 403 555 0101"), Role.PRG, new CallListAlternate("Sam Osei", "+1 403 555 0102")), (entry.Call, entry.Role!.Value, entry.Alternate));
    }

    [Theory]
    [InlineData("downtown-police", "DP-K7", "safety.incident", "\"urgency\":\"U4\"")]
    [InlineData("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"")]
    public async Task Police_and_less_urgent_changes_have_none(string agency, string subject, string code, string extra)
    {
        var (world, message) = await SentAsync(agency, subject, code, extra);
        Assert.DoesNotContain(world.Mailer.Mails, m => m is MailContent.CallList);
        Assert.Empty((await world.Hub.LogCall.ListAsync(HubWorld.KeyOf(message), agency, CancellationToken.None))!);
    }

    [Fact]
    public async Task Under_a_safety_plan_no_alternate_is_on_the_list()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "safety.violence.begin", "\"alsoTell\":[\"luc\"]"));
        await world.ReceiveAsync(world.Change("bridge-outreach", "BO-204", "housing.notice", "\"deadline\":\"2026-12-02\""));

        Assert.All(Assert.Single(world.Mailer.To("luc").OfType<MailContent.CallList>()).Entries, e => Assert.Null(e.Alternate));
    }

    [Fact]
    public async Task Who_was_reached_has_heard_and_who_was_left_a_message_has_not()
    {
        var (world, message) = await SentAsync("river-icm", "HF-7Q2K", "safety.crisis");
        Assert.True(await LogAsync(world, message, "prairie-hospital", "marieve", "dana", CallResult.MessageLeft));
        world.Clock.Advance(Duration.FromMinutes(10));
        Assert.True(await LogAsync(world, message, "prairie-hospital", "marieve", "sam", CallResult.Reached));
        await world.AdvanceAsync(Duration.FromHours(1));

        var line = (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "marieve");
        Assert.Null(line.Escalated);
        Assert.Equal(["messageLeft by dana", "reached by sam"], line.Calls!.Select(c => $"{c.Result} by {c.By}"));

        (world, message) = await SentAsync("river-icm", "HF-7Q2K", "safety.crisis");
        Assert.True(await LogAsync(world, message, "prairie-hospital", "marieve", "dana", CallResult.NotReached));
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Equal("specialist", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "marieve").EscalatedTo);
    }

    [Fact]
    public async Task Only_a_contact_of_the_sender_logs_and_only_what_is_on_its_list()
    {
        var (world, message) = await SentAsync("prairie-hospital", "PH-0018", "safety.crisis");
        Assert.False(await LogAsync(world, message, "river-icm", "dana", "luc", CallResult.Reached));
        Assert.False(await LogAsync(world, message, "bridge-outreach", "luc", "marieve", CallResult.Reached));
        Assert.True(await LogAsync(world, message, "river-icm", "dana", "tom", CallResult.Reached));
    }

    [Fact]
    public async Task A_button_pressed_twice_is_one_call()
    {
        var (world, message) = await SentAsync("river-icm", "HF-7Q2K", "safety.crisis");
        for (var i = 0; i < 2; i++) Assert.True(await LogAsync(world, message, "prairie-hospital", "marieve", "dana", CallResult.NotReached));
        world.Clock.Advance(Duration.FromMinutes(2));
        Assert.True(await LogAsync(world, message, "prairie-hospital", "marieve", "dana", CallResult.NotReached));

        Assert.Equal(2, (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "marieve").Calls!.Count);
    }

    [Fact]
    public async Task A_link_opens_and_logs_until_it_expires_and_then_looks_the_same_and_offers_a_new_one()
    {
        var (world, message) = await SentAsync("prairie-hospital", "PH-0018", "safety.crisis");
        var token = Assert.Single(Assert.Single(world.Mailer.Mails.OfType<MailContent.CallList>()).Entries).Link.AbsolutePath["/call/".Length..];
        var page = await world.Hub.LogCall.OpenAsync(token, CancellationToken.None);
        Assert.Equal(CallLogging.Logged, await world.Hub.LogCall.LogAsync(token, CallResult.Reached, CancellationToken.None));
        world.Clock.Advance(Duration.FromDays(31));

        Assert.Equal(page, await world.Hub.LogCall.OpenAsync(token, CancellationToken.None));
        Assert.Equal(CallLogging.Expired, await world.Hub.LogCall.LogAsync(token, CallResult.NotReached, CancellationToken.None));
        Assert.Single((await world.CoverageAsync(message)).Lines.Single(l => l.Who == "dana").Calls!);
        Assert.Equal(2, world.Mailer.Mails.OfType<MailContent.CallList>().Count());
        await world.ChangeContactAsync("prairie-hospital", "marieve", c => c with { LinkEpoch = 1 });
        Assert.Null(await world.Hub.LogCall.OpenAsync(token, CancellationToken.None));
        Assert.Equal(CallLogging.NoLink, await world.Hub.LogCall.LogAsync(token, CallResult.Reached, CancellationToken.None));
    }

    [Fact]
    public async Task A_sender_whose_address_is_refused_becomes_a_task_for_the_specialist()
    {
        var world = await HubWorld.CreateAsync();
        world.Mailer.Answer = m => m is MailContent.CallList ? MailOutcome.Refused : MailOutcome.Sent;
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "safety.crisis"));

        Assert.Contains(world.Mailer.To("robin").OfType<MailContent.SpecialistTask>(), t => t is { Task: SpecialistTaskKind.AddressStopped, Contact: "Marie-Ève Caron" });
    }

    [Fact]
    public async Task What_an_operator_sees_and_logs_leaves_an_audit_row()
    {
        var (world, message) = await SentAsync("river-icm", "HF-7Q2K", "safety.crisis");
        var key = HubWorld.KeyOf(message);
        Assert.Null(await world.Hub.LogCall.ListAsync(key, "prairie-hospital", CancellationToken.None));
        Assert.False(await world.Hub.LogCall.ByOperatorAsync(key, "river-icm", "nobody.here", CallResult.Reached, CancellationToken.None));
        Assert.True(await world.Hub.LogCall.ByOperatorAsync(key, "river-icm", "prairie-hospital.marieve", CallResult.Reached, CancellationToken.None));
        var call = (await world.Hub.LogCall.ListAsync(key, "river-icm", CancellationToken.None))!.Single(c => c.Who == "prairie-hospital.marieve");

        Assert.Equal((true, "Tom Friesen", "river-icm"), (call.Heard, call.AlternateName, Assert.Single(call.Calls).By));
        var audit = await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), CancellationToken.None);
        Assert.Equal(
            [("calls", $"river-icm {key}"), ("calls.log", $"river-icm {key} prairie-hospital.marieve reached")],
            audit.Where(a => a.Action.StartsWith("calls", StringComparison.Ordinal)).Select(a => (a.Action, a.About)).Order());
    }

    private static async Task<bool> LogAsync(HubWorld world, InboundMessage message, string agency, string contact, string by, CallResult result) =>
        await world.Hub.LogCall.RunAsync(
            NoticeId.Of(HubWorld.KeyOf(message), Client, agency, contact), by, result, await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);

    private static async Task<(HubWorld World, InboundMessage Message)> SentAsync(string agency, string subject, string code, string extra = "")
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change(agency, subject, code, extra);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        return (world, message);
    }
}
