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
    public static async Task ShowAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Ask) is { } held) await FormAsync(context, held, wrong: false);
    }

    /// <summary>Asks.</summary>
    public static async Task AskAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Ask) is not { } held || await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        if (About(form["about"].ToString()) is not { } chosen)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await FormAsync(context, held, wrong: true);
            return;
        }

        var with = form["with"].ToString() is { Length: > 0 } other ? other : null;
        var ask = context.RequestServices.GetRequiredService<HousingFirstHub>().AskByLink;
        await ask.RunAsync(held, chosen, with, context.RequestAborted);
        await HeldLinks.DoneAsync(context, held, "Asked");
    }

    private static Task FormAsync(HttpContext context, HeldLink held, bool wrong) => PageResponse.WriteAsync<AskForm>(
        context,
        PageLanguage.Of(context.Request, held.Contact.Language),
        new() { [nameof(AskForm.Page)] = AskByLink.Page(held), [nameof(AskForm.Wrong)] = wrong });

    private static HelpAbout? About(string word) => word switch
    {
        "mediation" => HelpAbout.Mediation,
        "advice" => HelpAbout.Advice,
        "barrier" => HelpAbout.Barrier,
        _ => null,
    };
}
