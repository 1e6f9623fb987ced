using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace HousingFirst.Core.Glossary;

/// <summary>
/// Names and terms as people mean them: "Café de l’Espoir", "CAFE DE L'ESPOIR" and "Cafe de lespoir." are one. Case, accents, punctuation and
/// the number of spaces tell nothing apart; letters and digits do.
/// </summary>
/// <remarks>
/// Accents are told by a table: the program runs without the operating system's culture data, so that it is the same everywhere, and without
/// that data .NET takes no letter apart.
/// </remarks>
public static class Folding
{
    private const string Apostrophes = "'’‘`´";

    private static readonly FrozenDictionary<Rune, string> Plain = Of(
        ("A", "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ"),
        ("B", "ḂḄḆ"),
        ("C", "ÇĆĈĊČḈ"),
        ("D", "ĎḊḌḎḐḒĐÐ"),
        ("E", "ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ"),
        ("F", "Ḟ"),
        ("G", "ĜĞĠĢǦǴḠ"),
        ("H", "ĤȞḢḤḦḨḪ"),
        ("I", "ÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ"),
        ("J", "Ĵ"),
        ("K", "ĶǨḰḲḴ"),
        ("L", "ĹĻĽḶḸḺḼŁ"),
        ("M", "ḾṀṂ"),
        ("N", "ÑŃŅŇǸṄṆṈṊ"),
        ("O", "ÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢØǾ"),
        ("P", "ṔṖ"),
        ("R", "ŔŖŘȐȒṘṚṜṞ"),
        ("S", "ŚŜŞŠȘṠṢṤṦṨ"),
        ("T", "ŢŤȚṪṬṮṰ"),
        ("U", "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ"),
        ("V", "ṼṾ"),
        ("W", "ŴẀẂẄẆẈ"),
        ("X", "ẊẌ"),
        ("Y", "ÝŶŸȲẎỲỴỶỸ"),
        ("Z", "ŹŻŽẐẒẔ"),
        ("AE", "ÆǼ"),
        ("OE", "Œ"),
        ("SS", "ßẞ"));

    /// <summary>The text's letters and digits in capitals without accents, one space between words; empty where it has none.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var apart = false;
        foreach (var written in text.EnumerateRunes())
        {
            var rune = Rune.ToUpperInvariant(written);
            if (Rune.IsLetterOrDigit(rune))
            {
                if (apart && folded.Length > 0) folded.Append(' ');
                apart = false;
                if (Plain.TryGetValue(rune, out var letters)) folded.Append(letters);
                else folded.Append(rune);
            }
            else if (!IsInsideWord(rune))
            {
                apart = true;
            }
        }

        return folded.ToString();
    }

    /// <summary>The words of a text, each folded; an elided article is a word of its own, so that « l’espoir » is found by "espoir".</summary>
    public static IReadOnlyList<string> Words(string text) =>
        Of(string.Concat(text.Select(c => Apostrophes.Contains(c, StringComparison.Ordinal) ? ' ' : c))).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether two texts are one.</summary>
    public static bool Same(string one, string other) => string.Equals(Of(one), Of(other), StringComparison.Ordinal);

    /// <summary>Accents that stand by themselves, and the apostrophes that some write and some leave out.</summary>
    private static bool IsInsideWord(Rune rune) =>
        (rune.IsBmp && Apostrophes.Contains((char)rune.Value, StringComparison.Ordinal))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static FrozenDictionary<Rune, string> Of(params (string Plain, string Accented)[] letters) => letters
        .SelectMany(l => l.Accented.EnumerateRunes().Select(rune => KeyValuePair.Create(rune, l.Plain)))
        .ToFrozenDictionary();
}
