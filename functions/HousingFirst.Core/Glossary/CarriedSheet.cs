namespace HousingFirst.Core.Glossary;

/// <summary>A tab-separated sheet with a head line, carried by the program.</summary>
internal static class CarriedSheet
{
    /// <summary>Its lines, each by the head's names.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(string name)
    {
        var lines = Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split('\t')).ToArray();
        return [.. lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal))];
    }

    /// <summary>Its text as it is.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(CarriedSheet).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The sheet {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
