namespace HousingFirst.Hub.Senders;

/// <summary>The hub as a sender: <c>source</c> of what it states itself, and whose key signs that.</summary>
public static class OwnSource
{
    /// <summary>The hub of a community. No agency id has a slash, so no agency's key can be this one's.</summary>
    public static string Of(string community) => "/hub/" + community;
}
