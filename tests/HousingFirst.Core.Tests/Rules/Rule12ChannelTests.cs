namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 12: by which channel.</summary>
public sealed class Rule12ChannelTests
{
    [Theory]
    [InlineData(Channel.Mail, true, true, "housing.leaseChanged", "mail")]
    [InlineData(Channel.Both, true, true, "housing.leaseChanged", "queue+mail")]
    [InlineData(Channel.Queue, true, true, "housing.leaseChanged", "queue")]
    [InlineData(Channel.Queue, true, false, "housing.leaseChanged", "queue+mail")]
    [InlineData(Channel.Queue, true, true, "housing.moveIn", "queue")]
    [InlineData(Channel.Queue, true, true, "housing.unsafe", "queue+mail")]
    [InlineData(Channel.Queue, false, false, "housing.leaseChanged", "mail")]
    [InlineData(Channel.Both, false, false, "housing.leaseChanged", "mail")]
    public void A_queue_alone_is_trusted_after_a_first_acknowledgement_and_never_for_what_is_urgent(
        Channel channel, bool readsQueue, bool acknowledged, string code, string route)
    {
        var town = Town.Usual().Agency("landlord", readsQueue: readsQueue, acknowledged: acknowledged).Contact("landlord", "morgan", channel);

        var outcome = town.Outcome(code);

        Assert.Equal($"told {outcome.Accepted.Urgency} {route} en", outcome["morgan"]);
    }

    [Fact]
    public void What_is_for_the_telephone_goes_by_mail_too()
    {
        var town = Town.Usual().Agency("river", OrganisationKind.FundedProgram, readsQueue: true, acknowledged: true)
            .Contact("river", "dana", Channel.Queue);

        Assert.Equal("told U4 queue+mail en", town.Outcome("safety.crisis", from: "hospital")["dana"]);
    }

    [Fact]
    public void People_are_written_to_in_their_language() =>
        Assert.Equal("told U2 mail fr", Town.Usual().Contact("income", "gita", language: Language.French).Outcome("income.changed")["gita"]);
}
