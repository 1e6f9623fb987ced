namespace HousingFirst.Core.Glossary;

/// <summary>A field of <c>data</c> that a code requires or takes.</summary>
public enum ChangeField
{
    /// <summary>A day or an instant.</summary>
    Deadline,

    /// <summary>A day.</summary>
    ExpectedOn,

    /// <summary>An organisation on the team.</summary>
    OtherParty,

    /// <summary>The id of the sender's own earlier message.</summary>
    Corrects,

    /// <summary>Free text for the program; never forwarded.</summary>
    Note,

    /// <summary>A whole consent.</summary>
    Consent,

    /// <summary>A consent's id.</summary>
    ConsentId,

    /// <summary>A consent's id and what it still allows.</summary>
    ConsentAllows,

    /// <summary>A member of the team.</summary>
    Member,
}
