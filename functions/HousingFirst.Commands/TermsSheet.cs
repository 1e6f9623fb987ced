using HousingFirst.Hub.Sheets;

namespace HousingFirst.Commands;

/// <summary>A sheet of an agency's own terms: a head line that names the columns <c>term</c> and <c>code</c>, then a line a term.</summary>
internal static class TermsSheet
{
    private static readonly string[] Needed = ["term", "code"];

    /// <summary>Its lines below the head: their numbers in the file, from 1, and their two cells.</summary>
    /// <exception cref="CommandFailure">It isn't UTF-8, a quotation mark isn't closed, or a column is missing.</exception>
    public static IReadOnlyList<(int Line, string Term, string Code)> Read(InputFile file)
    {
        var sheet = CsvSheet.Read(file.Body) ?? throw new CommandFailure($"{file.Name} is not UTF-8. In the spreadsheet, save it as \"CSV UTF-8\".");
        if (sheet.Misquoted is [var open, ..])
        {
            throw new CommandFailure(
                $"{file.Name}, line {open}: a quotation mark inside a cell, or one that is not closed. Put the whole cell in quotation marks, and double those inside.");
        }

        var names = sheet.Lines is [var head, ..] ? head.Cells.Select(c => c.Trim().ToLowerInvariant()).ToArray() : [];
        if (Needed.Where(n => !names.Contains(n)).ToArray() is [_, ..] missing)
            throw new CommandFailure($"{file.Name} has no column {string.Join(" and no column ", missing)}. Its first line names the columns: {string.Join(',', Needed)}");
        var (term, code) = (Array.IndexOf(names, Needed[0]), Array.IndexOf(names, Needed[1]));
        return [.. sheet.Lines.Skip(1).Select(l => (l.Line, Cell(l, term), Cell(l, code)))];
    }

    private static string Cell(CsvLine line, int index) => index < line.Cells.Length ? line.Cells[index].Trim() : string.Empty;
}
