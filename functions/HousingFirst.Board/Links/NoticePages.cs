using HousingFirst.Board.Pages;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Surprises;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>
/// The page of a notice: whom to call, and an answer with one tap. It is the same page after expiry, withdrawal and death, and whatever was answered
/// before (promise 9).
/// </summary>
internal static class NoticePages
{
    private const string Surprise = "surprise";

    /// <summary>Says whom to call.</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        var token = context.Request.RouteValues["token"] as string ?? string.Empty;
        if (await HeldLinks.Reader(context).OpenAsync(token, context.RequestAborted) is { } link)
        {
            await PageResponse.WriteAsync<CallPage>(
                context, PageLanguage.Of(context.Request, link.Language), new() { [nameof(CallPage.Call)] = link.Call });
            return;
        }

        await BoardPages.BadLinkAsync(context);
    }

    /// <summary>Takes an answer.</summary>
    public static async Task ActAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Open) is not { } held) return;
        if (await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        var does = form[HeldLinks.Does].ToString();
        if (NoticeId.TryParse(held.Token.Notice) is not { } notice || !IsAnswer(does))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context);
            return;
        }

        var key = "Answer." + does;
        if (does == Surprise)
        {
            // Nothing comes back that could make one answer differ from another.
            await context.RequestServices.GetRequiredService<IReportSurprise>().FromLinkAsync(notice, held.Token.Contact, held.At, context.RequestAborted);
        }
        else if (!await context.RequestServices.GetRequiredService<HousingFirstHub>().AcknowledgeNotice.AnswerAsync(
            notice, held.Token.Contact, Answer(does), held.At, context.RequestAborted))
        {
            key = "Answer.nothing";
        }

        await HeldLinks.DoneAsync(context, held, key);
    }

    private static bool IsAnswer(string does) => does is "received" or "canHelp" or "notForMe" or Surprise;

    private static NoticeAnswer Answer(string does) => does switch
    {
        "received" => NoticeAnswer.Received,
        "canHelp" => NoticeAnswer.CanHelp,
        "notForMe" => NoticeAnswer.NotForMe,
        _ => throw new ArgumentOutOfRangeException(nameof(does), "No answer."),
    };
}
