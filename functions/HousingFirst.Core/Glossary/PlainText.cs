using System.Text;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// Text without accents, case and punctuation: so that <c>équipe GIC</c> is found by <c>Equipe gic</c>. Spelled out, since the program runs without
/// the system's language data, where decomposing a letter leaves it as it is.
/// </summary>
public static class PlainText
{
    private static readonly Dictionary<char, string> Letters = Table();

    /// <summary>The words of a text, upper case, without accents.</summary>
    public static IReadOnlyList<string> Words(string text) => Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The text in capitals without accents, one space wherever something else than a letter or digit stood.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is >= '\u0300' and <= '\u036F') continue; // An accent of its own, after its letter.
            var upper = char.ToUpperInvariant(c);
            if (Letters.TryGetValue(upper, out var letters)) plain.Append(letters);
            else if (char.IsLetterOrDigit(upper)) plain.Append(upper);
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>Whether two texts are the same but for accents, case and punctuation.</summary>
    public static bool Same(string one, string other) => string.Equals(Of(one), Of(other), StringComparison.Ordinal);

    private static Dictionary<char, string> Table()
    {
        (string Letters, string Plain)[] rows =
        [
            ("ÀÁÂÃÄÅĀĂĄ", "A"), ("ÆǼ", "AE"), ("ÇĆĈĊČ", "C"), ("ĎĐÐ", "D"), ("ÈÉÊËĒĔĖĘĚ", "E"), ("ĜĞĠĢ", "G"), ("ĤĦ", "H"), ("ÌÍÎÏĨĪĬĮİ", "I"),
            ("Ĵ", "J"), ("Ķ", "K"), ("ĹĻĽĿŁ", "L"), ("ÑŃŅŇ", "N"), ("ÒÓÔÕÖØŌŎŐ", "O"), ("Œ", "OE"), ("ŔŖŘ", "R"), ("ŚŜŞŠȘ", "S"), ("ß", "SS"),
            ("ŢŤŦȚ", "T"), ("Þ", "TH"), ("ÙÚÛÜŨŪŬŮŰŲ", "U"), ("Ŵ", "W"), ("ÝŶŸ", "Y"), ("ŹŻŽ", "Z"),
        ];
        return rows.SelectMany(r => r.Letters.Select(c => (c, r.Plain))).ToDictionary(r => r.c, r => r.Plain);
    }
}
