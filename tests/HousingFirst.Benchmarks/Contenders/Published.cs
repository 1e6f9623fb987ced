namespace HousingFirst.Benchmarks.Contenders;

/// <summary>The built programs, as <c>tests/benchmarks</c> published them beside this one: Release, framework-dependent.</summary>
internal static class Published
{
    /// <summary>The hub.</summary>
    public static string Hub => Program("HousingFirst.Local");

    /// <summary>The empty web app.</summary>
    public static string EmptyApp => Program("HousingFirst.Benchmarks.EmptyApp");

    /// <summary>The empty generic host.</summary>
    public static string EmptyHost => Program("HousingFirst.Benchmarks.EmptyHost");

    /// <summary>The Azure head, over the stand-ins of its packages.</summary>
    public static string Head => Program("HousingFirst.Functions.StandIns", "HousingFirst.Functions");

    private static string Program(string project, string? name = null)
    {
        name ??= project;
        var publish = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var file = Path.Combine(publish, project, "release", name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is not built: start by tests/benchmarks, which publishes it.");
    }
}
