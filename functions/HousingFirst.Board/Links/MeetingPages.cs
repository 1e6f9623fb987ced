using HousingFirst.Board.Meetings;
using HousingFirst.Board.Pages;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Meetings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>
/// The reader's page of a meeting, behind the link of its mails: when and where, the open part of its agenda and minutes, what the reader's agencies took
/// on, and two buttons. Nothing about any client is here; following the link answers nothing.
/// </summary>
internal static class MeetingPages
{
    private const string Comes = "comes", Declines = "declines", ActionDone = "actionDone";

    /// <summary>Shows it.</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Meeting) is not { } held) return;
        if (MeetingOf(held) is not { } meeting)
        {
            await BoardPages.BadLinkAsync(context);
            return;
        }

        var (meetings, stop) = (Hub(context).Meetings, context.RequestAborted);
        var stored = await meetings.Store.ReadAsync(meeting.Id, stop);
        var viewers = ReadRooms.Viewers(stored.Guests, meeting, held.Token.Contact, held.At);
        MeetingAction[] own = viewers.IsEmpty ? [] : [.. (await meetings.Actions.AllAsync(stop)).Where(a => viewers.Any(v => v.Agency == a.Owner))];
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
                [nameof(MeetingPage.Minutes)] = (await meetings.Minutes.ReadAsync(meeting.Id, MinutesStore.Open, stop)).Last?.Text,
                [nameof(MeetingPage.Actions)] = own.Where(a => a.Closed is null).ToArray(),
                [nameof(MeetingPage.Today)] = held.At.Today,
                [nameof(MeetingPage.IsInvited)] = !viewers.IsEmpty,
                [nameof(MeetingPage.Done)] = DoneOf(context.Request.Query["done"].ToString()),
                [nameof(MeetingPage.Place)] = MeetingPlace.Of(context),
            },
            MeetingStyle.Hash);

        // Only what is so is said: the address alone does nothing.
        string? DoneOf(string done) => done switch
        {
            "brought" when stored.Items.Any(i => i.Part == MeetingPart.Open && viewers.Any(v => v.Agency == i.By)) => done,
            "action" when own.Any(a => a.Closed is not null) => done,
            _ => null,
        };
    }

    /// <summary>Takes the answer.</summary>
    public static async Task ActAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Meeting) is not { } held || await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        var answer = form[HeldLinks.Does].ToString();
        if (answer == ActionDone && MeetingOf(held) is { } of)
        {
            await CloseAsync(context, held, of, form["action"].ToString());
            return;
        }

        if (answer is not (Comes or Declines) || MeetingOf(held) is not { } meeting)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await HeldLinks.DoneAsync(context, held, "Meeting.NotTaken");
            return;
        }

        var taken = await Hub(context).Meetings.AnswerInvitation.RunAsync(meeting.Id, null, held.Token.Contact, answer == Comes, held.At, context.RequestAborted);
        await HeldLinks.DoneAsync(context, held, !taken ? "Meeting.NotTaken" : answer == Comes ? "Meeting.Comes" : "Meeting.Declines");
    }

    /// <summary>An action of the reader's own agencies is done. Done before, it stays so.</summary>
    private static async Task CloseAsync(HttpContext context, HeldLink held, Meeting meeting, string action)
    {
        var (meetings, stop) = (Hub(context).Meetings, context.RequestAborted);
        var viewers = ReadRooms.Viewers(await meetings.Store.GuestsAsync(meeting.Id, stop), meeting, held.Token.Contact, held.At);
        if ((await meetings.Actions.AllAsync(stop)).FirstOrDefault(a => a.Id == action && viewers.Any(v => v.Agency == a.Owner)) is not { } own)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await ShowAsync(context);
            return;
        }

        if (own.Closed is null)
        {
            await Hub(context).Audit.PutAsync(new AuditEntry(held.At.Now, "meeting.done", own.Owner, held.Token.Contact), own.Id, stop);
            await meetings.Actions.CloseAsync(own.Id, held.At.Today, dropped: false, stop);
        }

        var place = MeetingPlace.Of(context);
        await PageResponse.SeeOtherAsync(context, place.Done(place.Open, "action"));
    }

    private static Meeting? MeetingOf(HeldLink held) => MeetingCalendar.Find(held.Token.Notice, held.At.Community);

    private static HousingFirstHub Hub(HttpContext context) => context.RequestServices.GetRequiredService<HousingFirstHub>();
}
