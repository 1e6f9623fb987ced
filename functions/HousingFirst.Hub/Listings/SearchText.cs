using HousingFirst.Core.Glossary;

namespace HousingFirst.Hub.Listings;

/// <summary>Text as searches compare it: folded, each word between single spaces.</summary>
public static class SearchText
{
    /// <summary>The text without case and accents, words between single spaces.</summary>
    public static string Fold(string text) => string.Join(' ', Folding.Words(text));

    /// <summary>The words of a text, folded.</summary>
    public static IReadOnlyList<string> Words(string text) => Folding.Words(text);
}
