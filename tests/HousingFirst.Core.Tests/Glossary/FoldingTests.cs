using CsCheck;

namespace HousingFirst.Core.Tests.Glossary;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Congé de l’hôpital", "CONGE DE LHOPITAL")]
    [InlineData("  moved-in!! ", "MOVED IN")]
    [InlineData("fin / Straße", "FIN STRASSE")]
    [InlineData("ᓀᐦᐃᔭᐤ", "ᓀᐦᐃᔭᐤ")]
    [InlineData("Cafe\u0301", "CAFE")]
    [InlineData("'", "")]
    [InlineData("Équipe GIC Rivière", "EQUIPE GIC RIVIERE")]
    [InlineData("Marie-Ève  Caron (bureau)", "MARIE EVE CARON BUREAU")]
    [InlineData("cœur Ÿ ç ñ Ł ß", "COEUR Y C N L SS")]
    public void Letters_and_digits_are_kept_in_capitals_without_accents(string text, string folded) => Assert.Equal(folded, Folding.Of(text));

    [Fact]
    public void Folding_twice_is_folding_once_for_any_text() =>
        Gen.String[Gen.Char, 0, 40].Sample(text => Assert.Equal(Folding.Of(text), Folding.Of(Folding.Of(text))), iter: 5000);

    [Fact]
    public void Lower_and_upper_case_fold_alike() =>
        Gen.String[Gen.Char["abzéèçôœßABZÉÈÇ 19-'’."], 0, 40].Sample(text => Assert.Equal(Folding.Of(text.ToUpperInvariant()), Folding.Of(text.ToLowerInvariant())));

    [Fact]
    public void Every_letter_of_French_is_a_plain_one()
    {
        const string letters = "àâäæçéèêëîïôœùûüÿ";
        Assert.All(letters + letters.ToUpperInvariant(), c => Assert.All(Folding.Of(c.ToString()), p => Assert.InRange(p, 'A', 'Z')));
    }

    [Fact]
    public void An_elided_article_is_a_word_of_its_own() =>
        Assert.Equal(["SERVICE", "SOCIAL", "DE", "L", "HOPITAL"], Folding.Words("Service social de l’Hôpital"));
}
