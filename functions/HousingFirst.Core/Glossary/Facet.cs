namespace HousingFirst.Core.Glossary;

/// <summary>The side of a client's life a change is about: what consents allow and ceilings limit.</summary>
public enum Facet
{
    /// <summary>No side: inside every ceiling.</summary>
    None,

    /// <summary>Housing.</summary>
    Housing,

    /// <summary>Health.</summary>
    Health,

    /// <summary>Justice.</summary>
    Justice,

    /// <summary>Money.</summary>
    Money,

    /// <summary>Safety.</summary>
    Safety,

    /// <summary>Family.</summary>
    Family,
}
