using HousingFirst.Board.Links;
using HousingFirst.Board.Pages;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Specialists;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board;

/// <summary>"Ask the specialist", behind the link at the foot of every mail: three choices and a list, no free text. Only POST asks.</summary>
internal static class AskPages
{
    /// <summary>Shows the form.</summary>
    public static Task ShowAsync(HttpContext context) => FormAsync(context, wrong: false);

    private static async Task FormAsync(HttpContext context, bool wrong)
    {
        if (await OpenAsync(context) is not { } page) return;
        await PageResponse.WriteAsync<AskForm>(
            context,
            PageLanguage.Of(context.Request, page.Language),
            new() { [nameof(AskForm.Page)] = page, [nameof(AskForm.Wrong)] = wrong });
    }

    /// <summary>Asks.</summary>
    public static async Task AskAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Ask) is not { } held || await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form) || await OpenAsync(context) is not { } page) return;
        var with = form["with"].ToString() is { Length: > 0 } chosenWith ? chosenWith : null;
        if (About(form["about"].ToString()) is not { } chosen)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await FormAsync(context, wrong: true);
            return;
        }

        var asked = await Asks(context).RunAsync(TokenOf(context), chosen, with, context.RequestAborted);
        await PageResponse.WriteAsync<AskAnswer>(
            context,
            PageLanguage.Of(context.Request, page.Language),
            new() { [nameof(AskAnswer.Key)] = asked == true ? "Asked" : "AskExpired", [nameof(AskAnswer.Call)] = page.Lead });
    }

    private static async Task<AskPage?> OpenAsync(HttpContext context)
    {
        if (await Asks(context).OpenAsync(TokenOf(context), context.RequestAborted) is { } page) return page;
        await BoardPages.BadLinkAsync(context);
        return null;
    }

    private static HelpAbout? About(string word) => word switch
    {
        "mediation" => HelpAbout.Mediation,
        "advice" => HelpAbout.Advice,
        "barrier" => HelpAbout.Barrier,
        _ => null,
    };

    private static AskByLink Asks(HttpContext context) => context.RequestServices.GetRequiredService<HousingFirstHub>().AskByLink;

    private static string TokenOf(HttpContext context) => context.Request.RouteValues["token"] as string ?? string.Empty;
}
