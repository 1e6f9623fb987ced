using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board.Contacts;

/// <summary>Where the pages of the contacts of the month are. Agency ids are public; nothing else is in an address.</summary>
/// <param name="Home">The list.</param>
/// <param name="Query">The chosen language, <c>?lang=fr</c>; empty where none was chosen.</param>
public sealed record MonthPlace(string Home, string Query)
{
    /// <summary>The list.</summary>
    public string List => Home + Query;

    /// <summary>The form for a contact with another organisation.</summary>
    public string Form(string own, string with) => $"{Home}/{Uri.EscapeDataString(own)}/{Uri.EscapeDataString(with)}{Query}";

    /// <summary>The list, after a contact was recorded: its first line says so.</summary>
    public string Recorded(string own, string with) =>
        $"{List}{(Query.Length == 0 ? "?" : "&")}recorded={Uri.EscapeDataString(own)}.{Uri.EscapeDataString(with)}";

    internal static MonthPlace Of(HttpContext context) => new(
        $"{context.Request.PathBase.ToUriComponent()}/month/{Uri.EscapeDataString((string)context.Request.RouteValues["token"]!)}",
        context.Request.Query["lang"].ToString() is "fr" or "en" ? $"?lang={context.Request.Query["lang"]}" : string.Empty);
}
