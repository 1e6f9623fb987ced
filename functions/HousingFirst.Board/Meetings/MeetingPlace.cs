using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board.Meetings;

/// <summary>Where the pages of a meeting are. Nothing of a client is in an address.</summary>
/// <param name="Home">The meeting and its open part.</param>
/// <param name="Query">The chosen language, <c>?lang=fr</c>; empty where none was chosen.</param>
public sealed record MeetingPlace(string Home, string Query)
{
    /// <summary>The meeting and its open part.</summary>
    public string Open => Home + Query;

    /// <summary>Brings an item of the open part.</summary>
    public string OpenItem => $"{Home}/item{Query}";

    /// <summary>The reader's rooms, behind a one-time code.</summary>
    public string Cases => $"{Home}/cases{Query}";

    /// <summary>Brings a case item, behind a one-time code.</summary>
    public string CaseItem => $"{Home}/cases/item{Query}";

    /// <summary>A page, after something was done: its first line says so.</summary>
    /// <param name="page">The page.</param>
    /// <param name="what">What was done, a word of the page's own.</param>
    public string Done(string page, string what) => $"{page}{(Query.Length == 0 ? "?" : "&")}done={what}";

    internal static MeetingPlace Of(HttpContext context) => new(
        $"{context.Request.PathBase.ToUriComponent()}/meeting/{Uri.EscapeDataString((string)context.Request.RouteValues["token"]!)}",
        context.Request.Query["lang"].ToString() is "fr" or "en" ? $"?lang={context.Request.Query["lang"]}" : string.Empty);
}
