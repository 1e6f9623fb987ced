using System.Globalization;
using HousingFirst.Hub.Sheets;

namespace HousingFirst.Hub.Teams;

/// <summary>
/// A teams sheet: what is known of its heads and cells. Whatever is wrong with the file as such is named by line and column.
/// </summary>
public sealed class TeamsSheet
{
    /// <summary>The largest file: some hundred thousand lines.</summary>
    public const int LargestBytes = 16 * 1024 * 1024;

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
        else if (CsvSheet.Read(file) is { } csv) sheet.ReadLines(csv);
        else sheet.Wrong(1, "the file", "not UTF-8", "save it as \"CSV UTF-8\" (« CSV UTF-8 »)");
        return sheet;
    }

    private void ReadLines(CsvSheet csv)
    {
        TeamsColumn?[]? heads = null;
        foreach (var (line, cells) in csv.Lines)
        {
            if (heads is null) heads = ReadHeads(cells, line);
            else AddLine(heads, cells, line);
        }

        foreach (var at in csv.Misquoted)
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
