using HousingFirst.Core.Glossary;
using Microsoft.AspNetCore.Http;

namespace HousingFirst.Board;

/// <summary>
/// The language of a page: what the reader asked for, else the link's, else the browser's first choice of the two, else English.
/// </summary>
internal static class PageLanguage
{
    public static Language Of(HttpRequest request, Language? link) => request.Query["lang"].ToString() switch
    {
        "fr" => Language.French,
        "en" => Language.English,
        _ => link ?? OfBrowser(request),
    };

    private static Language OfBrowser(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(choice => choice.Quality ?? 1)
            .Select(choice => choice.Value.ToString())
            .Select(tag => (Language?)(Speaks(tag, "fr") ? Language.French : Speaks(tag, "en") ? Language.English : null))
            .FirstOrDefault(language => language is not null) ?? Language.English;

    private static bool Speaks(string tag, string language) =>
        tag.StartsWith(language, StringComparison.OrdinalIgnoreCase) && (tag.Length == language.Length || tag[language.Length] == '-');
}
