using HousingFirst.Board.Codes;
using HousingFirst.Board.Pages;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HousingFirst.Board.Links;

/// <summary>
/// A reader's own mail: is the address right, in which language, how often; and "not me". It shows nobody's name, and the address whole only on a
/// device on which a one-time code was entered.
/// </summary>
internal static class MyMailPages
{
    private const string Asks = "ask";
    private const string NotMe = "notMe";
    private const string WholeAddress = "address";

    /// <summary>Shows what is set, or the question before "not me".</summary>
    public static async Task ShowAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Settings) is not { } held) return;
        switch (context.Request.Query[Asks].ToString())
        {
            case NotMe:
                await PageResponse.WriteAsync<NotMePage>(context, PageLanguage.Of(context.Request, held.Contact.Language), []);
                break;
            case WholeAddress when !await Gate(context).PassAsync(context, held.Token):
                break;
            default:
                await ShowAsync(context, held, held.Contact, null);
                break;
        }
    }

    /// <summary>Takes what is set.</summary>
    public static async Task ActAsync(HttpContext context)
    {
        if (await HeldLinks.OfAsync(context, LinkPurpose.Settings) is not { } held) return;
        if (context.Request.Query[Asks] == WholeAddress && !await Gate(context).PassAsync(context, held.Token)) return;
        if (await PageForm.ReadAsync(context) is not { } form) return;
        if (!await HeldLinks.MayActAsync(context, held, form)) return;
        var edit = context.RequestServices.GetRequiredService<HousingFirstHub>().EditOwnEntry;
        var stop = context.RequestAborted;
        switch (form[HeldLinks.Does].ToString())
        {
            case "confirm" when form["address"] != Masked(held.Contact):
                await ShowAsync(context, held, held.Contact, "My.Meanwhile");
                break;
            case "confirm":
                await ShowAsync(context, held, held.Contact, await edit.ConfirmAsync(held, stop) ? "My.Confirmed" : "My.Refused");
                break;
            case "save" when ContactFields.Read(form["language"]) is { } language && DigestSlot.Read($"{form["often"]} {form["at"]}") is { } slot:
                var saved = await edit.ChangeAsync(held, language, slot, stop);
                await ShowAsync(context, held, saved ? held.Contact with { Language = language, Slot = slot } : held.Contact, saved ? "My.Saved" : "My.Refused");
                break;
            case NotMe:
                await HeldLinks.DoneAsync(context, held, await edit.NotMeAsync(held, stop) ? "NotMe.Done" : "NotMe.Refused");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await ShowAsync(context, held, held.Contact, null);
                break;
        }
    }

    private static Task ShowAsync(HttpContext context, HeldLink held, Contact contact, string? said)
    {
        var known = Gate(context).Knows(context, held.Token);
        return PageResponse.WriteAsync<MyMailPage>(
            context,
            PageLanguage.Of(context.Request, contact.Language),
            new()
            {
                [nameof(MyMailPage.Said)] = said,
                [nameof(MyMailPage.Address)] = known ? contact.Address : Masked(contact),
                [nameof(MyMailPage.Masked)] = Masked(contact),
                [nameof(MyMailPage.OffersWhole)] = !known && contact.Address is not null,
                [nameof(MyMailPage.Reader)] = contact,
            });
    }

    private static string? Masked(Contact contact) => contact.Address is { } address ? MaskedAddress.Of(address) : null;

    private static CodeGate Gate(HttpContext context) => context.RequestServices.GetRequiredService<CodeGate>();
}
