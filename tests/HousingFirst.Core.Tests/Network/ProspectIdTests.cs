using CsCheck;
using HousingFirst.Core.Network;

namespace HousingFirst.Core.Tests.Network;

/// <summary>The same name is the same prospect, in whatever spelling of case and accents.</summary>
public sealed class ProspectIdTests
{
    private static readonly (string Plain, string Accented)[] Accents = [("e", "é"), ("E", "È"), ("a", "à"), ("c", "ç"), ("o", "ô"), ("u", "û"), ("oe", "œ"), ("i", "ï")];

    [Theory]
    [InlineData("Galt Street Library", "galt-street-library")]
    [InlineData("  GALT   street. library ", "galt-street-library")]
    [InlineData("Café de l’Espoir", "cafe-de-lespoir")]
    [InlineData("CAFE DE L'ESPOIR", "cafe-de-lespoir")]
    [InlineData("St. John's", "st-johns")]
    [InlineData("L’Œuvre Léger", "loeuvre-leger")]
    public void An_id_can_be_read(string name, string id) => Assert.Equal(id, ProspectId.Of(name)!.Value.Value);

    [Theory]
    [InlineData("")]
    [InlineData(" - ' ! ")]
    public void Without_a_letter_or_digit_there_is_none(string name) => Assert.Null(ProspectId.Of(name));

    [Fact]
    public void Case_accents_spaces_and_punctuation_make_no_other_prospect() =>
        Gen.Select(Gen.String[Gen.Char["abcdeiou zé"], 1, 30], Gen.Int[0, 7], Gen.Int[0, 2]).Sample((name, accent, how) =>
        {
            if (ProspectId.Of(name) is not { } id) return;
            var (plain, accented) = Accents[accent];
            var other = how switch
            {
                0 => name.ToUpperInvariant(),
                1 => name.Replace(" ", " - ", StringComparison.Ordinal) + "!",
                _ => name.Replace(plain, accented, StringComparison.Ordinal),
            };
            Assert.Equal(id, ProspectId.Of(other));
        });

    [Fact]
    public void Another_letter_makes_another_prospect() =>
        Gen.Select(Gen.String[Gen.Char["abcde "], 1, 90], Gen.String[Gen.Char["abcde "], 1, 90]).Sample((one, other) =>
            Assert.Equal(Folding.Of(one) == Folding.Of(other), ProspectId.Of(one) == ProspectId.Of(other)));

    [Fact]
    public void Of_any_name_it_is_short_and_plain_and_its_own_name_where_it_can_be_read() =>
        Gen.String[Gen.Char, 0, 120].Sample(name =>
        {
            if (ProspectId.Of(name) is not { } id) return;
            Assert.Matches("^[a-z0-9-]{1,60}$", id.Value);
            if (string.Equals(id.Value.Replace("-", " ", StringComparison.Ordinal), Folding.Of(name), StringComparison.OrdinalIgnoreCase)) Assert.Equal(id, ProspectId.Of(id.Value));
        });
}
