namespace HousingFirst.Core.Tests;

/// <summary>Where the repository's own files and its neighbours' are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The shared facts beside the repository, or null where they aren't there.</summary>
    public static string? Shared(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", folder));
        return Directory.Exists(path) ? path : null;
    }

    /// <summary>A tab-separated file as rows of column and cell.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> ReadSheet(string path)
    {
        var lines = File.ReadAllLines(path).Where(l => l.Length > 0).ToArray();
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(line =>
        {
            var cells = line.Split('\t');
            return columns.Select((c, i) => (c, Cell: i < cells.Length ? cells[i] : string.Empty)).ToDictionary(c => c.c, c => c.Cell);
        })];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HousingFirst.Functions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
