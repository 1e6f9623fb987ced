using System.Collections.Immutable;
using HousingFirst.Board.Links;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Specialists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Board.Contacts;

/// <summary>
/// The contacts of the month, behind the link at the foot of a mail: <c>/month/{token}</c> the list, on which one tap records "called - nothing new", and
/// <c>/month/{token}/{own}/{with}</c> the form for everything else. Opening them changes nothing. They ask for no code: they hold organisations, their
/// people's work numbers and what was said about working together, and nothing of a client.
/// </summary>
internal static class MonthPages
{
    /// <summary>More than every field at its longest, in any script.</summary>
    private const int MostBytes = 8 * 1024;

    /// <summary>So long a request that is closed is shown with what came of it.</summary>
    private static readonly Duration ShownAfterwards = Duration.FromDays(30);

    private const string JustRecorded = "recorded";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Map("/month/{token}", context => PageVerbs.Acting(context, ShowAsync, TapAsync));
        endpoints.Map("/month/{token}/{own}/{with}", context => PageVerbs.Acting(context, BeginAsync, RecordAsync));
    }

    private static async Task ShowAsync(HttpContext context)
    {
        if (await EnterAsync(context) is { } entry) await ListAsync(entry);
    }

    private static async Task ListAsync(Entry entry)
    {
        var lists = new List<MonthList>();
        foreach (var own in entry.Reader.Own) lists.Add(await entry.Hub.Contacts.ReadList.RunAsync(own, entry.Language, entry.At, entry.Stop));
        await WriteAsync<MonthPage>(entry, new()
        {
            [nameof(MonthPage.View)] = new MonthView([.. lists], RecordedWith(entry, lists), entry.At, entry.Place) { Requests = await RequestsAsync(entry) },
        });
    }

    private static async Task<ImmutableArray<SeenRequest>> RequestsAsync(Entry entry) =>
    [
        .. (await entry.Hub.ReadRequests.OfAsync([.. entry.Reader.Own.Select(o => o.Id)], entry.At, entry.Stop))
            .Where(r => r.Course.Closed is not { } closed || entry.At.Now - closed < ShownAfterwards),
    ];

    /// <summary>Only what is so is said: the address alone records nothing.</summary>
    private static string? RecordedWith(Entry entry, List<MonthList> lists) =>
        entry.Context.Request.Query[JustRecorded].ToString().Split('.') is [var own, var with]
        && lists.FirstOrDefault(l => l.Own.Id == own)?.Entries.FirstOrDefault(e => e.Other.Id == with) is { State: not ObligationState.Open } found
            ? found.Other.Name(entry.Language)
            : null;

    /// <summary>"Called - nothing new".</summary>
    private static async Task TapAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        if (await PageForm.ReadAsync(context, MostBytes) is not { } posted) return;
        var with = posted["with"].ToString();
        if (posted[HeldLinks.Does] == "called" && entry.Reader.Of(posted["own"].ToString()) is { } own
            && (await entry.Hub.Contacts.RecordByLink.RunAsync(entry.Reader, own, with, ContactForm.Called(entry.At.Today), entry.Stop)).IsEmpty)
        {
            await PageResponse.SeeOtherAsync(context, entry.Place.Recorded(own.Id, with));
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await ListAsync(entry);
    }

    private static async Task BeginAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry || await PairAsync(entry) is not var (own, with)) return;
        await FormAsync(
            entry,
            own,
            with,
            new ContactForm
            {
                Id = Guid.NewGuid().ToString("N"),
                On = LocalDatePattern.Iso.Format(entry.At.Today),
                Who = entry.Reader.Contact.Name,
            },
            []);
    }

    private static async Task RecordAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        if (await PageForm.ReadAsync(context, MostBytes) is not { } posted || await PairAsync(entry) is not var (own, with)) return;
        var form = ContactFields.Read(posted);
        if (posted[HeldLinks.Does] != "record")
        {
            await FormAsync(entry, own, with, form, []);
            return;
        }

        var defects = await entry.Hub.Contacts.RecordByLink.RunAsync(entry.Reader, own, with.Other.Id, form, entry.Stop);
        if (defects.IsEmpty) await PageResponse.SeeOtherAsync(context, entry.Place.Recorded(own.Id, with.Other.Id));
        else await FormAsync(entry, own, with, form, defects);
    }

    /// <summary>The two organisations of the address.</summary>
    /// <returns>Null where neither owes the other anything: the request is answered already.</returns>
    private static async Task<(Organisation Own, MonthEntry With)?> PairAsync(Entry entry)
    {
        var routes = entry.Context.Request.RouteValues;
        if (entry.Reader.Of((string)routes["own"]!) is { } own
            && await entry.Hub.Contacts.ReadList.EntryAsync(own, (string)routes["with"]!, entry.At, entry.Stop) is { } with)
        {
            return (own, with);
        }

        await BoardPages.BadLinkAsync(entry.Context);
        return null;
    }

    private static Task FormAsync(Entry entry, Organisation own, MonthEntry with, ContactForm form, IReadOnlyCollection<Defect> defects) =>
        WriteAsync<ContactFormPage>(entry, new()
        {
            [nameof(ContactFormPage.View)] = new ContactFormView(own, with, form, [.. defects], entry.At, entry.Place),
        });

    /// <summary>Who holds the link. Otherwise the request is answered.</summary>
    private static async Task<Entry?> EnterAsync(HttpContext context)
    {
        var hub = context.RequestServices.GetRequiredService<HousingFirstHub>();
        switch (await hub.FindListReader.RunAsync(context.Request.RouteValues["token"] as string ?? string.Empty, context.RequestAborted))
        {
            case ListReading.Known { Reader: var reader }:
                return new Entry(
                    context, hub, reader, await hub.Directory.NowAsync(context.RequestAborted), PageLanguage.Of(context.Request, reader.Contact.Language),
                    MonthPlace.Of(context));
            case ListReading.Expired { Link: var held }:
                await HeldLinks.ExpiredAsync(context, held, MonthPlace.Of(context).List, !context.Request.RouteValues.ContainsKey("own"), MostBytes);
                return null;
            default:
                await BoardPages.BadLinkAsync(context);
                return null;
        }
    }

    private static Task WriteAsync<TPage>(Entry entry, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        PageResponse.WriteAsync<TPage>(entry.Context, entry.Language, parameters, MonthStyle.Hash);

    private sealed record Entry(HttpContext Context, HousingFirstHub Hub, ListReader Reader, Surroundings At, Language Language, MonthPlace Place)
    {
        public CancellationToken Stop => Context.RequestAborted;
    }
}
