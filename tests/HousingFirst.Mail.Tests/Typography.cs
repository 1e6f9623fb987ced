using Xunit;

namespace HousingFirst.Mail.Tests;

/// <summary>French as it is set in Canada.</summary>
internal static class Typography
{
    public static void AssertFrench(string where, string text)
    {
        Assert.False(text.Contains('\'', StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal), $"{where}: straight quotes");
        Assert.DoesNotMatch("[^\u00A0]:(?!//)", text);
        Assert.DoesNotMatch("«[^\u00A0]|[^\u00A0]»", text);
        Assert.DoesNotMatch("\\d h\\b|\\bh \\d|\\d:\\d", text);
        Assert.DoesNotMatch("\\b1 (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)", text.Replace('\u00A0', ' '));
        Assert.DoesNotMatch("(?i)\\b(please|call|the|hub)\\b", text);
    }
}
