using HousingFirst.Board.Pages;
using HousingFirst.Hub;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>
/// Ends mail with one click (RFC 8058): a mail program's own button POSTs here without a page, a cookie or a redirect; a reader who follows the link
/// gets a page with one button, and following it ends nothing.
/// </summary>
internal static class StopPages
{
    /// <summary>RFC 8058, section 3.1: the body's one pair, in either of a form's two encodings.</summary>
    public const string Field = "List-Unsubscribe";

    /// <summary>Its value.</summary>
    public const string Value = "One-Click";

    /// <summary>Asks.</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Unsubscribe) is { } held) await ShowAsync(context, held);
    }

    /// <summary>Ends it.</summary>
    public static async Task ActAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Unsubscribe) is not { } held) return;
        if (await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        if (form[Field] != Value)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context, held);
            return;
        }

        var hub = context.RequestServices.GetRequiredService<HousingFirstHub>();
        await hub.StopAddress.RunAsync(held.Token.Contact, StopReason.Unsubscribed, held.At, context.RequestAborted);
        await HeldLinks.DoneAsync(context, held, "Stopped");
    }

    private static Task ShowAsync(HttpContext context, HeldLink held) =>
        PageResponse.WriteAsync<StopPage>(context, PageLanguage.Of(context.Request, held.Contact.Language), []);
}
