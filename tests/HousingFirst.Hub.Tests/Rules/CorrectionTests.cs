using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>Corrections reach exactly those who got the error; what has not been told yet is not told any more.</summary>
public sealed class CorrectionTests
{
    [Fact]
    public async Task A_correction_goes_to_exactly_those_who_got_the_error()
    {
        var world = await HubWorld.CreateAsync();
        var wrong = world.Change("prairie-hospital", "PH-0018", "away.hospital.in", "\"alsoTell\":[]", id: "wrong");
        var also = world.Change("river-icm", "HF-7Q2K", "housing.moveIn", id: "wrong");
        await world.ReceiveAsync(wrong);
        await world.ReceiveAsync(also);
        await EndState.RunOutAsync(world);
        var got = Told(await world.CoverageAsync(also));
        Assert.Equal(["gurpreet", "ines", "luc", "marieve", "morgan"], got);
        var consentEnded = world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}");
        await world.ReceiveAsync(consentEnded);

        var correction = world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"wrong\"");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(correction));
        await EndState.RunOutAsync(world);

        // Ines's notice went to Amina, who stands in for her: so does the correction.
        Assert.Equal(["amina", "gurpreet", "luc", "marieve", "morgan"], Told(await world.CoverageAsync(correction)));
        foreach (var contact in new[] { "amina", "gurpreet", "luc", "marieve", "morgan" })
            Assert.Single(world.Mailer.To(contact).OfType<MailContent.Notice>(), m => m.Kind == NoticeKind.Correction);
    }

    [Fact]
    public async Task A_correction_before_the_digest_cancels_its_lines()
    {
        var world = await HubWorld.CreateAsync();
        var wrong = world.Change("river-icm", "HF-7Q2K", "person.documents", id: "wrong");
        await world.ReceiveAsync(wrong);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"wrong\""));
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.Empty(world.Mailer.To("amina"));
        Assert.Equal("cancelled: corrected before it was told", (await world.CoverageAsync(wrong)).Lines.Single(l => l.Who == "gurpreet").Outcome);
        // The hospital had it on its queue at once, and so is corrected.
        Assert.Equal(2, world.NoticesOf("prairie-hospital").Count);
    }

    [Fact]
    public async Task A_correction_before_its_hour_stops_a_mail()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker", id: "wrong"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"wrong\""));
        await EndState.RunOutAsync(world);

        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.Empty(world.Mailer.To("luc"));
    }

    [Fact]
    public async Task Nobody_corrects_what_another_agency_sent()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in", id: "theirs"));
        var settled = await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"theirs\""));

        Assert.Equal("data.invalid", Assert.IsType<Settlement.DeadLetter>(settled).Reason);
    }

    [Fact]
    public async Task A_death_stops_digest_lines_and_its_correction_puts_them_back()
    {
        var world = await HubWorld.CreateAsync();
        var line = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(line);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.deceased", id: "death"));
        Assert.Single(world.Mailer.To("gurpreet"));
        await world.AdvanceToAsync(1, 9, 0);
        Assert.Single(world.Mailer.To("gurpreet"));
        Assert.Equal("cancelled: the client has died", (await world.CoverageAsync(line)).Lines.Single(l => l.Who == "gurpreet").Outcome);

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"death\""));
        await EndState.RunOutAsync(world);

        Assert.Equal(["Notice", "Notice", "Digest"], world.Mailer.To("gurpreet").Select(m => m.GetType().Name));
        Assert.Equal("told U1 mail en", (await world.CoverageAsync(line)).Lines.Single(l => l.Who == "gurpreet").Outcome);
    }

    [Fact]
    public async Task Who_leaves_a_team_is_told_that_and_then_nothing()
    {
        var world = await HubWorld.CreateAsync();
        var waiting = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(waiting);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"income-support\"}"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await EndState.RunOutAsync(world);

        var digest = Assert.IsType<MailContent.Digest>(Assert.Single(world.Mailer.To("gurpreet")));
        Assert.Single(digest.Lines);
        Assert.Equal("cancelled: left the team", (await world.CoverageAsync(waiting)).Lines.Single(l => l.Who == "gurpreet").Outcome);
        var settled = await world.ReceiveAsync(world.Change("income-support", "IS-77", "income.changed"));
        Assert.Equal("client.notYours", Assert.IsType<Settlement.DeadLetter>(settled).Reason);
    }

    private static IEnumerable<string> Told(CoverageView.Whole coverage) => coverage.Lines
        .Where(l => l.Outcome.StartsWith("told", StringComparison.Ordinal) || l.Outcome.StartsWith("address stopped: told", StringComparison.Ordinal))
        .Select(l => l.Who).Order();
}
