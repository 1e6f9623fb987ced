using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using HousingFirst.Local.Doors.Access;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>
/// An answer that isn't success, in Service Bus's own shape: <c>&lt;Error&gt;&lt;Code&gt;401&lt;/Code&gt;&lt;Detail&gt;…</c>, or the same as JSON
/// for a caller that accepts JSON.
/// </summary>
/// <param name="Status">The HTTP status, repeated in the body.</param>
/// <param name="Detail">What happened, which rule, what to do. Never a value that was sent.</param>
internal sealed record Refusal(int Status, string Detail) : IResult
{
    /// <summary>When to try again; null where trying again doesn't help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = SasToken.Scheme;
        if (WantsJson(httpContext.Request))
        {
            response.ContentType = "application/json; charset=utf-8";
            await response.Body.WriteAsync(Json(), httpContext.RequestAborted);
            return;
        }

        var xml = new XElement("Error", new XElement("Code", Status), new XElement("Detail", Detail));
        response.ContentType = "application/xml; charset=utf-8";
        await response.WriteAsync(xml.ToString(SaveOptions.DisableFormatting), httpContext.RequestAborted);
    }

    private static bool WantsJson(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept is not null && accept.Contains("json", StringComparison.OrdinalIgnoreCase));

    private byte[] Json()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("Code", Status);
            writer.WriteString(nameof(Detail), Detail);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
