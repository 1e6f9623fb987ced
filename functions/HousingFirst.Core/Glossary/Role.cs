namespace HousingFirst.Core.Glossary;

/// <summary>
/// What a membership does in one client's team; the same organisation may be OUT for one client and PRG for another. Police, child
/// services and corrections have no role: they are sources only.
/// </summary>
public enum Role
{
    /// <summary>Funded program.</summary>
    PRG,

    /// <summary>Housing provider.</summary>
    HSG,

    /// <summary>Hospital, primary care, mental health.</summary>
    HLT,

    /// <summary>Income support.</summary>
    INC,

    /// <summary>Outreach, shelter.</summary>
    OUT,

    /// <summary>Coordinated access.</summary>
    COO,

    /// <summary>Legal aid and other counsel only.</summary>
    JUS,

    /// <summary>The Housing First specialist.</summary>
    SPC,
}
