using System.Globalization;
using System.Text;

namespace HousingFirst.Local.Commands;

/// <summary>
/// A sheet as spreadsheets save it: a head line, then a line a row; cells between commas, semicolons (as a French Excel writes them) or tabs,
/// and in quotes where they hold one (RFC 4180).
/// </summary>
/// <param name="Name">The file, as the reader named it.</param>
/// <param name="Lines">The lines below the head that hold anything.</param>
internal sealed record CsvFile(string Name, IReadOnlyList<CsvLine> Lines)
{
    /// <summary>Reads a sheet that has the columns <c>term</c> and <c>code</c>.</summary>
    /// <exception cref="CommandFailure">It isn't UTF-8, a quote isn't closed, or a column is missing.</exception>
    public static CsvFile Read(InputFile file)
    {
        string[] needed = ["term", "code"];
        var text = Text(file);
        var end = text.IndexOfAny(['\r', '\n']);
        var head = end < 0 ? text : text[..end];
        var separator = "\t;,".MaxBy(c => head.Count(h => h == c));
        var rows = Rows(file, text, separator).ToArray();
        var names = rows.Length == 0 ? [] : rows[0].Cells.Select(c => c.Trim().ToLowerInvariant()).ToArray();
        if (needed.Where(n => !names.Contains(n)).ToArray() is [_, ..] missing)
            throw new CommandFailure($"{file.Name} has no column {string.Join(" and no column ", missing)}. Its first line names the columns: {string.Join(',', needed)}");
        return new CsvFile(file.Name, [.. rows.Skip(1).Where(r => r.Cells.Any(c => !string.IsNullOrWhiteSpace(c))).Select(r => new CsvLine(r.Number, names, r.Cells))]);
    }

    private static string Text(InputFile file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Body).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            throw new CommandFailure($"{file.Name} is not UTF-8. In the spreadsheet, save it as \"CSV UTF-8\".", broken);
        }
    }

    private static IEnumerable<(int Number, List<string> Cells)> Rows(InputFile file, string text, char separator)
    {
        var (cell, cells) = (new StringBuilder(), new List<string>());
        var (line, began, quoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0) quoted = true;
            else if (c == separator) Take();
            else if (c == '\n')
            {
                Take();
                yield return (began, cells);
                (cells, began) = ([], line);
            }
            else if (c != '\r') cell.Append(c);
        }

        if (quoted) throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: a quote that opens in line {began} is never closed. Close it."));
        if (cell.Length == 0 && cells.Count == 0) yield break;
        Take();
        yield return (began, cells);

        void Take()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}

/// <summary>One line of a sheet.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Names">The columns' names.</param>
/// <param name="Cells">The cells.</param>
internal sealed record CsvLine(int Number, string[] Names, IReadOnlyList<string> Cells)
{
    /// <summary>A cell by its column's name; empty where the line is shorter.</summary>
    public string this[string column] => Array.IndexOf(Names, column) is var index && index < Cells.Count ? Cells[index] : string.Empty;
}
