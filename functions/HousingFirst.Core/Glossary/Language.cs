namespace HousingFirst.Core.Glossary;

/// <summary>The languages people are written to.</summary>
public enum Language
{
    /// <summary>English (Canada).</summary>
    English,

    /// <summary>French (Canada).</summary>
    French,
}
