using HousingFirst.Board.Pages;
using HousingFirst.Hub.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>The web pages both heads serve. None holds a client fact, all work without script, and only POST changes anything.</summary>
public static class BoardPages
{
    /// <summary>
    /// Maps the front page <c>/</c> and the page of a mail's link <c>/n/{token}</c>: GET and HEAD, anything else 405. Needs an
    /// <see cref="ILinkReader"/> among the services. The page of a call <c>/call/{token}</c> takes POST too, and needs an
    /// <see cref="HousingFirst.Hub.Calls.ICallLog"/>.
    /// </summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // Every verb is taken here and refused in the handler: routing's own 405 would give way to a fallback that takes every verb.
        endpoints.Map("/", context => PageVerbs.ReadOnly(context, FrontAsync));
        endpoints.Map("/n/{**token}", context => PageVerbs.ReadOnly(context, CallAsync));
        endpoints.Map("/call/{**token}", CallLogPages.RunAsync);
    }

    /// <summary>
    /// Answers 404 to what nothing else took: a page to a browser, one line to a program. Call it last, and only where the pages own the
    /// whole of the site: a door's path asked with a wrong verb then gets 404 too.
    /// </summary>
    public static void MapNotFound(IEndpointRouteBuilder endpoints) => endpoints.MapFallback("{*path}", NotFoundAsync);

    private static Task FrontAsync(HttpContext context) => MessageAsync(context, "Front");

    private static async Task CallAsync(HttpContext context)
    {
        var token = context.Request.RouteValues["token"] as string ?? string.Empty;
        if (await context.RequestServices.GetRequiredService<ILinkReader>().OpenAsync(token, context.RequestAborted) is { } link)
        {
            await PageResponse.WriteAsync<CallPage>(
                context, PageLanguage.Of(context.Request, link.Language), new() { [nameof(CallPage.Call)] = link.Call });
            return;
        }

        await BadLinkAsync(context);
    }

    /// <summary>The page of whatever is no link of this hub, or no longer one.</summary>
    internal static Task BadLinkAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return MessageAsync(context, "BadLink");
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? MessageAsync(context, "NotFound")
            : PageResponse.TextAsync(context, "Nothing is here. The front page is /.\n");
    }

    internal static Task MessageAsync(HttpContext context, string key) =>
        PageResponse.WriteAsync<MessagePage>(context, PageLanguage.Of(context.Request, null), new() { [nameof(MessagePage.Key)] = key });
}
