using System.Text.RegularExpressions;
using HousingFirst.Contracts;
using Xunit;

namespace HousingFirst.Local.Tests.Docs;

/// <summary>What README and the guides show, word for word.</summary>
internal static class Guide
{
    /// <summary>A guide's text, by its path from the repository's root.</summary>
    public static Task<string> ReadAsync(string path, CancellationToken cancellation) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, path), cancellation);

    /// <summary>The blocks of a language, in their order.</summary>
    public static string[] Fences(string text, string language) =>
        [.. Regex.Matches(text, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    /// <summary>Skips the test where a tool is missing; in CI, which must have everything, fails it.</summary>
    public static void Needs(bool isThere, string what)
    {
        if (isThere) return;
        var text = $"{what} is missing: as root on Debian, `tests/run` installs it.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(text);
        Assert.Skip(text);
    }

    /// <summary>Skips or fails the test where a command isn't installed.</summary>
    public static void Needs(params string[] commands)
    {
        foreach (var command in commands) Needs(OnPath(command), command);
    }

    private static bool OnPath(string tool) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, tool)));
}
