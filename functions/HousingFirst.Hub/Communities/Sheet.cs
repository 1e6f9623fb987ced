namespace HousingFirst.Hub.Communities;

/// <summary>A tab-separated sheet with a head line, carried by the program.</summary>
internal sealed class Sheet
{
    private readonly string[] columns;

    private Sheet(string[] columns, IReadOnlyList<SheetLine> lines)
    {
        this.columns = columns;
        Lines = lines;
    }

    public IReadOnlyList<SheetLine> Lines { get; private set; }

    public static Sheet Carried(string name)
    {
        using var stream = typeof(Sheet).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program carries no sheet {name}.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split('\t')).ToArray();
        var sheet = new Sheet(lines[0], []);
        sheet.Lines = [.. lines.Skip(1).Select(cells => new SheetLine(sheet, cells))];
        return sheet;
    }

    internal int IndexOf(string column) => Array.IndexOf(columns, column) is var index and >= 0
        ? index
        : throw new InvalidOperationException($"The sheet has no column {column}.");
}

/// <summary>One line of a sheet.</summary>
internal sealed class SheetLine(Sheet sheet, string[] cells)
{
    /// <summary>A cell's text; empty where the line is shorter.</summary>
    public string this[string column] => sheet.IndexOf(column) is var index && index < cells.Length ? cells[index] : string.Empty;

    public string? Maybe(string column) => this[column] is { Length: > 0 } text ? text : null;
}
