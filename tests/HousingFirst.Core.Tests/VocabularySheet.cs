namespace HousingFirst.Core.Tests;

/// <summary>The vocabulary as plain cells, read without the product's reader: what tests compare it with.</summary>
internal static class VocabularySheet
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows { get; } =
        Repository.ReadSheet(Path.Combine(Repository.Root, "functions", "HousingFirst.Core", "Glossary", "vocabulary.tsv"));

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> ByCode = Rows.ToDictionary(r => r["code"]);

    public static string Cell(string code, string column) => ByCode[code][column];

    public static string[] Words(string code, string column) => Cell(code, column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every code, for theories.</summary>
    public static TheoryData<string> Codes => new(Rows.Select(r => r["code"]));
}
