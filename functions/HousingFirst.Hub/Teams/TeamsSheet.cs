using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// A teams sheet as a spreadsheet program saved it: CSV (RFC 4180) in UTF-8, with or without a byte order mark, commas, semicolons (as Excel writes
/// in French) or tabs between the cells. Whatever is wrong with the file as such is named by line and column.
/// </summary>
public sealed class TeamsSheet
{
    /// <summary>The largest file: some hundred thousand lines.</summary>
    public const int LargestBytes = 16 * 1024 * 1024;

    private static readonly string[] Delimiters = [",", ";", "\t"];

    private readonly List<SheetDefect> defects = [];
    private readonly List<TeamsLine> lines = [];

    /// <summary>Which heads are empty: a head that is none has been named once, and its cells need not be.</summary>
    private readonly List<bool> blank = [];

    private TeamsSheet()
    {
    }

    /// <summary>The lines below the head, empty ones left out.</summary>
    public IReadOnlyList<TeamsLine> Lines => lines;

    /// <summary>What is wrong with the file as such.</summary>
    public IReadOnlyList<SheetDefect> Defects => defects;

    /// <summary>Whether the heads are French.</summary>
    public bool IsFrench { get; private set; }

    /// <summary>A column's head, in the language of the file's own.</summary>
    public string NameOf(TeamsColumn column) => IsFrench ? TeamsColumns.HeadsOf(column).French : TeamsColumns.HeadsOf(column).English;

    /// <summary>Reads a file.</summary>
    public static TeamsSheet Read(ReadOnlyMemory<byte> file)
    {
        var sheet = new TeamsSheet();
        if (file.Length > LargestBytes) sheet.Wrong(1, "the file", $"larger than {LargestBytes / 1024 / 1024} MiB", "split it by clients");
        else if (!Utf8.IsValid(file.Span)) sheet.Wrong(1, "the file", "not UTF-8", "save it as \"CSV UTF-8\" (« CSV UTF-8 »)");
        else sheet.ReadText(Encoding.UTF8.GetString(file.Span).TrimStart('\uFEFF'));
        return sheet;
    }

    private void ReadText(string text)
    {
        var (delimiter, skipped) = DelimiterOf(text);
        using var reader = new StringReader(text);
        for (var i = 0; i < skipped; i++) reader.ReadLine();
        var open = new List<int>();
        var line = skipped;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            BadDataFound = _ => open.Add(line),
        };
        using var parser = new CsvParser(reader, configuration);
        TeamsColumn?[]? heads = null;
        while (true)
        {
            line = skipped + parser.RawRow + 1;
            if (!parser.Read()) break;
            var cells = parser.Record!;
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            if (heads is null) heads = ReadHeads(cells, line);
            else AddLine(heads, cells, line);
        }

        foreach (var at in open.Distinct())
            Wrong(at, "the line", "a quotation mark inside a cell, or one that is not closed", "put the whole cell in quotation marks, and double those inside");
        if (heads is null) Wrong(1, "the file", "empty", "begin with the head line: `hub teams template` prints one");
        else if (!heads.Contains(TeamsColumn.Client)) Wrong(1, "client", "missing", "add the column: every line has your reference for its client");
        else if (lines.Count == 0 && defects.Count == 0) Wrong(1, "the file", "no line below the head", "add a line for each partner of each client");
    }

    private TeamsColumn?[] ReadHeads(string[] cells, int line)
    {
        var heads = new TeamsColumn?[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            blank.Add(string.IsNullOrWhiteSpace(cells[i]));
            if (blank[i]) continue;
            var place = Place(i);
            heads[i] = TeamsColumns.Find(cells[i]);
            IsFrench |= heads[i] is { } known && !TeamsColumns.IsEnglish(known, cells[i]);
            // A head that is none may be anything, a client's name too: it is counted, never repeated.
            if (heads[i] is not { } column)
            {
                Wrong(line, place, "not a column of the teams sheet", TeamsColumns.Nearest(cells[i]) is { } near
                    ? $"did you mean `{near}`?"
                    : "leave the column out; a client's name never goes in");
            }
            else if (Array.IndexOf(heads, column) < i)
            {
                Wrong(line, place, "the same head as another column", "keep one of them");
            }
        }

        return heads;
    }

    private void AddLine(TeamsColumn?[] heads, string[] cells, int line)
    {
        var texts = new string[TeamsColumns.All.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = cells[i].Trim().Trim('\u00A0');
            if (cell.Length == 0) continue;
            if (i < heads.Length && heads[i] is { } column) texts[(int)column] = cell;
            else if (i >= heads.Length || blank[i]) Wrong(line, Place(i), "a cell with no head over it", "give the column a head, or empty the cell");
        }

        lines.Add(new TeamsLine(line, texts));
    }

    private void Wrong(int line, string column, string rule, string mend) => defects.Add(new SheetDefect(line, column, rule, mend));

    private static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"column {index + 1}");

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

/// <summary>One line of a teams sheet.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Cells">The cells by column, without spaces around them; null where empty.</param>
public sealed record TeamsLine(int Line, IReadOnlyList<string?> Cells)
{
    /// <summary>A cell, or null where it is empty.</summary>
    public string? this[TeamsColumn column] => Cells[(int)column];

    /// <summary>Whether any of these cells says something.</summary>
    public bool HasAny(params ReadOnlySpan<TeamsColumn> columns)
    {
        foreach (var column in columns)
        {
            if (this[column] is not null) return true;
        }

        return false;
    }

    /// <summary>Hides the line: it is about a client.</summary>
    public override string ToString() => "line";
}
