namespace HousingFirst.Core.Glossary;

/// <summary>Past recipients a code speaks to again (TOLD): those whose notice is Sent, Unknown, Fetched or Acknowledged.</summary>
public enum ToldOf
{
    /// <summary>No past recipients.</summary>
    None,

    /// <summary>Those told something under the named consent.</summary>
    Consent,

    /// <summary>Those told of the change that is closed.</summary>
    Closes,

    /// <summary>Those told of the change that is corrected.</summary>
    Corrects,
}
