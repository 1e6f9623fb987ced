namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 13: stops, corrections and goodbyes reach whoever was told, without consent and without an agreement.</summary>
public sealed class Rule13StopTests
{
    private static ClientChange Revoked(string id = "K-hospital", string from = "river") =>
        Town.Change("consent.revoked", from) with { Consent = new ConsentPart(id, null, null) };

    private static ClientChange Narrowed(Allows allows, string id = "K-hospital") =>
        Town.Change("consent.narrowed") with { Consent = new ConsentPart(id, allows, null) };

    private static ClientChange Left(string agency, string? contact = null, string from = "river") =>
        Town.Change("team.left", from) with { Member = new MemberPart(agency, contact, null, false, null) };

    [Fact]
    public void A_withdrawal_tells_those_told_under_that_consent_to_stop()
    {
        var town = Town.Usual().WasTold("away.hospital.in", "hospital", "marie", "K-hospital");

        var outcome = town.Outcome(Revoked(from: "outreach"));

        Assert.Equal((Urgency.U3, PrivacyClass.A), (outcome.Accepted.Urgency, outcome.Accepted.Class));
        Assert.Equal(["dana", "marie"], outcome.Told);
        Assert.Equal(Town.Today, outcome.Accepted.Next.Consents.Single(c => c.Id == "K-hospital").Withdrawn);
    }

    [Fact]
    public void A_stop_needs_no_agreement_and_goes_to_the_contact_who_was_sent_the_notices()
    {
        var town = Town.Usual().Agency("hospital", agreementEnds: Town.Today.PlusDays(-30)).Contact("hospital", "tom")
            .WasTold("away.hospital.in", "hospital", "marie", "K-hospital", sentTo: "tom");

        var outcome = town.Outcome(Revoked());

        Assert.Equal("told U3 mail en", outcome["tom"]);
        Assert.Equal(Outcome.Absent, outcome["marie"]);
    }

    [Fact]
    public void A_stop_reaches_who_has_left_the_team()
    {
        var town = Town.Usual().Without("hospital").WasTold("away.hospital.in", "hospital", "marie", "K-hospital");

        var line = town.Outcome(Revoked()).Line("marie")!;

        Assert.IsType<Fate.Told>(line.Fate);
        Assert.True(line.Recipient.ToldBefore);
        Assert.Null(line.Recipient.TheirRef);
    }

    [Fact]
    public void A_stop_reaches_a_shared_mailbox_since_it_is_class_A()
    {
        var town = Town.Usual().Contact("hospital", "marie", shared: true).WasTold("program.worker", "hospital", "marie", "K-hospital");

        Assert.Equal("told U3 mail en", town.Outcome(Revoked())["marie"]);
    }

    [Fact]
    public void A_second_program_whose_consent_is_withdrawn_is_told_to_stop_though_its_role_must_know_anyway()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K2", "second", Town.Everything)
            .WasTold("housing.moveIn", "second", "priya", "K2");

        Assert.Equal("told U3 mail en", town.Outcome(Revoked("K2"))["priya"]);
    }

    [Fact]
    public void A_second_program_that_was_never_told_hears_of_a_withdrawal_only_under_its_own_consent_of_class_B()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K2", "second", Allows.Housing);

        Assert.Equal("withheld: consent lacks B", town.Outcome(Revoked())["priya"]);
        Assert.Equal("told U3 mail en", town.Consent("K2", "second", Allows.B).Outcome(Revoked())["priya"]);
    }

    [Fact]
    public void A_narrowed_consent_is_a_stop_only_to_those_sent_what_it_no_longer_covers()
    {
        var town = Town.Usual().Contact("hospital", "tom")
            .WasTold("away.hospital.in", "hospital", "marie", "K-hospital")
            .WasTold("program.transfer", "hospital", "tom", "K-hospital");

        var outcome = town.Outcome(Narrowed(Allows.B));

        Assert.Equal("told U3 mail en", outcome["marie"]);
        Assert.Equal(Outcome.Absent, outcome["tom"]);
        Assert.Equal(Allows.B, outcome.Accepted.Next.Consents.Single(c => c.Id == "K-hospital").Allows);
    }

    [Fact]
    public void A_narrowed_consent_is_a_stop_to_those_sent_a_correction_since_that_may_have_been_about_anything()
    {
        var town = Town.Usual().Consent("K1", "marie", Town.Everything | Allows.R)
            .WasTold("correction.issued", "hospital", "marie", "K1");

        Assert.Equal("told U3 mail en", town.Outcome(Narrowed(Allows.B | Allows.R, "K1"))["marie"]);
    }

    [Theory]
    [InlineData("K-hospital", Town.Everything)]
    [InlineData("K-hospital", Allows.B | Allows.R)]
    [InlineData("nothing", Allows.B)]
    public void A_narrowing_that_narrows_nothing_is_refused(string id, Allows allows) =>
        Assert.Contains(Town.Usual().Refusal(Narrowed(allows, id)).Paths, p => p.StartsWith("data.consent", StringComparison.Ordinal));

    [Fact]
    public void What_was_withdrawn_can_not_be_withdrawn_narrowed_or_renewed()
    {
        var town = Town.Usual().Consent("K-hospital", "hospital", Town.Everything, withdrawn: Town.Today);
        var renewed = Town.Change("consent.renewed") with
        {
            Consent = new ConsentPart("K-hospital", Allows.B, Rule01MustKnowTests.NewConsent("K-hospital", "hospital", Allows.B)),
        };

        Assert.Equal(["data.consent.id"], town.Refusal(Revoked()).Paths);
        Assert.Equal(["data.consent.id"], town.Refusal(Narrowed(Allows.B)).Paths);
        Assert.Equal(["data.consent.id"], town.Refusal(renewed).Paths);
    }

    [Fact]
    public void A_correction_reaches_exactly_those_who_got_the_error_even_after_consent_ended()
    {
        var town = Town.Usual().NoConsent("K-hospital").Agency("hospital", agreementEnds: Town.Today.PlusDays(-1))
            .Without("outreach").Corrects("away.hospital.out", "income", Urgency.U3)
            .WasTold("away.hospital.out", "river", "dana", null)
            .WasTold("away.hospital.out", "hospital", "marie", "K-hospital")
            .WasTold("away.hospital.out", "outreach", "luc", "K-outreach");

        var outcome = town.Outcome("correction.issued", from: "income");

        Assert.Equal("dana: told U3 mail en · marie: told U3 mail en · luc: told U3 mail en", outcome.Text);
        Assert.Equal((PrivacyClass.C, Facet.Health), (outcome.Accepted.Class, outcome.Accepted.Facet));
    }

    [Fact]
    public void Only_who_sent_the_error_corrects_it() =>
        Assert.Equal(["data.corrects"], Town.Usual().Corrects("away.hospital.in", "hospital").Refusal(Town.Change("correction.issued")).Paths);

    [Fact]
    public void A_corrected_death_takes_the_death_back()
    {
        var town = Town.Usual();
        var died = town.Outcome(Town.Change("person.deceased") with { Key = "earlier" }).Accepted;
        Assert.Equal("earlier", died.Next.Head.Deceased);

        var corrected = Assert.IsType<Decision.Accepted>(ChangeRules.Decide(
            Town.Change("correction.issued"), died.Next, town.Corrects("person.deceased", "river").Past, town.At));

        Assert.Null(corrected.Next.Head.Deceased);
    }

    [Fact]
    public void Who_leaves_the_team_is_told_without_consent_and_without_an_agreement()
    {
        var town = Town.Usual().NoConsent("K-outreach").Agency("outreach", agreementEnds: Town.Today.PlusDays(-1));

        var outcome = town.Outcome(Left("outreach"));

        Assert.Equal(["luc"], outcome.Told);
        Assert.DoesNotContain(outcome.Accepted.Next.Team(Town.Today), m => m.Contact == "luc");
    }

    [Fact]
    public void After_its_leave_nothing_more_goes_to_a_member_but_the_goodbye_itself()
    {
        var town = Town.Usual();
        var news = Town.Change("away.shelter.out");
        var queued = town.Outcome(news).Queued("luc", news.Code, news.OccurredOn);
        var goodbye = town.Outcome(Left("outreach"));
        var state = goodbye.Accepted.Next;

        Assert.Equal(new Fate.Cancelled(CancelledBecause.LeftTeam), ChangeRules.DecideAgain(queued, state, town.At));
        Assert.IsType<Fate.Told>(ChangeRules.DecideAgain(goodbye.Queued("luc", Left("outreach").Code, Town.Today), state, town.At));
    }

    [Fact]
    public void News_of_another_member_s_leave_ends_with_a_membership_too()
    {
        var town = Town.Usual().Member("second", "priya", Role.PRG).Consent("K2", "second", Allows.B);
        var queued = town.Outcome(Left("outreach")).Queued("priya", Left("outreach").Code, Town.Today);

        town.Member("second", "priya", Role.PRG, ended: Town.Today);

        Assert.Equal(new Fate.Cancelled(CancelledBecause.LeftTeam), ChangeRules.DecideAgain(queued, town.State, town.At));
    }

    [Fact]
    public void Which_of_two_contacts_leaves_must_be_said()
    {
        var town = Town.Usual().Member("outreach", "amina", Role.OUT);

        Assert.Equal(["data.member.contact"], town.Refusal(Left("outreach")).Paths);
        Assert.Equal(["luc"], town.Outcome(Left("outreach", "luc")).Told);
        Assert.Equal(["data.member"], town.Refusal(Left("access", "nobody")).Paths);
    }

    [Fact]
    public void Whoever_was_added_to_a_correction_or_a_reunion_is_held_back_when_its_consent_ends_before_it_leaves()
    {
        var correction = Town.Change("correction.issued", "river", "gita");
        var found = Town.Change("client.found", "river", "gita");
        var town = Town.Usual().Corrects("client.notSeen", "river").Closes("client.notSeen");
        var queued = new[]
        {
            town.Outcome(correction).Queued("gita", correction.Code, Town.Today), town.Outcome(found).Queued("gita", found.Code, Town.Today),
        };

        town.Consent("K-income", "income", Allows.None);

        Assert.All(queued, notice => Assert.Equal(
            new Fate.Withheld(new WithheldReason(WithheldKind.ConsentLacks, Allows.B)), ChangeRules.DecideAgain(notice, town.State, town.At)));
    }
}
