using HousingFirst.Mail.Returns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace HousingFirst.Mail.SendGrid;

/// <summary><c>POST /mail/events/sendgrid</c>, for any head. What can't be taken now is answered so that SendGrid brings it again.</summary>
public static class SendGridWebhook
{
    /// <summary>Where SendGrid posts to, behind the hub's public address.</summary>
    public const string Path = "/mail/events/sendgrid";

    /// <summary>SendGrid gathers at most 768 KiB.</summary>
    private const int LargestBody = 1024 * 1024;

    /// <summary>Maps the route. Without a key there is none, and nothing answers there.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, SendGridEvents? events, TakeReturned take)
    {
        if (events is not null) endpoints.MapPost(Path, http => AnswerAsync(http, events, take));
    }

    private static async Task AnswerAsync(HttpContext http, SendGridEvents events, TakeReturned take)
    {
        http.Response.StatusCode = await StatusAsync(http, events, take);
        http.Response.Headers.CacheControl = "no-store";
    }

    private static async Task<int> StatusAsync(HttpContext http, SendGridEvents events, TakeReturned take)
    {
        if (await BodyAsync(http) is not { } body)
        {
            // The rest of it isn't worth reading.
            http.Response.Headers.Connection = "close";
            return StatusCodes.Status413PayloadTooLarge;
        }

        var (signature, timestamp) = (Header("Signature"), Header("Timestamp"));
        if (!events.IsSigned(signature, timestamp, body.Span)) return StatusCodes.Status403Forbidden;
        if (SendGridEvents.Read(body) is not { } returns) return StatusCodes.Status400BadRequest;
        try
        {
            await take(returns, http.RequestAborted);
            return StatusCodes.Status204NoContent;
        }
        catch (IOException)
        {
            // Logged where it happened; those that were taken change nothing when they come again.
            return StatusCodes.Status503ServiceUnavailable;
        }

        string? Header(string name) => http.Request.Headers["X-Twilio-Email-Event-Webhook-" + name] is [{ Length: > 0 } one] ? one : null;
    }

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        using var buffer = new MemoryStream();
        try
        {
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
