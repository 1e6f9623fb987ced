using HousingFirst.Board.Pages;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Meetings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>
/// The reader's page of a meeting, behind the link of its mails: when and where, the open part of its agenda, and two buttons. Nothing about any client
/// is here; following the link answers nothing.
/// </summary>
internal static class MeetingPages
{
    private const string Comes = "comes", Declines = "declines";

    /// <summary>Shows it.</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Meeting) is not { } held) return;
        if (MeetingOf(held) is not { } meeting)
        {
            await BoardPages.BadLinkAsync(context);
            return;
        }

        var stored = await Hub(context).Meetings.Store.ReadAsync(meeting.Id, context.RequestAborted);
        await PageResponse.WriteAsync<MeetingPage>(
            context,
            PageLanguage.Of(context.Request, held.Contact.Language),
            new()
            {
                [nameof(MeetingPage.Meeting)] = meeting,
                [nameof(MeetingPage.Series)] = held.At.Community.Meetings,
                [nameof(MeetingPage.Answer)] = stored.Guests.FirstOrDefault(g => g.Contact == held.Token.Contact)?.Answer ?? GuestAnswer.None,
                [nameof(MeetingPage.IsOver)] = meeting.IsOff || meeting.End <= held.At.Now,
                [nameof(MeetingPage.Open)] = stored.Items.Where(i => i.Part == MeetingPart.Open && i.State != ItemState.Dropped).OrderBy(i => i.Added).Select(i => i.Text?.Value).OfType<string>().ToArray(),
            });
    }

    /// <summary>Takes the answer.</summary>
    public static async Task ActAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Meeting) is not { } held || await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        var answer = form[HeldLinks.Does].ToString();
        if (answer is not (Comes or Declines) || MeetingOf(held) is not { } meeting)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await HeldLinks.DoneAsync(context, held, "Meeting.NotTaken");
            return;
        }

        var taken = await Hub(context).Meetings.AnswerInvitation.RunAsync(meeting.Id, null, held.Token.Contact, answer == Comes, held.At, context.RequestAborted);
        await HeldLinks.DoneAsync(context, held, !taken ? "Meeting.NotTaken" : answer == Comes ? "Meeting.Comes" : "Meeting.Declines");
    }

    private static Meeting? MeetingOf(HeldLink held) => MeetingCalendar.Find(held.Token.Notice, held.At.Community);

    private static HousingFirstHub Hub(HttpContext context) => context.RequestServices.GetRequiredService<HousingFirstHub>();
}
