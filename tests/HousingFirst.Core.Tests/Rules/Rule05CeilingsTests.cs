namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 5: what a role may ever be told, whatever the consent.</summary>
public sealed class Rule05CeilingsTests
{
    /// <summary>The rule's own words: role, then the facets inside its ceiling.</summary>
    private static readonly Dictionary<Role, string> Ceiling = new()
    {
        [Role.HSG] = "housing",
        [Role.INC] = "housing money",
        [Role.JUS] = "housing justice family",
        [Role.COO] = "housing",
        [Role.HLT] = "housing health safety",
        [Role.OUT] = "housing health justice safety",
        [Role.SPC] = "housing safety",
        [Role.PRG] = "housing health justice money safety family",
    };

    public static TheoryData<Role, PrivacyClass, Facet> Everything => new(
        from role in Enum.GetValues<Role>()
        from privacy in Enum.GetValues<PrivacyClass>()
        from facet in Enum.GetValues<Facet>()
        select (role, privacy, facet));

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_role_hears_of_its_own_facets_only(Role role, PrivacyClass privacy, Facet facet)
    {
        var inside = facet == Facet.None || Ceiling[role].Split(' ').Contains(facet.ToString(), StringComparer.OrdinalIgnoreCase);
        if (role == Role.HSG && privacy is PrivacyClass.C or PrivacyClass.R && role == Role.HSG) inside = false;

        Assert.Equal(inside, Ceilings.Allow(role, privacy, facet));
    }

    [Fact]
    public void A_landlord_never_hears_of_arrears_a_notice_or_an_absence_of_class_C()
    {
        var town = Town.Usual();
        foreach (var code in new[] { "housing.arrears", "housing.notice", "housing.unoccupied", "away.shelter.in", "housing.moved", "person.household" })
            Assert.Equal("withheld: never for this role", town.Outcome(code, "river", "morgan")["morgan"]);
    }

    [Fact]
    public void Police_are_told_nothing_even_by_a_membership_and_a_consent_that_should_not_exist()
    {
        var town = Town.Usual().Agency("police", OrganisationKind.SourceOnly).Member("police", "desk", Role.OUT)
            .Consent("KP", "police", Town.Everything).Consent("KD", "desk", Town.Everything | Allows.R);

        Assert.Equal("withheld: never for this role", town.Outcome("program.worker")["desk"]);
        Assert.Equal("withheld: never for this role", town.Outcome("person.deceased")["desk"]);
    }

    [Fact]
    public void Police_are_told_nothing_even_where_an_earlier_notice_is_said_to_have_reached_them()
    {
        var town = Town.Usual().Agency("police", OrganisationKind.SourceOnly).Contact("police", "desk").Consent("KP", "police", Town.Everything);
        var revoked = Town.Change("consent.revoked") with { Consent = new ConsentPart("KP", null, null) };

        Assert.Equal("withheld: never for this role", town.WasTold("program.worker", "police", "desk", "KP").Outcome(revoked)["desk"]);
        Assert.Equal("withheld: never for this role", town.Corrects("program.worker", "river").Outcome("correction.issued")["desk"]);
        Assert.Equal("withheld: never for this role", town.Closes("client.missing").Outcome("client.found")["desk"]);
    }

    [Fact]
    public void A_source_only_organisation_never_joins_a_team()
    {
        var town = Town.Usual().Agency("police", OrganisationKind.SourceOnly).Contact("police", "desk");
        var change = Town.Change("team.joined") with { Member = new MemberPart("police", "desk", Role.OUT, false, new ClientReference("P-1")) };

        Assert.Equal(["data.member.organisation"], town.Refusal(change).Paths);
    }

    [Fact]
    public void Death_is_told_to_the_team_whatever_the_ceiling()
    {
        var outcome = Town.Usual().Outcome("person.deceased");

        Assert.Equal(["marie", "morgan", "gita", "luc", "ines", "noor", "robin"], outcome.Told);
    }

    [Fact]
    public void Death_is_told_to_the_team_under_any_consent_in_force_that_day()
    {
        var died = Town.Today.PlusDays(-10);
        var town = Town.Usual()
            .Consent("K-hospital", "hospital", Allows.None, to: died)
            .Consent("K-income", "gita", Allows.Money, from: died)
            .Consent("K-outreach", "outreach", Allows.B, to: died.PlusDays(-1))
            .Consent("K-access", "access", Allows.B, from: died.PlusDays(1))
            .Consent("K-counsel", "counsel", Allows.B, withdrawn: died.PlusDays(-1));

        var outcome = town.Outcome(Town.Change("person.deceased") with { OccurredOn = died });

        Assert.Equal("told U4 mail en", outcome["marie"]);
        Assert.Equal("told U4 mail en", outcome["gita"]);
        Assert.Equal("withheld: consent expired", outcome["luc"]);
        Assert.Equal("withheld: consent not started", outcome["ines"]);
        Assert.Equal("withheld: consent withdrawn", outcome["noor"]);
    }
}
