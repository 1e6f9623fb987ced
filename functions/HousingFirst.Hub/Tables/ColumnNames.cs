using System.Collections.Concurrent;
using System.Text.Json;

namespace HousingFirst.Hub.Tables;

/// <summary>The columns' names, each kept once: rows are read by the thousand, and all have the same few dozen names.</summary>
internal static class ColumnNames
{
    /// <summary>More names than the hub's rows have. A file changed by hand could have any number.</summary>
    private const int MostKept = 512;

    private const int Longest = 64;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByText = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name that the reader stands on.</summary>
    public static string Of(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > Longest) return reader.GetString()!;
        Span<char> text = stackalloc char[Longest];
        text = text[..reader.CopyString(text)];
        if (ByText.TryGetValue(text, out var known)) return known;
        var name = text.ToString();
        if (Known.Count < MostKept) Known.TryAdd(name, name);
        return name;
    }
}
