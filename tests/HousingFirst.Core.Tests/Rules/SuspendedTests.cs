namespace HousingFirst.Core.Tests.Rules;

/// <summary>A suspended organisation is one without an agreement in force, whose queue can't be opened.</summary>
public sealed class SuspendedTests
{
    [Theory]
    [InlineData(StandingKind.Suspended)]
    [InlineData(StandingKind.Left)]
    public void It_is_told_nothing_and_the_program_sees_why(StandingKind kind)
    {
        var outcome = Town.Usual().Stands("hospital", kind).Outcome("away.hospital.in");
        Assert.Equal("withheld: agreement expired", outcome["marie"]);
        Assert.Empty(outcome.Gaps);
        Assert.Equal("withheld: agreement expired", Town.Usual().Stands("hospital", kind).Outcome("program.worker")["marie"]);
    }

    [Fact]
    public void Where_it_is_the_clients_own_program_the_specialist_is_asked()
    {
        var outcome = Town.Usual().Stands("river", StandingKind.Suspended).Outcome("away.hospital.in", from: "hospital");
        Assert.Equal("address stopped: task for the specialist", outcome["dana"]);
    }

    [Fact]
    public void A_stop_still_reaches_it_by_mail_and_never_by_its_queue()
    {
        var town = Town.Usual().Agency("hospital", readsQueue: true, acknowledged: true).Contact("hospital", "marie", Channel.Queue)
            .WasTold("program.worker", "hospital", "marie", "K-hospital");
        var revoked = Town.Change("consent.revoked") with { Consent = new ConsentPart("K-hospital", null, null) };

        Assert.Equal("told U3 queue+mail en", town.Outcome(revoked)["marie"]);
        Assert.Equal("told U3 mail en", town.Stands("hospital", StandingKind.Suspended).Outcome(revoked)["marie"]);
    }

    [Fact]
    public void Without_an_agreement_nothing_is_told_either() =>
        Assert.Equal("withheld: agreement expired", Town.Usual().NoAgreement("hospital").Outcome("program.worker")["marie"]);
}
