namespace HousingFirst.Core.Glossary;

/// <summary>How closely a change is guarded.</summary>
public enum PrivacyClass
{
    /// <summary>Operational.</summary>
    A,

    /// <summary>Personal.</summary>
    B,

    /// <summary>Sensitive.</summary>
    C,

    /// <summary>Restricted: told only to the one person a consent names.</summary>
    R,
}
