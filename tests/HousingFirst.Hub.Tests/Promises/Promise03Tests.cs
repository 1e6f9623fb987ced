using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Mailing;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Promises;

/// <summary>
/// Promise 3: nothing goes outside the client's consent and the ceilings; the specialist, alternates and the lead organisation are recipients
/// like any other. Withdrawal stops the next message (outbox and digests) and tells past recipients to stop.
/// </summary>
public sealed class Promise03Tests
{
    [Fact]
    public async Task Withdrawal_stops_what_waits_for_its_hour_and_in_the_digest_and_tells_who_was_told()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Single(world.Mailer.To("gurpreet"));
        var atItsHour = world.Change("river-icm", "HF-7Q2K", "housing.moveIn");
        var inTheDigest = world.Change("river-icm", "HF-7Q2K", "person.documents");
        await world.ReceiveAsync(atItsHour);
        await world.ReceiveAsync(inTheDigest);

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K4\"}"));
        await EndState.RunOutAsync(world);

        Assert.Equal(
            [NoticeKind.Change, NoticeKind.Withdrawal], world.Mailer.To("gurpreet").Cast<MailContent.Notice>().Select(n => n.Kind));
        foreach (var change in new[] { atItsHour, inTheDigest })
            Assert.Equal("withheld: consent withdrawn", Line(await world.CoverageAsync(change), "gurpreet"));
    }

    [Fact]
    public async Task The_specialist_and_the_lead_organisation_are_told_under_a_consent_or_not_at_all()
    {
        var world = await HubWorld.CreateAsync();
        var specialistsCodes = Vocabulary.Current.Codes.Where(c => c.MustKnow.Contains(Role.SPC) && c.Code.StartsWith("housing.", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(specialistsCodes);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K8\"}"));
        var before = world.Mailer.To("robin").Count() + world.Mailer.To("chantal").Count();
        var change = world.Change("river-icm", "HF-7Q2K", specialistsCodes[0].Code);
        await world.ReceiveAsync(change);
        Assert.Equal("withheld: consent withdrawn", Line(await world.CoverageAsync(change), "robin"));
        Assert.Equal(before, world.Mailer.To("robin").Count() + world.Mailer.To("chantal").Count());
    }

    [Fact]
    public async Task Nobody_is_told_of_a_side_of_life_that_their_consent_or_ceiling_leaves_out()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.psychiatric.in"));
        await EndState.RunOutAsync(world);
        Assert.Equal(["dana"], world.Mailer.Mails.Where(m => m is MailContent.Notice or MailContent.Digest).Select(m => m.To.Contact).Distinct());
    }

    private static string Line(CoverageView.Whole coverage, string who) => coverage.Lines.Single(l => l.Who == who).Outcome;
}
