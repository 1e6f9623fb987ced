using HousingFirst.Board.Pages;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>
/// The page of one call of an urgent change's call list, <c>/call/{token}</c>: GET and HEAD say whom to call, POST with <c>result</c> logs how the
/// call went and answers 303 to the page, anything else 405.
/// </summary>
internal static class CallLogPages
{
    private const string Result = "result";
    private const string Logged = "logged";

    public static Task RunAsync(HttpContext context)
    {
        var token = context.Request.RouteValues["token"] as string ?? string.Empty;
        if (HttpMethods.IsPost(context.Request.Method)) return LogAsync(context, token);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return ShowAsync(context, token);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        return PageResponse.TextAsync(context, "This page is read with GET or HEAD, and a call is logged with POST.\n");
    }

    private static async Task ShowAsync(HttpContext context, string token)
    {
        if (await Log(context).OpenAsync(token, context.RequestAborted) is not { } link)
        {
            await BadLinkAsync(context);
            return;
        }

        await PageResponse.WriteAsync<CallLogPage>(context, PageLanguage.Of(context.Request, link.Language), new()
        {
            [nameof(CallLogPage.Link)] = link,
            [nameof(CallLogPage.Logged)] = CallResults.Read(context.Request.Query[Logged]),
        });
    }

    private static async Task LogAsync(HttpContext context, string token)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        if (CallResults.Read(form?[Result]) is not { } result)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await PageResponse.TextAsync(context, $"Send one form field, {Result}: {string.Join(", ", CallResults.Words)}.\n");
            return;
        }

        switch (await Log(context).LogAsync(token, result, context.RequestAborted))
        {
            case CallLogging.Logged:
                var lang = context.Request.Query["lang"].ToString() is "fr" or "en" ? $"&lang={context.Request.Query["lang"]}" : string.Empty;
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = $"/call/{Uri.EscapeDataString(token)}?{Logged}={CallResults.Word(result)}{lang}";
                await PageResponse.TextAsync(context, "Logged.\n");
                break;
            case CallLogging.Expired:
                await BoardPages.MessageAsync(context, "CallExpired");
                break;
            default:
                await BadLinkAsync(context);
                break;
        }
    }

    private static ICallLog Log(HttpContext context) => context.RequestServices.GetRequiredService<ICallLog>();

    private static Task BadLinkAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return BoardPages.MessageAsync(context, "BadLink");
    }
}
