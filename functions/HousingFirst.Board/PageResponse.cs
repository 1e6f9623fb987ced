using System.Resources;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HousingFirst.Board.Pages;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Wording;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HousingFirst.Board;

/// <summary>
/// Writes a page with the headers every page has: kept by nobody, seen by no search engine, framed by no site, told to no other.
/// </summary>
internal static class PageResponse
{
    internal static readonly ResourceManager Resources = new("HousingFirst.Board.Pages.BoardWords", typeof(PageResponse).Assembly);

    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
        .BuildServiceProvider();

    /// <summary>Writes a page.</summary>
    /// <param name="context">The request it answers.</param>
    /// <param name="language">Its language.</param>
    /// <param name="parameters">Its component's parameters, but for the words.</param>
    /// <param name="moreStyle">The hash of a style sheet that it has besides the common one; null for none.</param>
    public static async Task WriteAsync<TPage>(
        HttpContext context, Language language, Dictionary<string, object?> parameters, string? moreStyle = null)
        where TPage : IComponent
    {
        var words = new Phrases(Resources, language);
        parameters["Words"] = words;
        // A renderer keeps every component it ever rendered: one a page, or memory grows with each.
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        context.Response.Headers.ContentLanguage = words.Tag;
        await SendAsync(context, "text/html; charset=utf-8", html.Trim() + "\n", moreStyle is null ? BoardStyle.Hash : $"{BoardStyle.Hash} {moreStyle}");
    }

    /// <summary>Sends the browser on to another page: reloaded, it shows that one, and sends no form again.</summary>
    public static Task SeeOtherAsync(HttpContext context, string to)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        return TextAsync(context, string.Empty);
    }

    public static Task TextAsync(HttpContext context, string text) => SendAsync(context, "text/plain; charset=utf-8", text, BoardStyle.Hash);

    private static async Task SendAsync(HttpContext context, string type, string body, string styles)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentType = type;
        headers.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
