namespace HousingFirst.Azure.Settings;

/// <summary>The hub can't start with these settings. The message lists each defect and its mend, and holds no value that was set.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>What is wrong.</summary>
    /// <param name="defects">One sentence each.</param>
    public SettingsException(IReadOnlyList<string> defects)
        : base("The hub can't start with these settings:" + string.Concat(defects.Select(d => Environment.NewLine + "- " + d))) => Defects = defects;

    /// <summary>What is wrong, one by one.</summary>
    public IReadOnlyList<string> Defects { get; }
}
