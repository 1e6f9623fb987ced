using HousingFirst.Core.Messaging;

namespace HousingFirst.Core.Tests.Rules;

/// <summary>What a change does to the client's own state, and the words of what becomes of people.</summary>
public sealed class EffectsTests
{
    [Theory]
    [MemberData(nameof(VocabularySheet.Codes), MemberType = typeof(VocabularySheet))]
    public void A_change_that_another_closes_stays_open_until_then(string code)
    {
        var closer = VocabularySheet.Rows.FirstOrDefault(r => r["closes"].Split(' ').Contains(code) && !code.StartsWith("team.", StringComparison.Ordinal));
        if (closer is null || code == "safety.violence.begin") return;
        var town = Town.Usual();

        var opened = town.Outcome(Town.Change(code)).Accepted.Next;
        var open = OpenChanges.ClosedBy(Vocabulary.Current[closer["code"]], opened.Head);
        Assert.Equal("key", open?.Change);

        var closed = new PastChange("key", "river", Vocabulary.Current[code], Urgency.U2, Town.Today, null);
        var after = Assert.IsType<Decision.Accepted>(
            ChangeRules.Decide(Town.Change(closer["code"]), opened, new Past(null, closed, [], false, false), town.At));

        Assert.Equal("key", after.Closed);
        Assert.Empty(after.Next.Head.Open);
    }

    [Fact]
    public void A_corrected_change_waits_for_nothing()
    {
        var town = Town.Usual();
        var opened = town.Outcome(Town.Change("away.hospital.in") with { Key = "earlier" }).Accepted.Next;

        var next = Assert.IsType<Decision.Accepted>(ChangeRules.Decide(
            Town.Change("correction.issued"), opened, town.Corrects("away.hospital.in", "river").Past, town.At)).Next;

        Assert.Empty(next.Head.Open);
        Assert.True(next.Head.Version > opened.Head.Version);
    }

    [Fact]
    public void Someone_who_decides_for_the_client_has_every_consent_confirmed() =>
        Assert.Equal(Town.Today, Town.Usual().Outcome("person.decisionMaker").Accepted.Next.Head.ConfirmConsents);

    [Fact]
    public void Of_two_members_of_one_organisation_the_named_one_leaves()
    {
        var town = Town.Usual().Member("outreach", "amina", Role.OUT);
        var change = Town.Change("team.left") with { Member = new MemberPart("outreach", "amina", null, false, null) };

        Assert.Equal(
            ["luc"], town.Outcome(change).Accepted.Next.Team(Town.Today).Where(m => m.Agency == "outreach").Select(m => m.Contact));
    }

    [Fact]
    public void A_member_who_comes_back_has_one_membership_with_its_new_role()
    {
        var town = Town.Usual().Member("outreach", "luc", Role.OUT, ended: Town.Today.PlusDays(-3));
        var change = Town.Change("team.joined") with
        {
            Member = new MemberPart("outreach", "luc", Role.HLT, true, new ClientReference("OUT-9")),
        };

        var member = Assert.Single(town.Outcome(change).Accepted.Next.Memberships, m => m.Contact == "luc");

        Assert.Equal((Role.HLT, true, (LocalDate?)null), (member.Role, member.Visits, member.Ended));
    }

    [Theory]
    [InlineData("outreach", "luc", Role.OUT, "data.member")]
    [InlineData("outreach", "nobody", Role.OUT, "data.member.contact")]
    [InlineData("nowhere", "nobody", Role.OUT, "data.member.organisation")]
    [InlineData("hospital", "tom", Role.PRG, "data.member.role")]
    public void A_member_that_fits_nothing_is_refused(string agency, string contact, Role role, string path)
    {
        var town = Town.Usual().Contact("hospital", "tom");
        var change = Town.Change("team.joined") with
        {
            Member = new MemberPart(agency, contact, role, false, new ClientReference("X-12")),
        };

        Assert.Equal([path], town.Refusal(change).Paths);
    }

    [Fact]
    public void A_reference_that_means_another_client_is_refused()
    {
        var town = Town.Usual().Contact("hospital", "tom");
        var change = Town.Change("team.joined") with
        {
            Member = new MemberPart("hospital", "tom", Role.HLT, false, new ClientReference("X-12")),
        };

        var refused = Assert.IsType<Decision.Refused>(
            ChangeRules.Decide(change, town.State, Past.None with { ReferenceTaken = true }, town.At));

        Assert.Equal("data.member.theirRef", Assert.Single(refused.Defects).Path);
    }

    [Fact]
    public void A_team_has_at_most_eighty_members()
    {
        var town = Town.Usual().Contact("hospital", "last");
        for (var i = town.State.Memberships.Length; i < Membership.LargestTeam; i++) town.Member("hospital", "m" + i, Role.HLT);
        var change = Town.Change("team.joined") with
        {
            Member = new MemberPart("hospital", "last", Role.HLT, false, new ClientReference("X-12")),
        };

        Assert.Equal((RefusalReasons.DataInvalid, "data.member"), (town.Refusal(change).Reason, Assert.Single(town.Refusal(change).Paths)));
    }

    [Fact]
    public void The_other_party_is_on_the_team() =>
        Assert.Equal(["data.otherParty"], Town.Usual().Refusal(Town.Change("referral.result") with { OtherParty = "nowhere" }).Paths);

    [Theory]
    [InlineData(CancelledBecause.LeftTeam, "cancelled: left the team")]
    [InlineData(CancelledBecause.Corrected, "cancelled: corrected before it was told")]
    [InlineData(CancelledBecause.ClientDeceased, "cancelled: the client has died")]
    public void What_is_not_sent_after_all_says_why(CancelledBecause because, string words) =>
        Assert.Equal(words, CoverageText.Of("luc", new Fate.Cancelled(because), Urgency.U2));

    [Fact]
    public void No_value_of_a_client_is_in_the_text_of_its_types() =>
        Assert.Equal(
            "client reference note", $"{new ClientId("HF-7Q2K")} {new ClientReference("HF-7Q2K")} {new Note("HF-7Q2K")}");
}
