using CsCheck;

namespace HousingFirst.Core.Tests.Glossary;

/// <summary>An agency's own terms (rule 11).</summary>
public sealed class AgencyTermsTests
{
    private static readonly Gen<AgencyTerm> AnyTerm = Gen.Select(
        Gen.String[Gen.Char["abcdé -1"], 1, 12], Gen.Int[0, Vocabulary.Current.Codes.Length - 1], (term, code) => new AgencyTerm(term, Vocabulary.Current.Codes[code].Code));

    [Fact]
    public void A_mapped_term_is_found_in_any_case_and_accents_and_nothing_else_is() =>
        Gen.Select(AnyTerm.Array[0, 12], Gen.String[Gen.Char["abcdé -1"], 1, 12]).Sample((mappings, word) =>
        {
            AgencyTerm[] right = [.. mappings.Where(m => AgencyTerms.Check(m).IsEmpty)];
            var terms = new AgencyTerms(right, 1);
            foreach (var term in right)
            {
                var last = right.Last(t => Folding.Of(t.Term) == Folding.Of(term.Term));
                Assert.Equal(last.Code, terms.Find(term.Term)!.Code);
                Assert.Equal(last.Code, terms.Find($" {term.Term.ToUpperInvariant().Replace('É', 'E')}!")!.Code);
            }

            Assert.Equal(right.Select(t => Folding.Of(t.Term)).Distinct().Count(), terms.Count);
            if (right.All(t => Folding.Of(t.Term) != Folding.Of(word))) Assert.Null(terms.Find(word));
        });

    [Fact]
    public void A_code_means_itself_and_no_other_whatever_its_spelling()
    {
        foreach (var code in Vocabulary.Current.Codes)
        {
            Assert.Empty(AgencyTerms.Check(new AgencyTerm(code.Code.ToUpperInvariant().Replace('.', ' '), code.Code)));
            var other = code.Code == "other" ? "housing.lost" : "other";
            Assert.Equal("a code's own name", Assert.Single(AgencyTerms.Check(new AgencyTerm(code.Code.ToUpperInvariant(), other))).Rule);
        }
    }

    [Theory]
    [InlineData("", "housing.moveIn", "term", "empty")]
    [InlineData("!?", "housing.moveIn", "term", "neither a letter nor a digit")]
    [InlineData("client 123456789", "housing.moveIn", "term", "nine digits in a row")]
    [InlineData("moved in", "housing.movein", "code", "not a code")]
    public void A_wrong_mapping_is_named_without_what_was_written(string term, string code, string path, string rule)
    {
        var defect = Assert.Single(AgencyTerms.Check(new AgencyTerm(term, code)));
        Assert.Equal((path, rule), (defect.Path, defect.Rule));
        Assert.DoesNotContain("123456789", defect.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_of_another_edition_is_not_understood_rather_than_guessed()
    {
        var terms = new AgencyTerms([new AgencyTerm("moved in", "housing.movedInByHelicopter")], 3);
        Assert.Null(terms.Find("moved in"));
        Assert.Equal(3, terms.Version);
        Assert.Null(AgencyTerms.None.Find("moved in"));
    }

    [Fact]
    public void Every_word_of_the_starter_may_be_mapped_and_is_answered_with_its_own_code()
    {
        Assert.InRange(StarterTerms.All.Length, 200, AgencyTerms.Most);
        Assert.Equal(StarterTerms.All.Length, StarterTerms.All.Select(t => Folding.Of(t.Term)).Distinct().Count());
        foreach (var starter in StarterTerms.All)
        {
            Assert.All(starter.Codes, code => Assert.Empty(AgencyTerms.Check(new AgencyTerm(starter.Term, code.Code))));
            Assert.Contains(NearestCode.Of(starter.Term).Code, starter.Codes.Select(c => c.Code));
            Assert.DoesNotContain(starter.Codes, c => c.MaySend == MaySend.Hub);
        }

        Assert.Contains(StarterTerms.All, t => t.Language == Language.French && t.Code is null);
        Assert.Null(StarterTerms.All.Single(t => t.Term == "admitted").Code);
    }

    [Fact]
    public void Every_label_and_every_code_is_answered_with_its_own_code()
    {
        foreach (var code in Vocabulary.Current.Codes)
        {
            Assert.Equal(code.Code, NearestCode.Of(code.Code.ToUpperInvariant()).Code);
            Assert.Equal(code.LabelFr, Vocabulary.Current.Find(NearestCode.Of(code.LabelFr).Code)!.LabelFr);
            Assert.Equal(code.LabelEn, Vocabulary.Current.Find(NearestCode.Of(code.LabelEn).Code)!.LabelEn);
        }
    }

    [Fact]
    public void Any_text_is_answered_with_a_valid_code() =>
        Gen.String[Gen.Char, 0, 200].Sample(text => Assert.NotNull(Vocabulary.Current.Find(NearestCode.Of(text).Code)));
}
