namespace HousingFirst.Core.Tests.Decisions;

/// <summary>The practice's own examples: each must come out word for word.</summary>
public sealed class TwelveDecisionsTests
{
    private const int HowMany = 12;

    public static TheoryData<string> Numbers => new(["1", "3", "5", "7", "9", "11", "13", "15", "17", "19", "21", "23"]);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_decision_comes_out_word_for_word(string number)
    {
        var community = Load();
        var row = community.Sheet("decisions").Single(r => r["n"] == number);

        var decision = ChangeRules.Decide(community.Change(row), community.State(row["client"]), Past.None, community.At);

        var accepted = Assert.IsType<Decision.Accepted>(decision);
        Assert.Equal(row["urgency"], accepted.Urgency.ToString());
        Assert.Equal(row["outcome"], CoverageText.Of(accepted.Lines, accepted.Urgency));
    }

    [Fact]
    public void Every_decision_of_the_table_is_tested() =>
        Assert.Equal(Numbers.Select(n => n.Data), Load().Sheet("decisions").Select(r => r["n"]).Take(HowMany + 1));

    private static FictionalCommunity Load()
    {
        var folder = Repository.Shared("community");
        Assert.SkipWhen(folder is null, "../shared/community is not beside this repository.");
        return new FictionalCommunity(folder!);
    }
}
