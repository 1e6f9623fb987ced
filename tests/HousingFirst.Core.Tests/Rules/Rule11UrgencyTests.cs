namespace HousingFirst.Core.Tests.Rules;

/// <summary>Rule 11 and the urgency rules of the vocabulary.</summary>
public sealed class Rule11UrgencyTests
{
    [Fact]
    public void Raising_is_free() =>
        Assert.Equal(Urgency.U4, Town.Usual().Outcome(Town.Change("housing.leaseChanged") with { Urgency = Urgency.U4 }).Accepted.Urgency);

    [Fact]
    public void Lowering_needs_a_reason()
    {
        var lowered = Town.Change("housing.lost") with { Urgency = Urgency.U2 };

        Assert.Equal(["data.urgencyReason"], Town.Usual().Refusal(lowered).Paths);
        Assert.Equal(Urgency.U2, Town.Usual().Outcome(lowered with { UrgencyReason = UrgencyReason.PastEvent }).Accepted.Urgency);
    }

    [Fact]
    public void Saying_the_urgency_that_it_has_is_fine() =>
        Assert.Equal(Urgency.U3, Town.Usual().Outcome(Town.Change("housing.lost") with { Urgency = Urgency.U3 }).Accepted.Urgency);

    [Fact]
    public void Lowering_counts_from_what_the_rule_gives_not_from_the_column()
    {
        var soon = Town.Change("away.hospital.out", "hospital") with { ExpectedOn = Town.Today.PlusDays(1), Urgency = Urgency.U2 };

        Assert.Equal(["data.urgencyReason"], Town.Usual().Refusal(soon).Paths);
        Assert.Equal(Urgency.U2, Town.Usual().Outcome(soon with { ExpectedOn = Town.Today.PlusDays(3) }).Accepted.Urgency);
    }

    [Theory]
    [InlineData(null, Urgency.U3)]
    [InlineData(-1, Urgency.U3)]
    [InlineData(0, Urgency.U3)]
    [InlineData(1, Urgency.U3)]
    [InlineData(2, Urgency.U3)]
    [InlineData(3, Urgency.U2)]
    [InlineData(9, Urgency.U2)]
    public void A_return_is_urgent_up_to_the_day_after_tomorrow_and_when_nobody_says_when(int? days, Urgency expected)
    {
        foreach (var row in VocabularySheet.Rows.Where(r => r["urgency_rule"] == "soon:expectedOn=U3"))
        {
            var change = Town.Change(row["code"]) with { ExpectedOn = days is { } d ? Town.Today.PlusDays(d) : null };

            Assert.Equal(expected, Town.Usual().Outcome(change).Accepted.Urgency);
        }
    }

    [Theory]
    [InlineData(72 * 3600, Urgency.U4)]
    [InlineData((72 * 3600) + 1, Urgency.U3)]
    [InlineData(3600, Urgency.U4)]
    [InlineData(-3600, Urgency.U4)]
    public void A_notice_to_end_the_tenancy_is_for_the_telephone_within_72_hours(int seconds, Urgency expected)
    {
        var change = Town.Change("housing.notice") with { Deadline = Town.Now + Duration.FromSeconds(seconds) };

        Assert.Equal(expected, Town.Usual().Outcome(change).Accepted.Urgency);
    }

    [Theory]
    [InlineData(7, "23:59", Urgency.U2)]
    [InlineData(8, "00:00", Urgency.U1)]
    [InlineData(0, "08:00", Urgency.U2)]
    [InlineData(-3, "12:00", Urgency.U2)]
    public void A_review_is_read_today_within_seven_days(int days, string time, Urgency expected)
    {
        var local = Town.Today.PlusDays(days) + NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value;
        var change = Town.Change("income.reviewDue") with { Deadline = local.InZoneStrictly(Town.Zone).ToInstant() };

        Assert.Equal(expected, Town.Usual().Outcome(change).Accepted.Urgency);
    }

    [Theory]
    [InlineData("client.missing", Urgency.U3)]
    [InlineData("client.notSeen", Urgency.U2)]
    [InlineData("housing.unoccupied", Urgency.U2)]
    public void Being_seen_again_is_as_urgent_as_what_it_ends(string closed, Urgency expected) =>
        Assert.Equal(expected, Town.Usual().Closes(closed).Outcome("client.found").Accepted.Urgency);

    [Fact]
    public void A_correction_is_as_urgent_as_what_was_told() =>
        Assert.Equal(
            Urgency.U4, Town.Usual().Corrects("housing.notice", "river", Urgency.U4).Outcome("correction.issued").Accepted.Urgency);

    [Theory]
    [MemberData(nameof(VocabularySheet.Codes), MemberType = typeof(VocabularySheet))]
    public void Without_a_rule_the_column_counts(string code)
    {
        if (VocabularySheet.Cell(code, "urgency_rule") is not ("" or "last7d=U2")) return;

        Assert.Equal(VocabularySheet.Cell(code, "urgency"), Urgencies.ByCode(Town.Change(code), Past.None, Town.Usual().At).ToString());
    }

    [Theory]
    [InlineData("away.hopsital.in", "away.hospital.in")]
    [InlineData("Housing.Lost", "housing.lost")]
    [InlineData("hospital.away.in", "away.hospital.in")]
    [InlineData("death", "person.deceased")]
    [InlineData("discharged from the hospital", "away.hospital.out")]
    [InlineData("avis d'eviction", "housing.notice")]
    public void An_unknown_code_is_answered_with_a_valid_one(string written, string nearest)
    {
        Assert.Null(Vocabulary.Current.Find(written));
        Assert.Equal(nearest, NearestCode.Of(written).Code);
    }
}
