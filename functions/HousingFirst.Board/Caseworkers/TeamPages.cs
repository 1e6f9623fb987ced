using HousingFirst.Board.Codes;
using HousingFirst.Board.Links;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub;
using HousingFirst.Hub.Caseworkers;
using HousingFirst.Hub.Coverages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Caseworkers;

/// <summary>
/// A caseworker's two pages, behind the link at the foot of a funded program's mails and a one-time code: tell the team, and who was told. What
/// names a client travels in the bodies of forms only, never in an address.
/// </summary>
internal static class TeamPages
{
    /// <summary>More than the longest note and every field besides.</summary>
    private const int MostBytes = 32 * 1024;

    /// <summary>How often, and how long apart, the page waits for a change that was just sent: taking one lasts milliseconds.</summary>
    private const int Looks = 20;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Map("/team/{token}", context => PageVerbs.Acting(context, BeginAsync, ActAsync));
        endpoints.Map("/team/{token}/told", context => PageVerbs.ReadOnly(context, ListAsync));
        endpoints.Map("/team/{token}/told/{change}", context => PageVerbs.ReadOnly(context, ToldAsync));
    }

    private static async Task BeginAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        var at = await entry.Hub.Directory.NowAsync(context.RequestAborted);
        var caseload = await entry.Hub.ReadCaseload.RunAsync(entry.Caseworker, context.RequestAborted);
        var form = new TellForm
        {
            Id = Guid.NewGuid().ToString("N"),
            Client = caseload.Clients is [var only] ? only.Key : null,
            OccurredOn = TellFields.Iso(at.Today),
        };
        await FormAsync(entry, form, [], "edit", caseload);
    }

    private static async Task ActAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        if (await PageForm.ReadAsync(context, MostBytes) is not { } posted) return;
        var form = TellFields.Read(posted);
        var does = posted["do"].ToString();
        if (does == "edit")
        {
            await FormAsync(entry, form, [], does);
            return;
        }

        var outcome = does == "send"
            ? await entry.Hub.TellTeam.SendAsync(entry.Caseworker, form, context.RequestAborted)
            : await entry.Hub.TellTeam.PreviewAsync(entry.Caseworker, form, context.RequestAborted);
        switch (outcome)
        {
            case TellOutcome.Wrong wrong:
                await FormAsync(entry, form, wrong.Defects, "preview");
                break;
            case TellOutcome.Shown shown:
                var at = await entry.Hub.Directory.NowAsync(context.RequestAborted);
                await WriteAsync<TellPreviewPage>(entry, new()
                {
                    [nameof(TellPreviewPage.View)] = new TellPreviewView(form with { Seen = shown.Seen }, shown, at, entry.Place),
                });
                break;
            case TellOutcome.Sent sent:
                await PageResponse.SeeOtherAsync(context, entry.Place.Of(sent.Change, sent: true));
                break;
        }
    }

    private static async Task FormAsync(Entry entry, TellForm form, IReadOnlyCollection<Defect> defects, string again, Caseload? caseload = null)
    {
        var stop = entry.Context.RequestAborted;
        var at = await entry.Hub.Directory.NowAsync(stop);
        var client = CaseloadClient.TryParse(form.Client ?? string.Empty);
        var asksTeam = OfferedCodes.Find(form.Code ?? string.Empty) is { } code && TellFields.OfTeam.Any(f => OfferedCodes.Takes(code, f));
        await WriteAsync<TellFormPage>(entry, new()
        {
            [nameof(TellFormPage.View)] = new TellFormView(
                form,
                caseload ?? await entry.Hub.ReadCaseload.RunAsync(entry.Caseworker, stop),
                asksTeam && client is { } of && entry.Caseworker.IsOf(of.Agency) ? await entry.Hub.ReadCaseload.TeamAsync(of, stop) : null,
                [.. defects],
                entry.Caseworker.Programs,
                at,
                entry.Place,
                again),
        });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        await WriteAsync<ToldListPage>(entry, new()
        {
            [nameof(ToldListPage.View)] = new ToldListView(
                await entry.Hub.ReadTold.RunAsync(entry.Caseworker, context.RequestAborted),
                await entry.Hub.Directory.NowAsync(context.RequestAborted),
                entry.Place),
        });
    }

    private static async Task ToldAsync(HttpContext context)
    {
        if (await EnterAsync(context) is not { } entry) return;
        var change = context.Request.RouteValues["change"] as string ?? string.Empty;
        var isSent = context.Request.Query.ContainsKey("sent");
        var view = await entry.Hub.ReadTold.RunAsync(entry.Caseworker, change, context.RequestAborted);
        for (var look = 0; isSent && view is CoverageView.NotYours && look < Looks; look++)
        {
            await Task.Delay(Between, context.RequestAborted);
            view = await entry.Hub.ReadTold.RunAsync(entry.Caseworker, change, context.RequestAborted);
        }

        var at = await entry.Hub.Directory.NowAsync(context.RequestAborted);
        if (view is CoverageView.NotYours) context.Response.StatusCode = StatusCodes.Status404NotFound;
        var listed = view is CoverageView.NotYours ? null : await entry.Hub.ReadTold.FindAsync(entry.Caseworker, change, context.RequestAborted);
        await WriteAsync<ToldPage>(entry, new() { [nameof(ToldPage.View)] = new ToldView(view, listed, isSent, at, entry.Place) });
    }

    /// <summary>Who is there, or null where the request is answered already: no link, an old one, or a device that is not known yet.</summary>
    private static async Task<Entry?> EnterAsync(HttpContext context)
    {
        var hub = context.RequestServices.GetRequiredService<HousingFirstHub>();
        switch (await hub.FindCaseworker.RunAsync(context.Request.RouteValues["token"] as string ?? string.Empty, context.RequestAborted))
        {
            case CaseworkerReading.Known { Caseworker: var caseworker }:
                if (!await context.RequestServices.GetRequiredService<CodeGate>().PassToClientsAsync(context, caseworker.Link)) return null;
                return new Entry(context, hub, caseworker, PageLanguage.Of(context.Request, caseworker.Contact.Language), TeamPlace.Of(context));
            case CaseworkerReading.Expired { Link: var held }:
                var place = TeamPlace.Of(context);
                var isFirst = !(context.Request.PathBase + context.Request.Path).ToUriComponent().StartsWith(place.Home + "/", StringComparison.Ordinal);
                await HeldLinks.ExpiredAsync(context, held, place.Tell, isFirst, MostBytes);
                return null;
            default:
                await BoardPages.BadLinkAsync(context);
                return null;
        }
    }

    private static Task WriteAsync<TPage>(Entry entry, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        PageResponse.WriteAsync<TPage>(entry.Context, entry.Language, parameters, TeamStyle.Hash);

    private sealed record Entry(HttpContext Context, HousingFirstHub Hub, Caseworker Caseworker, Language Language, TeamPlace Place);
}
