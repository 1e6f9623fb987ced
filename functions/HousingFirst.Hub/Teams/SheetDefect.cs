using System.Globalization;

namespace HousingFirst.Hub.Teams;

/// <summary>One thing wrong with a sheet: where, which rule, what to do. Never holds a value of the sheet.</summary>
/// <param name="Line">The line of the file, from 1; the first of a line that holds line breaks.</param>
/// <param name="Column">The column's head in English, or its place.</param>
/// <param name="Rule">What is wrong, as the rule it breaks.</param>
/// <param name="Mend">What to do.</param>
public sealed record SheetDefect(int Line, string Column, string Rule, string Mend)
{
    /// <summary>One line: <c>line 12, allows: not one of its words; write ...</c></summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}, {Column}: {Rule}; {Mend}");
}
