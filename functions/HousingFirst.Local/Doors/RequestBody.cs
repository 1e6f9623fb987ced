using HousingFirst.Local.Doors.ServiceBusRest;
using Microsoft.AspNetCore.Http.Features;

namespace HousingFirst.Local.Doors;

/// <summary>Reads a request's body up to the door's limit.</summary>
internal static class RequestBody
{
    /// <summary>The whole body, or null where it is larger than <see cref="DoorSettings.LargestBody"/>.</summary>
    /// <exception cref="BadHttpRequestException">The client broke the protocol, or sent too slowly.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > DoorSettings.LargestBody) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = DoorSettings.LargestBody;
        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        try
        {
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>The answer to a body over the limit. The rest of it isn't worth reading: the connection ends.</summary>
    public static Refusal TooLarge(HttpContext http)
    {
        http.Response.Headers.Connection = "close";
        return new Refusal(StatusCodes.Status413PayloadTooLarge,
            $"The body is over {DoorSettings.LargestBody / 1024} KiB, the most of one send, a batch counted whole; nothing was kept. Send fewer messages at a time; an event may have 32 KiB.");
    }
}
