using HousingFirst.Board.Pages;
using HousingFirst.Core.Partners;
using HousingFirst.Hub;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.SigningIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace HousingFirst.Board.Codes;

/// <summary>
/// Lets a page's details be seen only on a device on which a one-time code was entered in the last 30 days. Everything it needs goes through the
/// page's own address, with <c>code</c> in the query: a page only asks it first, whatever the verb.
/// </summary>
public sealed class CodeGate(OneTimeCodes codes, HubOptions options)
{
    private const string Cookie = "hf-device";
    private const string Step = "code";
    private const string Send = "send";
    private const string Enter = "enter";
    private const string Field = "digits";

    /// <summary>Whether the device is known, without an answer to the request.</summary>
    public bool Knows(HttpContext context, LinkToken link) => codes.Knows(context.Request.Cookies[Cookie], link);

    /// <summary>
    /// Whether the request may go on. Where not, it is answered: with the page that asks for a code, or with a redirect to the same page once the
    /// right one was entered.
    /// </summary>
    /// <param name="context">The request, before anything of it was answered or its body read.</param>
    /// <param name="link">The page's link, read and of the contact's epoch.</param>
    public async Task<bool> PassAsync(HttpContext context, LinkToken link)
    {
        var step = HttpMethods.IsPost(context.Request.Method) ? context.Request.Query[Step].ToString() : string.Empty;
        if (Knows(context, link))
        {
            if (step.Length == 0) return true;
            Back(context);
            return false;
        }

        if (await codes.ReaderAsync(link, context.RequestAborted) is not { } reader) await BoardPages.BadLinkAsync(context);
        else if (step == Send) await SendAsync(context, reader);
        else if (step == Enter) await EnterAsync(context, link, reader);
        else await PageAsync(context, reader, CodePageState.Ask);
        return false;
    }

    /// <summary>
    /// The same for a page that shows something of a client: nobody passes whose mailbox several people read, since a code sent there would open the page to
    /// all of them (promise 6).
    /// </summary>
    /// <param name="context">As above.</param>
    /// <param name="link">As above.</param>
    public async Task<bool> PassToClientsAsync(HttpContext context, LinkToken link)
    {
        if (!await codes.IsReadBySeveralAsync(link, context.RequestAborted)) return await PassAsync(context, link);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await PageAsync(context, (await codes.ReaderAsync(link, context.RequestAborted))!, CodePageState.Shared);
        return false;
    }

    private async Task SendAsync(HttpContext context, Contact reader) =>
        await PageAsync(context, reader, await codes.SendAsync(reader, context.RequestAborted) switch
        {
            AskedMail.Sent => CodePageState.Sent,
            AskedMail.TooMany => CodePageState.TooMany,
            AskedMail.NoAddress => CodePageState.NoAddress,
            _ => CodePageState.NotNow,
        });

    private async Task EnterAsync(HttpContext context, LinkToken link, Contact reader)
    {
        if (await PageForm.ReadAsync(context) is not { } form) return;
        switch (await codes.EnterAsync(link.Contact, form[Field].ToString(), context.RequestAborted))
        {
            case CodeEntering.Right:
                context.Response.Cookies.Append(Cookie, codes.DeviceOf(link), new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = options.PublicUrl.Scheme == Uri.UriSchemeHttps,
                    Path = options.PublicUrl.AbsolutePath,
                    MaxAge = OneTimeCodes.DeviceLife.ToTimeSpan(),
                });
                Back(context);
                break;
            case CodeEntering.Wrong:
                await PageAsync(context, reader, CodePageState.Wrong);
                break;
            case CodeEntering.TooMany:
                await PageAsync(context, reader, CodePageState.TooMany);
                break;
            default:
                await PageAsync(context, reader, CodePageState.Over);
                break;
        }
    }

    private static Task PageAsync(HttpContext context, Contact reader, CodePageState state) => PageResponse.WriteAsync<CodePage>(
        context,
        PageLanguage.Of(context.Request, reader.Language),
        new()
        {
            [nameof(CodePage.State)] = reader.Address is null ? CodePageState.NoAddress : state,
            [nameof(CodePage.Address)] = MaskedAddress.Of(reader.Address ?? string.Empty),
            [nameof(CodePage.SendTo)] = Query(context, Send),
            [nameof(CodePage.EnterTo)] = Query(context, Enter),
            [nameof(CodePage.FieldName)] = Field,
        });

    private static void Back(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        headers.Location = UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path) + Query(context, null);
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>The page's own query, with the gate's step in it or without.</summary>
    private static string Query(HttpContext context, string? step)
    {
        var query = QueryString.Empty;
        foreach (var (name, values) in context.Request.Query.Where(q => q.Key != Step))
        {
            foreach (var value in values) query = query.Add(name, value ?? string.Empty);
        }

        return (step is null ? query : query.Add(Step, step)).ToUriComponent();
    }
}
