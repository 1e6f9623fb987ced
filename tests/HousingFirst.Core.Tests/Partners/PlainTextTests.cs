namespace HousingFirst.Core.Tests.Partners;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Équipe GIC Rivière", "EQUIPE GIC RIVIERE")]
    [InlineData("Service social de l’Hôpital", "SERVICE SOCIAL DE L HOPITAL")]
    [InlineData("Marie-Ève  Caron (bureau)", "MARIE EVE CARON BUREAU")]
    [InlineData("cœur Ÿ ç ñ Ł ß", "COEUR Y C N L SS")]
    [InlineData("e\u0301quipe", "EQUIPE")]
    [InlineData("   ", "")]
    [InlineData("Siksika ᓱᖽᐧᖿ", "SIKSIKA ᓱᖽᐧᖿ")]
    public void Accents_case_and_punctuation_go(string text, string plain)
    {
        Assert.Equal(plain.Replace("ᐧ", " ", StringComparison.Ordinal), PlainText.Of(text).Replace("ᐧ", " ", StringComparison.Ordinal));
        Assert.Equal(PlainText.Of(text), PlainText.Of(PlainText.Of(text)));
    }

    [Fact]
    public void Every_letter_of_French_is_a_plain_one()
    {
        const string letters = "àâäæçéèêëîïôœùûüÿ";
        Assert.All(letters + letters.ToUpperInvariant(), c => Assert.All(PlainText.Of(c.ToString()), p => Assert.InRange(p, 'A', 'Z')));
    }
}
