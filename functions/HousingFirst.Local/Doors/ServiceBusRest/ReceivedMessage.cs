using System.Globalization;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>A message in a response: the body as sent, everything else in headers.</summary>
/// <param name="Held">The message.</param>
/// <param name="Locked">Whether it is under a lock (201, with the lock's address) or gone from the queue (200).</param>
internal sealed record ReceivedMessage(LockedMessage Held, bool Locked) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Locked ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        PropertyHeaders.Write(response.Headers, Held);
        response.Headers["BrokerProperties"] = BrokerProperties.Write(Held);
        if (Locked) response.Headers.Location = LocationOf(httpContext.Request);
        response.ContentType = Held.Message.ContentType ?? "application/octet-stream";
        response.ContentLength = Held.Message.Body.Length;
        await response.Body.WriteAsync(Held.Message.Body, httpContext.RequestAborted);
    }

    /// <summary>
    /// The lock's address, by sequence number: a message id may hold characters that don't survive in a path. HTTP/1.0 may name no host; then
    /// the path alone is the address.
    /// </summary>
    private string LocationOf(HttpRequest request)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/{Held.Message.Address}/messages/{Held.Message.Sequence}/{Held.LockToken:D}");
        return request.Host.HasValue ? $"{request.Scheme}://{request.Host}{path}" : path;
    }
}
