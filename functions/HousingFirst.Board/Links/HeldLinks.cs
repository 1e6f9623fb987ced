using HousingFirst.Board.Pages;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>What the pages of links in mail have in common.</summary>
internal static class HeldLinks
{
    /// <summary>The form field that says what a button does.</summary>
    public const string Does = "do";

    /// <summary>What the button of an old link does.</summary>
    public const string NewLink = "newLink";

    /// <summary>The link of the request's path.</summary>
    /// <returns>Null where it is none for this page, or none any more: the request is answered already.</returns>
    public static async Task<HeldLink?> OfAsync(HttpContext context, LinkPurpose purpose)
    {
        var token = context.Request.RouteValues["token"] as string ?? string.Empty;
        var held = await Reader(context).ReadAsync(token, purpose, context.RequestAborted);
        if (held is null) await BoardPages.BadLinkAsync(context);
        return held;
    }

    /// <summary>Answers what is the same on every page: a new link is asked for, or an old one may no longer act.</summary>
    /// <returns>Whether the page may act: otherwise the request is answered.</returns>
    public static async Task<bool> MayActAsync(HttpContext context, HeldLink held, IFormCollection form)
    {
        if (form[Does] == NewLink)
        {
            var call = await Reader(context).CallAsync(held, context.RequestAborted);
            var sent = await context.RequestServices.GetRequiredService<HousingFirstHub>().SendNewLink.RunAsync(held, call, context.RequestAborted);
            await DoneAsync(context, held, $"NewLink.{sent}", call);
            return false;
        }

        if (!held.Expired) return true;
        await DoneAsync(context, held, "Expired", offersNewLink: true);
        return false;
    }

    /// <summary>Answers an old link of pages that belong together: it offers a new one, on the first page. The others lead there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="held">The link.</param>
    /// <param name="first">The address of the first page, with its query.</param>
    /// <param name="isFirst">Whether the request is for it.</param>
    /// <param name="mostBytes">The longest form that the pages take.</param>
    public static async Task ExpiredAsync(HttpContext context, HeldLink held, string first, bool isFirst, int mostBytes)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (await PageForm.ReadAsync(context, mostBytes) is { } form) await MayActAsync(context, held, form);
            return;
        }

        if (isFirst) await DoneAsync(context, held, "Expired", offersNewLink: true);
        else await PageResponse.SeeOtherAsync(context, first);
    }

    /// <summary>Says what became of a button, and whom to call.</summary>
    public static async Task DoneAsync(HttpContext context, HeldLink held, string key, bool offersNewLink = false) =>
        await DoneAsync(context, held, key, await Reader(context).CallAsync(held, context.RequestAborted), offersNewLink);

    /// <summary>Says what became of a button, and whom to call where somebody is.</summary>
    public static Task DoneAsync(HttpContext context, HeldLink held, string key, Caller? call, bool offersNewLink = false) => PageResponse.WriteAsync<DonePage>(
        context,
        PageLanguage.Of(context.Request, held.Contact.Language),
        new() { [nameof(DonePage.Key)] = key, [nameof(DonePage.Call)] = call, [nameof(DonePage.OffersNewLink)] = offersNewLink });

    /// <summary>The reader of links.</summary>
    public static ILinkReader Reader(HttpContext context) => context.RequestServices.GetRequiredService<ILinkReader>();
}
