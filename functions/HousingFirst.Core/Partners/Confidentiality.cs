namespace HousingFirst.Core.Partners;

/// <summary>
/// Who may see where an organisation is. It is always listed, with its name and number; a shelter for people fleeing violence is listed without
/// a location.
/// </summary>
public enum Confidentiality
{
    /// <summary>Everyone may see where it is.</summary>
    Public,

    /// <summary>The network's agencies may.</summary>
    Network,

    /// <summary>Only the specialist may, and the organisation itself.</summary>
    Specialist,
}
