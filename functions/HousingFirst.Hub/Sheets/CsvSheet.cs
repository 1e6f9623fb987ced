using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;

namespace HousingFirst.Hub.Sheets;

/// <summary>
/// The lines of a sheet as a spreadsheet program saved it: CSV (RFC 4180) in UTF-8, with or without a byte order mark, commas, semicolons (as Excel
/// writes in French) or tabs between the cells. What a cell means is its reader's concern.
/// </summary>
public sealed class CsvSheet
{
    private static readonly string[] Delimiters = [",", ";", "\t"];

    private CsvSheet(IReadOnlyList<CsvLine> lines, IReadOnlyList<int> misquoted)
    {
        (Lines, Misquoted) = (lines, misquoted);
    }

    /// <summary>Every line that holds anything, the head line first.</summary>
    public IReadOnlyList<CsvLine> Lines { get; }

    /// <summary>The lines with a quotation mark inside a cell, or one that is not closed.</summary>
    public IReadOnlyList<int> Misquoted { get; }

    /// <summary>Reads a file.</summary>
    /// <returns>Null where it is not UTF-8.</returns>
    public static CsvSheet? Read(ReadOnlyMemory<byte> file)
    {
        if (!Utf8.IsValid(file.Span)) return null;
        var text = Encoding.UTF8.GetString(file.Span).TrimStart('\uFEFF');
        var (delimiter, skipped) = DelimiterOf(text);
        using var reader = new StringReader(text);
        for (var i = 0; i < skipped; i++) reader.ReadLine();
        var (lines, misquoted, line) = (new List<CsvLine>(), new List<int>(), skipped);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            BadDataFound = _ => misquoted.Add(line),
        };
        using var parser = new CsvParser(reader, configuration);
        while (true)
        {
            line = skipped + parser.RawRow + 1;
            if (!parser.Read()) break;
            if (!parser.Record!.All(string.IsNullOrWhiteSpace)) lines.Add(new CsvLine(line, parser.Record!));
        }

        return new CsvSheet(lines, [.. misquoted.Distinct()]);
    }

    /// <summary>What stands between the cells, by the head line; Excel may say it in a first line <c>sep=;</c> of its own.</summary>
    private static (string Delimiter, int Skipped) DelimiterOf(string text)
    {
        using var reader = new StringReader(text);
        var first = reader.ReadLine() ?? string.Empty;
        if (first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length == 5) return (first[4].ToString(), 1);
        while (first.Length == 0 && reader.ReadLine() is { } next) first = next;
        return (Delimiters.MaxBy(d => first.Count(c => c == d[0]))!, 0);
    }
}

/// <summary>One line of a sheet.</summary>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Cells">Its cells as they are.</param>
public sealed record CsvLine(int Line, string[] Cells)
{
    /// <summary>Hides the cells: they may be about a client.</summary>
    public override string ToString() => "line";
}
