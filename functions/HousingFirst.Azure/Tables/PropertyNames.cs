using System.Globalization;
using System.Text;

namespace HousingFirst.Azure.Tables;

/// <summary>
/// Column names as names of properties. Letters, digits and <c>_</c> stay, so an operator reads them as they are; anything else, a digit in
/// front, and what would be taken for one of these is written <c>_xHHHH_</c>, the code of its UTF-16 unit. So are the first letters of the
/// names that table storage and this adapter keep for themselves.
/// </summary>
internal static class PropertyNames
{
    /// <summary>Holds the row's <see cref="WriteTrail"/>. Never a column.</summary>
    public const string WriteIds = "writeIds";

    private const int Longest = 255;

    private static readonly HashSet<string> Taken = new(["PartitionKey", "RowKey", "Timestamp", WriteIds], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a property is no column but table storage's or the adapter's own.</summary>
    public static bool IsHidden(string property) => Taken.Contains(property) || property.StartsWith("odata.", StringComparison.Ordinal);

    /// <summary>The property of a column.</summary>
    /// <exception cref="ArgumentException">The name is empty, or too long once written so.</exception>
    public static string OfColumn(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        var property = NeedsNone(column) ? column : Escape(column);
        if (property.Length > Longest) throw new ArgumentException($"A column's name takes at most {Longest} characters in table storage.", nameof(column));
        return property;
    }

    /// <summary>The column of a property.</summary>
    public static string ToColumn(string property)
    {
        if (!property.Contains("_x", StringComparison.Ordinal)) return property;
        var column = new StringBuilder();
        for (var i = 0; i < property.Length; i++)
        {
            if (IsEscape(property, i))
            {
                column.Append((char)ushort.Parse(property.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 6;
            }
            else
            {
                column.Append(property[i]);
            }
        }

        return column.ToString();
    }

    private static bool NeedsNone(string column)
    {
        for (var i = 0; i < column.Length; i++)
        {
            if (!Stays(column, i)) return false;
        }

        return !Taken.Contains(column);
    }

    private static string Escape(string column)
    {
        var property = new StringBuilder();
        for (var i = 0; i < column.Length; i++)
        {
            if (Stays(column, i) && !(i == 0 && Taken.Contains(column))) property.Append(column[i]);
            else property.Append(CultureInfo.InvariantCulture, $"_x{(int)column[i]:X4}_");
        }

        return property.ToString();
    }

    private static bool Stays(string column, int i) =>
        char.IsAsciiLetter(column[i]) || (char.IsAsciiDigit(column[i]) && i > 0) || (column[i] == '_' && !IsEscape(column, i));

    private static bool IsEscape(string text, int i)
    {
        if (i + 7 > text.Length || text[i] != '_' || text[i + 1] != 'x' || text[i + 6] != '_') return false;
        for (var at = i + 2; at < i + 6; at++)
        {
            if (!char.IsAsciiHexDigitUpper(text[at])) return false;
        }

        return true;
    }
}
