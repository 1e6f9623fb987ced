using HousingFirst.Board.Pages;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>
/// The page of one call of an urgent change's call list, <c>/call/{token}</c>: GET and HEAD say whom to call, POST with <c>result</c> logs how the
/// call went and answers 303 to the page.
/// </summary>
internal static class CallLogPages
{
    private const string Result = "result";
    private const string Logged = "logged";

    /// <summary>Says whom to call.</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        if (await Log(context).OpenAsync(Token(context), context.RequestAborted) is not { } link)
        {
            await BoardPages.BadLinkAsync(context);
            return;
        }

        await PageResponse.WriteAsync<CallLogPage>(context, PageLanguage.Of(context.Request, link.Language), new()
        {
            [nameof(CallLogPage.Link)] = link,
            [nameof(CallLogPage.Logged)] = CallResults.Read(context.Request.Query[Logged]),
        });
    }

    /// <summary>Logs how the call went.</summary>
    public static async Task LogAsync(HttpContext context)
    {
        if (await PageForm.ReadAsync(context) is not { } form) return;
        if (CallResults.Read(form[Result]) is not { } result)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await PageResponse.TextAsync(context, $"Send one form field, {Result}: {string.Join(", ", CallResults.Words)}.\n");
            return;
        }

        switch (await Log(context).LogAsync(Token(context), result, context.RequestAborted))
        {
            case CallLogging.Logged:
                var lang = context.Request.Query["lang"].ToString() is "fr" or "en" ? $"&lang={context.Request.Query["lang"]}" : string.Empty;
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = $"/call/{Uri.EscapeDataString(Token(context))}?{Logged}={CallResults.Word(result)}{lang}";
                await PageResponse.TextAsync(context, "Logged.\n");
                break;
            case CallLogging.Expired:
                await BoardPages.MessageAsync(context, "CallExpired");
                break;
            default:
                await BoardPages.BadLinkAsync(context);
                break;
        }
    }

    private static ICallLog Log(HttpContext context) => context.RequestServices.GetRequiredService<ICallLog>();

    private static string Token(HttpContext context) => context.Request.RouteValues["token"] as string ?? string.Empty;
}
