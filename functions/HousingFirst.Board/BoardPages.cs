using HousingFirst.Board.Caseworkers;
using HousingFirst.Board.Codes;
using HousingFirst.Board.Contacts;
using HousingFirst.Board.Links;
using HousingFirst.Board.Meetings;
using HousingFirst.Board.Pages;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Surprises;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HousingFirst.Board;

/// <summary>
/// The web pages both heads serve. They work without script and act by POST only; but for a caseworker's own and the case part of a meeting, none holds a client fact.
/// </summary>
public static class BoardPages
{
    /// <summary>
    /// Maps the front page <c>/</c> and the pages of links in mail: <c>/n/</c> a notice's, <c>/my/</c> the reader's own mail, <c>/stop/</c> its end,
    /// <c>/call/</c> one call of a call list, <c>/ask/</c> the form that asks the specialist, <c>/team/</c> a caseworker's, <c>/month/</c> the contacts of the month, <c>/meeting/</c> a meeting's.
    /// Needs an <see cref="ILinkReader"/>, an <see cref="IReportSurprise"/>, a <see cref="CodeGate"/>,
    /// an <see cref="HousingFirst.Hub.Calls.ICallLog"/> and the hub among the services.
    /// </summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        // Every verb is taken here and refused in the handler: routing's own 405 would give way to a fallback that takes every verb.
        endpoints.Map("/", context => PageVerbs.ReadOnly(context, FrontAsync));
        endpoints.Map("/n/{**token}", context => PageVerbs.Acting(context, NoticePages.ShowAsync, NoticePages.ActAsync));
        endpoints.Map("/my/{**token}", context => PageVerbs.Acting(context, MyMailPages.ShowAsync, MyMailPages.ActAsync));
        endpoints.Map("/stop/{**token}", context => PageVerbs.Acting(context, StopPages.ShowAsync, StopPages.ActAsync));
        endpoints.Map("/call/{**token}", context => PageVerbs.Acting(context, CallLogPages.ShowAsync, CallLogPages.LogAsync));
        endpoints.Map("/ask/{**token}", context => PageVerbs.Acting(context, AskPages.ShowAsync, AskPages.AskAsync));
        endpoints.Map("/meeting/{**token}", context => PageVerbs.Acting(context, MeetingPages.ShowAsync, MeetingPages.ActAsync));
        RoomPages.Map(endpoints);
        TeamPages.Map(endpoints);
        MonthPages.Map(endpoints);
    }

    /// <summary>
    /// Answers 404 to what nothing else took: a page to a browser, one line to a program. Call it last, and only where the pages own the
    /// whole of the site: a door's path asked with a wrong verb then gets 404 too.
    /// </summary>
    public static void MapNotFound(IEndpointRouteBuilder endpoints) => endpoints.MapFallback("{*path}", NotFoundAsync);

    private static Task FrontAsync(HttpContext context) => MessageAsync(context, "Front");

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
