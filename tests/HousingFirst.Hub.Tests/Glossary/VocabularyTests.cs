using HousingFirst.Contracts;
using HousingFirst.Core.Glossary;
using Xunit;

namespace HousingFirst.Hub.Tests.Glossary;

/// <summary>The vocabulary the product carries, and how it is read.</summary>
public class VocabularyTests
{
    [Fact]
    public void There_are_63_codes_in_alphabetical_order()
    {
        var codes = Vocabulary.Current.Codes.Select(code => code.Code).ToList();
        Assert.Equal(63, codes.Count);
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
        Assert.All(Vocabulary.Current.Codes, code => Assert.Same(code, Vocabulary.Current[code.Code]));
        Assert.Null(Vocabulary.Current.Find("away.hospital"));
    }

    [Fact]
    public void The_carried_file_is_the_published_one()
    {
        var published = Repository.Shared("vocabulary.tsv");
        Assert.SkipWhen(published is null, "The published vocabulary is not on this machine.");
        using var carried = new StreamReader(typeof(Vocabulary).Assembly.GetManifestResourceStream("vocabulary.tsv")!);
        Assert.Equal(File.ReadAllText(published!), carried.ReadToEnd());
    }

    [Theory]
    [InlineData("away.hospital", "away.hospital.in")]
    [InlineData("hospital.in", "away.hospital.in")]
    [InlineData("Away.Hospital.In", "away.hospital.in")]
    [InlineData("hospital_in_away", "away.hospital.in")]
    [InlineData("away.hospitl.in", "away.hospital.in")]
    [InlineData("safety.violence", "safety.violence.end")]
    [InlineData("HOUSING.LOST", "housing.lost")]
    [InlineData("death", "person.deceased")]
    [InlineData("moved-in", "housing.moveIn")]
    [InlineData("Décès du client", "person.deceased")]
    public void What_is_no_code_is_answered_with_the_nearest(string written, string nearest) =>
        Assert.Equal(nearest, NearestCode.Of(written).Code);

    [Fact]
    public void The_columns_are_read()
    {
        var notice = Vocabulary.Current["housing.notice"];
        Assert.Equal(new UrgencyRule.WithinHours(72, Urgency.U4), notice.UrgencyRule);
        Assert.Equal([Role.PRG, Role.JUS, Role.INC, Role.COO, Role.OUT, Role.SPC], notice.MustKnow);
        Assert.Equal([Role.HSG], notice.Never);
        Assert.Equal([ChangeField.Deadline], notice.Requires);
        Assert.Equal([Role.PRG, Role.HLT, Role.OUT], Vocabulary.Current["safety.staff"].OnlyVisiting!);
        Assert.Equal(ToldOf.Corrects, Vocabulary.Current["correction.issued"].Told);
        Assert.True(Vocabulary.Current["consent.narrowed"].IsStop);
        Assert.Equal(AlsoTellRule.Named, Vocabulary.Current["safety.violence.begin"].AlsoTell);
        Assert.Equal(MaySend.Program | MaySend.Health, Vocabulary.Current["person.deceased"].MaySend);
        Assert.Equal([ChangeField.ConsentAllows], Vocabulary.Current["consent.narrowed"].Requires);
        Assert.Equal([ChangeField.ConsentId], Vocabulary.Current["consent.revoked"].Requires);
        Assert.Equal([ChangeField.ExpectedOn], Vocabulary.Current["housing.absence"].Optional);
    }

    [Fact]
    public void Every_code_has_both_languages_and_French_typography()
    {
        foreach (var code in Vocabulary.Current.Codes)
        {
            Assert.All(
                (string[])[code.LabelEn, code.LabelFr, code.MailLabelEn, code.MailLabelFr],
                label => Assert.False(string.IsNullOrWhiteSpace(label), code.Code));
            Assert.DoesNotContain("'", code.LabelFr, StringComparison.Ordinal);
            Assert.DoesNotContain("'", code.MailLabelFr, StringComparison.Ordinal);
        }
    }
}
