namespace HousingFirst.Core.Tests;

/// <summary>The vocabulary as the product reads it, cell by cell.</summary>
public sealed class VocabularyTests
{
    [Fact]
    public void There_are_sixty_three_codes_in_alphabetical_order()
    {
        Assert.Equal(63, Vocabulary.Current.Codes.Length);
        Assert.Equal(VocabularySheet.Rows.Select(r => r["code"]), Vocabulary.Current.Codes.Select(c => c.Code));
        Assert.Equal(Vocabulary.Current.Codes.Select(c => c.Code).Order(StringComparer.Ordinal), Vocabulary.Current.Codes.Select(c => c.Code));
    }

    [Fact]
    public void It_is_the_shared_vocabulary()
    {
        var folder = Repository.Shared(".");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, "vocabulary.tsv")), "../shared is not beside this repository.");

        Assert.Equal(
            File.ReadAllText(Path.Combine(folder!, "vocabulary.tsv")),
            File.ReadAllText(Path.Combine(Repository.Root, "functions", "HousingFirst.Core", "Glossary", "vocabulary.tsv")));
    }

    [Theory]
    [MemberData(nameof(VocabularySheet.Codes), MemberType = typeof(VocabularySheet))]
    public void Every_cell_is_read(string name)
    {
        var code = Vocabulary.Current[name];
        string Cell(string column) => VocabularySheet.Cell(name, column);
        var told = code.Told switch
        {
            ToldOf.Consent => "TOLD:consent ",
            ToldOf.Closes => "TOLD:closes ",
            ToldOf.Corrects => "TOLD:corrects ",
            _ => string.Empty,
        };

        Assert.Equal(Cell("label_en"), code.Label(Language.English));
        Assert.Equal(Cell("label_fr"), code.Label(Language.French));
        Assert.Equal(Cell("mail_label_en"), code.MailLabel(Language.English));
        Assert.Equal(Cell("mail_label_fr"), code.MailLabel(Language.French));
        Assert.Equal(Cell("urgency"), code.Urgency.ToString());
        Assert.Equal(Cell("must_know"), (told + (code.WholeTeam ? "TEAM " : string.Empty) + string.Join(' ', code.MustKnow)).Trim());
        Assert.Equal(Cell("only"), code.OnlyVisiting is null ? string.Empty : "visits=yes and role " + string.Join(' ', code.OnlyVisiting));
        Assert.Equal(Cell("never"), string.Join(' ', code.Never));
        Assert.Equal(Cell("also_tell"), code.AlsoTell.ToString(), ignoreCase: true);
        Assert.Equal(Cell("class"), code.AsCorrected ? "as:corrects" : code.Class.ToString());
        Assert.Equal(Cell("facet"), code.AsCorrected ? "as:corrects" : code.Facet.ToString(), ignoreCase: true);
        Assert.Equal(Cell("closes"), string.Join(' ', code.Closes));
        Assert.Equal(Cell("urgency_rule"), Show(code.UrgencyRule));
    }

    [Fact]
    public void Every_code_that_is_closed_is_a_code() =>
        Assert.All(Vocabulary.Current.Codes.SelectMany(c => c.Closes), code => Assert.NotNull(Vocabulary.Current.Find(code)));

    [Fact]
    public void Nothing_written_for_these_codes_is_kept() =>
        Assert.Equal(
            ["assessment.done", "client.details", "housing.absence"],
            Vocabulary.Current.Codes.Where(c => !c.Optional.Contains(ChangeField.Note) && !c.Requires.Contains(ChangeField.Note)).Select(c => c.Code));

    private static string Show(UrgencyRule? rule) => rule switch
    {
        null => string.Empty,
        UrgencyRule.Soon soon => $"soon:expectedOn={soon.Then}",
        UrgencyRule.WithinHours within => $"within{within.Hours}h:deadline={within.Then}",
        UrgencyRule.WithinDays within => $"within{within.Days}d:deadline={within.Then}",
        UrgencyRule.Closing closing => $"closing:{closing.Code}={closing.Then}",
        UrgencyRule.LastDays last => $"last{last.Days}d={last.Then}",
        UrgencyRule.AsCorrected => "as:corrects",
        _ => throw new InvalidOperationException("A rule the test doesn't know."),
    };
}
