using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board.Caseworkers;

/// <summary>Where a caseworker's pages are. No address holds anything of a client: a change's key is a hash.</summary>
/// <param name="Home">Tell the team.</param>
/// <param name="Query">The chosen language, <c>?lang=fr</c>; empty where none was chosen.</param>
public sealed record TeamPlace(string Home, string Query)
{
    /// <summary>Tell the team.</summary>
    public string Tell => Home + Query;

    /// <summary>Who was told: the list.</summary>
    public string Told => $"{Home}/told{Query}";

    /// <summary>Who was told of one change.</summary>
    /// <param name="change">Its key.</param>
    /// <param name="sent">Whether it was sent this moment.</param>
    public string Of(string change, bool sent = false) =>
        $"{Home}/told/{change}{Query}{(sent ? Query.Length == 0 ? "?sent=1" : "&sent=1" : string.Empty)}";

    internal static TeamPlace Of(HttpContext context) => new(
        $"{context.Request.PathBase.ToUriComponent()}/team/{Uri.EscapeDataString((string)context.Request.RouteValues["token"]!)}",
        context.Request.Query["lang"].ToString() is "fr" or "en" ? $"?lang={context.Request.Query["lang"]}" : string.Empty);
}
