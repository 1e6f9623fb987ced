using System.Runtime.CompilerServices;

namespace HousingFirst.Contracts;

/// <summary>Where the tests' own files lie.</summary>
public static class Repository
{
    /// <summary>The repository's root: the folder that holds global.json.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the folder <c>shared</c> beside the repository, or null where it isn't there.</summary>
    public static string? Shared(string path)
    {
        var file = Path.Combine(Root, "..", "shared", path);
        return File.Exists(file) ? file : null;
    }

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests has a global.json.");
    }
}
