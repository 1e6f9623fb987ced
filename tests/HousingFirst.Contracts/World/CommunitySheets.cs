namespace HousingFirst.Contracts.World;

/// <summary>The sheets of the fictional community beside the repository, where they are there.</summary>
public static class CommunitySheets
{
    /// <summary>The lines of a sheet by column, or null where the folder is not there.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>>? Find(string name)
    {
        if (Repository.Shared(Path.Combine("community", name)) is not { } file) return null;
        var lines = File.ReadAllLines(file).Select(l => l.Split('\t')).ToArray();
        return [.. lines.Skip(1).Select(cells => (IReadOnlyDictionary<string, string>)lines[0]
            .Select((column, i) => (column, cell: i < cells.Length ? cells[i] : string.Empty)).ToDictionary(c => c.column, c => c.cell))];
    }
}
