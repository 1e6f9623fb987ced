namespace HousingFirst.Core.Tests.Rules;

/// <summary>Which part of which digest a line is in.</summary>
public sealed class DigestTests
{
    private static readonly DateTimeZone Edmonton = DateTimeZoneProviders.Tzdb["America/Edmonton"];
    private static readonly LocalDate Today = new(2026, 12, 1);

    [Theory]
    [InlineData("correction.issued", Urgency.U1, false, DigestSection.ActionNeeded)]
    [InlineData("consent.revoked", Urgency.U1, false, DigestSection.ActionNeeded)]
    [InlineData("consent.narrowed", Urgency.U1, true, DigestSection.ActionNeeded)]
    [InlineData("housing.notice", Urgency.U3, true, DigestSection.ActionNeeded)]
    [InlineData("safety.crisis", Urgency.U4, false, DigestSection.ActionNeeded)]
    [InlineData("income.reviewDue", Urgency.U1, true, DigestSection.ComingUp)]
    [InlineData("income.reviewDue", Urgency.U2, true, DigestSection.ComingUp)]
    [InlineData("person.documents", Urgency.U1, false, DigestSection.ForYourInformation)]
    public void What_asks_for_something_comes_first_then_what_has_a_day_then_the_rest(string code, Urgency urgency, bool hasDay, DigestSection section) =>
        Assert.Equal(section, DigestSections.Of(Vocabulary.Current[code], urgency, hasDay ? Today : null));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("2026-12-15", null, "2026-12-15")]
    [InlineData(null, "2026-12-10", "2026-12-10")]
    [InlineData("2026-12-15", "2026-12-10", "2026-12-10")]
    [InlineData("2026-12-09", "2026-12-10", "2026-12-09")]
    [InlineData("2026-11-30", "2026-12-10", "2026-12-10")]
    [InlineData("2026-12-15", "2026-11-30", "2026-12-15")]
    [InlineData("2026-12-01", null, "2026-12-01")]
    [InlineData(null, "2026-12-01", "2026-12-01")]
    [InlineData("2026-11-30", "2026-11-30", null)]
    public void A_line_shows_the_earlier_day_that_is_not_over(string? deadline, string? expected, string? shown)
    {
        var ends = Day(deadline) is { } day ? day.At(new LocalTime(23, 30)).InZoneStrictly(Edmonton).ToInstant() : (Instant?)null;

        Assert.Equal(Day(shown), DigestSections.ComingOn(ends, Day(expected), Today, Edmonton));
    }

    [Theory]
    [InlineData(Role.OUT, OrganisationKind.Partner, "OUT COO", DigestSide.Team)]
    [InlineData(Role.HSG, OrganisationKind.Partner, "HSG", DigestSide.Housing)]
    [InlineData(Role.HSG, OrganisationKind.Partner, "OUT", DigestSide.Housing)]
    [InlineData(Role.OUT, OrganisationKind.FundedProgram, "PRG HSG", DigestSide.Housing)]
    [InlineData(Role.PRG, OrganisationKind.FundedProgram, "PRG", DigestSide.Team)]
    [InlineData(Role.OUT, OrganisationKind.SourceOnly, "", DigestSide.Police)]
    public void A_landlords_and_a_police_units_digest_is_theirs_alone(Role role, OrganisationKind kind, string roles, DigestSide side)
    {
        var organisation = new Organisation("o", "O", "O", kind, null, ReadsQueue: false, null, "0", [])
        {
            Roles = [.. roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)],
        };

        Assert.Equal(side, DigestSides.Of(role, organisation));
        Assert.Equal(role == Role.HSG ? DigestSide.Housing : DigestSide.Team, DigestSides.Of(role, null));
    }

    private static LocalDate? Day(string? text) => text is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
