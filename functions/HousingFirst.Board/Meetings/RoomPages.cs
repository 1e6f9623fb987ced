using System.Collections.Immutable;
using HousingFirst.Board.Codes;
using HousingFirst.Board.Links;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Meetings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Meetings;

/// <summary>
/// What a reader of a meeting's mails does beyond saying whether they come: <c>/meeting/{token}/item</c> brings an item of the open part,
/// <c>/meeting/{token}/cases</c> shows their rooms and takes what an absent agency says of an item, <c>/meeting/{token}/cases/item</c> brings a case item.
/// What holds a client is behind a one-time code, and travels in the bodies of forms only, never in an address.
/// </summary>
internal static class RoomPages
{
    /// <summary>More than every field at its longest, in any script.</summary>
    private const int MostBytes = 16 * 1024;

    private const string Brought = "brought", Said = "said";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Map("/meeting/{token}/item", context => PageVerbs.Acting(context, c => BeginAsync(c, isCase: false), c => BringAsync(c, isCase: false)));
        endpoints.Map("/meeting/{token}/cases", context => PageVerbs.Acting(context, CasesAsync, SayAsync));
        endpoints.Map("/meeting/{token}/cases/item", context => PageVerbs.Acting(context, c => BeginAsync(c, isCase: true), c => BringAsync(c, isCase: true)));
    }

    private static async Task CasesAsync(HttpContext context)
    {
        if (await EnterAsync(context, isCase: true) is { } entry) await CasesAsync(entry, null);
    }

    private static async Task CasesAsync(Entry entry, WrongAnswer? wrong)
    {
        var rooms = await entry.Hub.Meetings.ReadRooms.RunAsync(entry.Meeting, entry.Viewers, entry.Held.At, entry.Stop);
        await WriteAsync<CasesPage>(entry, new()
        {
            [nameof(CasesPage.View)] = new CasesView(entry.Meeting, rooms, entry.IsOver, DoneIn(rooms, entry.Context.Request.Query["done"].ToString()), wrong, entry.Held.At, entry.Place),
        });
    }

    /// <summary>Only what is so is said: the address alone brings and says nothing.</summary>
    private static string? DoneIn(ImmutableArray<OwnRoom> rooms, string done) => done switch
    {
        Brought when rooms.Any(r => r.Agenda.Hidden.Length > 0 || r.Agenda.Cases.Any(c => c.By == r.Own.Id)) => done,
        Said when rooms.Any(r => r.Agenda.Cases.Any(c => c.Item.Answers.Any(a => a.Agency == r.Own.Id))) => done,
        _ => null,
    };

    /// <summary>Takes what an agency that can't come says of an item.</summary>
    private static async Task SayAsync(HttpContext context)
    {
        if (await EnterAsync(context, isCase: true) is not { } entry || await PageForm.ReadAsync(context, MostBytes) is not { } posted) return;
        var (own, item, text) = (posted["own"].ToString(), posted["item"].ToString(), ItemForm.Line(posted["text"].ToString()));
        var viewer = entry.Viewers.FirstOrDefault(v => v.Agency == own);
        if (posted[HeldLinks.Does] == "say" && viewer is not null && !entry.IsOver)
        {
            if (await entry.Hub.Meetings.AnswerBefore.RunAsync(entry.Meeting, viewer, item, text, entry.Held.At, entry.Stop) is { } defect)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await CasesAsync(entry, new WrongAnswer(own, item, text, defect));
                return;
            }

            await PageResponse.SeeOtherAsync(context, entry.Place.Done(entry.Place.Cases, Said));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await CasesAsync(entry, null);
    }

    private static async Task BeginAsync(HttpContext context, bool isCase)
    {
        if (await EnterAsync(context, isCase) is not { } entry) return;
        if (entry.IsOver) await PageResponse.SeeOtherAsync(context, isCase ? entry.Place.Cases : entry.Place.Open);
        else await FormAsync(entry, new ItemForm { Id = Guid.NewGuid().ToString("N") }, isCase, []);
    }

    private static async Task BringAsync(HttpContext context, bool isCase)
    {
        if (await EnterAsync(context, isCase) is not { } entry || await PageForm.ReadAsync(context, MostBytes) is not { } posted) return;
        var form = ItemFields.Read(posted, isCase);
        if (isCase && (await ClientsAsync(entry)).All(c => c.Agency != form.Agency || c.Reference.Value != form.Subject)) form = form with { Subject = null };
        if (posted[HeldLinks.Does] != "bring")
        {
            await FormAsync(entry, form, isCase, []);
            return;
        }

        // Without a choice of theirs the contract's own rule says what is missing.
        var viewer = entry.Viewers.FirstOrDefault(v => v.Agency == form.Agency) ?? entry.Viewers[0];
        if (viewer.Agency != form.Agency) form = form with { Agency = viewer.Agency, Subject = null };
        var defects = await entry.Hub.BringItem.RunAsync(entry.Meeting, viewer, ItemFields.AsMeant(form), isCase, entry.Held.At, entry.Stop);
        if (defects.IsEmpty) await PageResponse.SeeOtherAsync(context, entry.Place.Done(isCase ? entry.Place.Cases : entry.Place.Open, Brought));
        else await FormAsync(entry, form, isCase, defects);
    }

    private static async Task FormAsync(Entry entry, ItemForm form, bool isCase, ImmutableArray<Defect> defects)
    {
        if (!defects.IsEmpty) entry.Context.Response.StatusCode = StatusCodes.Status400BadRequest;
        var at = entry.Held.At;
        await WriteAsync<ItemFormPage>(entry, new()
        {
            [nameof(ItemFormPage.View)] = new ItemFormView(
                form,
                isCase,
                [.. entry.Viewers.Select(v => at.Directory.Find(v.Agency)!)],
                isCase ? [.. await ClientsAsync(entry)] : [],
                [.. at.Directory.Organisations.Where(o => SendInvitations.IsInvited(o, entry.Meeting, at) && entry.Viewers.All(v => v.Agency != o.Id)).OrderBy(o => o.Name(entry.Language), StringComparer.Ordinal)],
                defects,
                entry.Place),
        });
    }

    /// <summary>The clients to choose from. Another reference is none: the form asks nobody about it.</summary>
    private static async Task<IReadOnlyList<CaseloadClient>> ClientsAsync(Entry entry)
    {
        var clients = new List<CaseloadClient>();
        foreach (var viewer in entry.Viewers)
            clients.AddRange((await entry.Hub.Meetings.ReadRooms.ClientsAsync(entry.Meeting, viewer, entry.Held.At, entry.Stop)).Select(r => new CaseloadClient(viewer.Agency, r)));
        return clients;
    }

    /// <summary>
    /// Who is there. Null where the request is answered already: no link, an old one, somebody who isn't invited, or for the case part a device that is
    /// not known yet.
    /// </summary>
    private static async Task<Entry?> EnterAsync(HttpContext context, bool isCase)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Meeting) is not { } held) return null;
        var (hub, place) = (context.RequestServices.GetRequiredService<HousingFirstHub>(), MeetingPlace.Of(context));
        if (held.Expired)
        {
            // The first page offers a new link.
            await PageResponse.SeeOtherAsync(context, place.Open);
            return null;
        }

        if (isCase && !await context.RequestServices.GetRequiredService<CodeGate>().PassToClientsAsync(context, held.Token)) return null;
        if (MeetingCalendar.Find(held.Token.Notice, held.At.Community) is { } meeting)
        {
            var viewers = ReadRooms.Viewers(await hub.Meetings.Store.GuestsAsync(meeting.Id, context.RequestAborted), meeting, held.Token.Contact, held.At);
            if (!viewers.IsEmpty)
                return new Entry(context, hub, held, meeting, viewers, PageLanguage.Of(context.Request, held.Contact.Language), place);
        }

        await BoardPages.BadLinkAsync(context);
        return null;
    }

    private static Task WriteAsync<TPage>(Entry entry, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        PageResponse.WriteAsync<TPage>(entry.Context, entry.Language, parameters, MeetingStyle.Hash);

    private sealed record Entry(
        HttpContext Context, HousingFirstHub Hub, HeldLink Held, Meeting Meeting, ImmutableArray<Viewer> Viewers, Language Language, MeetingPlace Place)
    {
        public CancellationToken Stop => Context.RequestAborted;

        public bool IsOver => Meeting.IsOff || Meeting.End <= Held.At.Now;
    }
}
