using HousingFirst.Core.Calendars;
using HousingFirst.Core.Meetings;

namespace HousingFirst.Core.Tests.Meetings;

/// <summary>The open part is about no client.</summary>
public sealed class OpenTextTests
{
    private static readonly Community Town =
        new("town", "Lethbridge", "Lethbridge", DateTimeZone.Utc, "lead", HolidayCalendar.Alberta(), 600);

    private static readonly PartnerDirectory Partners = new(
        [
            new Organisation(
                "river", "River ICM Team", "Équipe GIC Rivière", OrganisationKind.FundedProgram, null, false, null, "1",
                [new Contact("dana", "Dana Kowalchuk", Language.English, Channel.Mail, DigestSlot.Default, null, "1", null, false, null, null)]),
        ],
        1);

    [Theory]
    [InlineData("the intake form of the shelter changes in January")]
    [InlineData("River ICM Team has two new workers, ask Dana Kowalchuk")]
    [InlineData("Income support moves: Housing First programs should call before noon on Monday")]
    [InlineData("le formulaire d’accueil change le 1er janvier; l’Équipe GIC Rivière en parlera")]
    [InlineData("we lost our van, who can lend one on Tuesdays?")]
    public void What_is_about_agencies_is_taken(string text) => Assert.Empty(Check(text));

    [Theory]
    [InlineData("what about ph-0018 next week", "reference")]
    [InlineData("HF-7Q2K again", "reference")]
    [InlineData("our client OLDREF7 needs a bed", "reference")]
    [InlineData("a man with schizophrenia keeps coming", "health")]
    [InlineData("une personne atteinte d’hépatite", "health")]
    [InlineData("someone who relapsed needs a ride", "health")]
    [InlineData("he stopped his médicaments", "health")]
    [InlineData("Maria Lopez keeps missing her appointments", "name")]
    [InlineData("we should talk about mr. Smith", "name")]
    [InlineData("Mme Tremblay a besoin d’aide", "name")]
    [InlineData("call 403555012345", "nine digits")]
    public void What_may_be_about_a_client_is_refused_and_never_repeated(string text, string why)
    {
        var defect = Assert.Single(Check(text));
        Assert.Contains(why, defect.Rule, StringComparison.Ordinal);
        Assert.All(text.Split(' ').Where(w => w.Length > 4 && char.IsUpper(w[0])), word => Assert.DoesNotContain(word, defect.ToString(), StringComparison.Ordinal));
    }

    private static HousingFirst.Core.Messaging.Defect[] Check(string text) =>
        [.. OpenText.Check("data.text", text, new HashSet<string>(StringComparer.Ordinal) { "OLDREF7" }, Partners, Town)];
}
