using System.Net.Http.Headers;
using System.Text.Json;
using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace HousingFirst.Azure.Tables;

/// <summary>Which exceptions are faults of the storage account or of the way to it, and which of them pass.</summary>
internal static class StorageFault
{
    /// <summary>A fault at all: everything else is a bug, or the caller's own cancellation.</summary>
    public static bool Is(Exception error, CancellationToken cancellation) =>
        Passes(error, cancellation) || error is RequestFailedException or AuthenticationFailedException;

    /// <summary>
    /// Worth another attempt: the server is busy or failing, it did not answer, or its answer was lost or can't be read. In none of these is it
    /// known whether the request was done.
    /// </summary>
    public static bool Passes(Exception error, CancellationToken cancellation) => error switch
    {
        RequestFailedException { Status: >= 200 and < 300 } => true,
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or 500 or 502 or 503 or 504 || failed.ErrorCode == TableErrorCode.TableBeingDeleted,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        IOException or HttpRequestException or JsonException or InvalidDataException => true,
        _ => false,
    };

    /// <summary>Whether table storage says that the row asked for isn't there. A 404 alone doesn't: a missing table gives one too, and so may something in between.</summary>
    public static bool IsNoRow(RequestFailedException failed) =>
        failed.Status == 404 && (failed.ErrorCode == TableErrorCode.ResourceNotFound || failed.ErrorCode == TableErrorCode.EntityNotFound);

    /// <summary>How long the server asks to be left alone, where it says so.</summary>
    public static TimeSpan? RetryAfter(Exception error, DateTimeOffset now)
    {
        if (error is not RequestFailedException failed || failed.GetRawResponse() is not { } answer) return null;
        if (!answer.Headers.TryGetValue("Retry-After", out var text) || !RetryConditionHeaderValue.TryParse(text, out var after)) return null;
        return after.Delta ?? after.Date - now;
    }
}
