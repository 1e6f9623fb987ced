using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HousingFirst.Board;

/// <summary>Reads the form a page sends: a few short fields, or nothing.</summary>
internal static class PageForm
{
    /// <summary>More than any form of these pages sends.</summary>
    public const int MostBytes = 4 * 1024;

    /// <summary>The fields; none where the body is no form.</summary>
    /// <returns>Null where the body is too long or broken: the request is answered already.</returns>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, int mostBytes = MostBytes)
    {
        if (!context.Request.HasFormContentType) return FormCollection.Empty;
        if (context.Request.ContentLength > mostBytes) return await RefusedAsync(context, StatusCodes.Status413PayloadTooLarge, mostBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = mostBytes;
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException refused)
        {
            return await RefusedAsync(context, refused.StatusCode, mostBytes);
        }
        catch (InvalidDataException)
        {
            return await RefusedAsync(context, StatusCodes.Status400BadRequest, mostBytes);
        }
    }

    private static async Task<IFormCollection?> RefusedAsync(HttpContext context, int status, int mostBytes)
    {
        context.Response.StatusCode = status;
        await PageResponse.TextAsync(context, $"This page takes a form of at most {mostBytes} bytes: open it in a browser and use its buttons.\n");
        return null;
    }
}
