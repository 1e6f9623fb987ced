namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 1: who must know, gaps, sources, and those told before.</summary>
public sealed class Rule01MustKnowTests
{
    [Fact]
    public void Memberships_whose_role_must_know_are_told_and_others_are_not_even_mentioned()
    {
        var outcome = Town.Usual().Outcome("away.hospital.in", from: "outreach");

        Assert.Equal(["dana", "marie"], outcome.Told);
        Assert.Equal(Outcome.Absent, outcome["luc"]);
        Assert.Equal(Outcome.Absent, outcome["gita"]);
    }

    [Fact]
    public void Gaps_come_first_and_in_the_order_of_the_vocabulary()
    {
        var town = Town.Usual().Without("specialist").Without("access").Without("outreach");

        var outcome = town.Outcome("housing.lost");

        Assert.Equal(["OUT", "COO", "SPC"], outcome.Gaps);
        Assert.StartsWith(
            "OUT: GAP: no OUT on the team · COO: GAP: no COO on the team · SPC: GAP: no SPC on the team · dana: ", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_held_by_someone_who_may_not_be_told_is_no_gap()
    {
        var outcome = Town.Usual().NoConsent("K-outreach").Outcome("away.shelter.in");

        Assert.Empty(outcome.Gaps);
        Assert.Equal("withheld: no consent", outcome["luc"]);
    }

    [Fact]
    public void An_ended_membership_holds_no_role()
    {
        var town = Town.Usual().Without("access").Member("access", "ines", Role.COO, ended: Town.Today);

        var outcome = town.Outcome("away.shelter.in");

        Assert.Equal(["COO"], outcome.Gaps);
        Assert.Equal(Outcome.Absent, outcome["ines"]);
    }

    [Theory]
    [InlineData("program.worker")]
    [InlineData("program.transfer")]
    [InlineData("program.exit.planned")]
    public void The_whole_team_has_no_gaps(string code)
    {
        var town = Town.Usual().Without("specialist").Without("access");

        var outcome = town.Outcome(Town.Change(code) with { ExpectedOn = Town.Today.PlusDays(40) });

        Assert.Empty(outcome.Gaps);
        Assert.Equal(["marie", "morgan", "gita", "luc", "noor"], outcome.Told);
    }

    [Fact]
    public void The_whole_team_and_the_specialist_leave_a_gap_where_there_is_no_specialist() =>
        Assert.Equal(["SPC"], Town.Usual().Without("specialist").Outcome("program.exit.unplanned").Gaps);

    [Fact]
    public void The_sender_is_shown_as_source_where_it_would_have_been_a_recipient()
    {
        Assert.Equal("source (already knows)", Town.Usual().Outcome("away.hospital.in", from: "hospital")["marie"]);
        Assert.Equal(Outcome.Absent, Town.Usual().Outcome("housing.notice", from: "landlord")["morgan"]);
    }

    [Fact]
    public void A_colleague_of_the_sender_knows_already_too()
    {
        var town = Town.Usual().Member("hospital", "tom", Role.HLT);

        Assert.Equal("source (already knows)", town.Outcome("away.hospital.in", from: "hospital")["tom"]);
    }

    [Fact]
    public void The_other_party_of_a_referral_is_told_under_its_own_consent()
    {
        var change = Town.Change("referral.result") with { OtherParty = "counsel" };

        Assert.Equal("told U1 mail en", Town.Usual().Outcome(change)["noor"]);
        Assert.Equal("withheld: no consent", Town.Usual().NoConsent("K-counsel").Outcome(change)["noor"]);
    }

    [Fact]
    public void A_new_member_is_told_that_it_joined_under_its_own_consent()
    {
        var town = Town.Usual().Without("outreach").Contact("outreach", "amina");
        var change = Town.Change("team.joined") with
        {
            Member = new MemberPart("outreach", "amina", Role.OUT, true, new ClientReference("OUT-2")),
        };

        Assert.Equal("told U1 mail en", town.Outcome(change)["amina"]);
        Assert.Equal("withheld: no consent", town.NoConsent("K-outreach").Outcome(change)["amina"]);
    }

    [Fact]
    public void What_is_only_recorded_is_told_to_nobody_not_even_a_second_program()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K-second", "second", Town.Everything);
        var change = Town.Change("consent.given") with
        {
            Consent = new ConsentPart("N1", Allows.B, NewConsent("N1", "income", Allows.B)),
        };

        var outcome = town.Outcome(change);

        Assert.Equal(Urgency.U0, outcome.Accepted.Urgency);
        Assert.Equal("dana: source (already knows)", outcome.Text);
    }

    [Fact]
    public void Whoever_was_told_of_what_is_over_is_told_that_it_is_over_and_nobody_else_but_the_program()
    {
        var town = Town.Usual().Closes("client.missing").WasTold("client.missing", "outreach", "luc", "K-outreach");

        var outcome = town.Outcome("client.found", from: "hospital");

        Assert.Equal(["dana", "luc"], outcome.Told);
        Assert.Equal(Urgency.U3, outcome.Accepted.Urgency);
    }

    [Fact]
    public void What_is_over_is_told_under_the_consent_the_first_notice_went_under_if_that_is_live()
    {
        var town = Town.Usual().Closes("client.missing").Consent("K-R", "luc", Allows.R | Allows.Safety).NoConsent("K-outreach")
            .WasTold("client.missing", "outreach", "luc", "K-R");

        Assert.Equal("told U3 mail en", town.Outcome("client.found")["luc"]);
        town.Consent("K-R", "luc", Allows.R | Allows.Safety, withdrawn: Town.Today);
        Assert.Equal("withheld: consent withdrawn", town.Outcome("client.found")["luc"]);
    }

    [Fact]
    public void A_second_program_told_of_what_is_over_needs_one_live_consent_of_either_kind()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K-R", "priya", Allows.R | Allows.Safety)
            .Closes("client.missing").WasTold("client.missing", "second", "priya", "K-R");

        Assert.Equal("told U3 mail en", town.Outcome("client.found")["priya"]);
        town.Consent("K-R", "priya", Allows.R | Allows.Safety, to: Town.Today.PlusDays(-1)).Consent("K-2", "second", Allows.B);
        Assert.Equal("told U3 mail en", town.Outcome("client.found")["priya"]);
        town.NoConsent("K-2");
        Assert.Equal("withheld: consent expired", town.Outcome("client.found")["priya"]);
    }

    [Fact]
    public void The_latest_unclosed_change_is_the_one_that_is_closed()
    {
        var town = Town.Usual().Open("client.missing", Town.Today.PlusDays(-2)).Open("client.notSeen", Town.Today.PlusDays(-9))
            .Open("away.hospital.in", Town.Today);

        Assert.Equal("client.missing0", OpenChanges.ClosedBy(Vocabulary.Current["client.found"], town.State.Head)?.Change);
        Assert.Null(OpenChanges.ClosedBy(Vocabulary.Current["away.shelter.out"], town.State.Head));
    }

    internal static ConsentRecord NewConsent(string id, string recipient, Allows allows) =>
        new(id, recipient, allows, Town.Today, Town.Today.PlusDays(365), null, ConsentMethod.Written, null, "1");
}
