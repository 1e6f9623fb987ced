using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>What answers do to coverage.</summary>
public sealed class AcknowledgementTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Theory]
    [InlineData("human", "Acknowledged")]
    [InlineData("system", "Fetched")]
    public async Task Only_a_person_acknowledges(string by, string state)
    {
        var (world, message, notice) = await ToldAsync();
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", notice, "canHelp", by)));

        var line = (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "dana");
        Assert.Equal(state, line.State);
        Assert.Equal(by == "human" ? "canHelp" : null, line.Answer);
    }

    [Fact]
    public async Task A_repeated_acknowledgement_changes_nothing_and_a_later_fetch_takes_nothing_back()
    {
        var (world, message, notice) = await ToldAsync();
        var answer = world.Acknowledge("river-icm", "HF-7Q2K", notice);
        await world.ReceiveAsync(answer);
        var before = await EndState.OfAsync(world);
        world.Clock.Advance(Duration.FromHours(1));
        await world.ReceiveAsync(answer);
        await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", notice, by: "system"));
        await world.Hub.AcknowledgeNotice.FetchedAsync("river-icm", notice, CancellationToken.None);

        Assert.Equal(Without("fetched", before), Without("fetched", await EndState.OfAsync(world)));
        Assert.Equal(HubWorld.Start, (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "dana").Acknowledged);
    }

    [Fact]
    public async Task Another_agency_and_an_invented_notice_get_the_same_answer_and_change_nothing()
    {
        var (world, message, notice) = await ToldAsync();
        var foreign = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", notice)));
        var invented = Assert.IsType<Settlement.DeadLetter>(
            await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", "0" + notice[1..])));

        Assert.Equal(invented, foreign);
        Assert.Equal("Sent", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "dana").State);
    }

    [Fact]
    public async Task What_was_withheld_can_not_be_acknowledged()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("coulee-act", "HF-3MXB", "income.changed");
        await world.ReceiveAsync(message);
        var id = NoticeId.Of(HubWorld.KeyOf(message), new ClientId("HF-3MXB"), "income-support", "gurpreet");
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Acknowledge("income-support", "IS-90", id.ToString())));
    }

    [Fact]
    public async Task Acknowledged_on_its_queue_before_its_digest_the_mail_still_comes_and_takes_nothing_back()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(message);
        await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", Assert.Single(world.NoticesOf("prairie-hospital"))));
        await EndState.RunOutAsync(world);

        Assert.Equal("Acknowledged", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "marieve").State);
        Assert.Single(world.Mailer.To("marieve"));
    }

    [Fact]
    public async Task The_disclosure_statement_says_who_was_told_what_under_which_consent_and_leaves_an_audit_row()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(1));
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));

        var disclosures = (await world.Hub.ReadDisclosures.RunAsync(Client, CancellationToken.None))!;

        Assert.Equal(
            ["amina K7", "dana the client's own program", "gurpreet K4", "luc K6", "marieve K1", "morgan K3", "robin K8"],
            disclosures.Select(d => $"{d.Contact} {d.Consent ?? d.WithoutConsent}").Order(StringComparer.Ordinal));
        var audit = await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), CancellationToken.None);
        Assert.Equal(("disclosures", "HF-7Q2K"), (audit[0].Action, audit[0].About));
        Assert.Null(await world.Hub.ReadDisclosures.RunAsync(new ClientId("HF-NONE"), CancellationToken.None));
    }

    private static string Without(string column, string state) =>
        string.Join('\n', state.Split('\n').Select(l => l.Replace(column + "=(instant) ", string.Empty, StringComparison.Ordinal)));

    private static async Task<(HubWorld World, InboundMessage Message, string Notice)> ToldAsync()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        return (world, message, Assert.Single(world.NoticesOf("river-icm")));
    }
}
