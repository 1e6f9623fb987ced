using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>
/// Compares with a file under <c>Golden/</c>. After a change that is meant, run once with HF_GOLDEN=write and read the difference in the commit.
/// </summary>
internal static class Golden
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("HF_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"There is no golden file {name}: run once with HF_GOLDEN=write, then look at it.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"));
    }

    /// <summary>The names of the golden files that end so, to find those no test writes any more.</summary>
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder()).Select(file => Path.GetFileName(file));

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HousingFirst.Functions.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "tests", "HousingFirst.Mail.Tests", "Golden");
    }
}
