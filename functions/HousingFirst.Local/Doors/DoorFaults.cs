using HousingFirst.Local.Doors.ServiceBusRest;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors;

/// <summary>Turns faults into answers at the edge of the door: the caller learns whether to try again, the log learns why, the hub lives on.</summary>
internal static partial class DoorFaults
{
    private const int RetryAfter = 5;

    /// <summary>The handler with its faults answered.</summary>
    public static RequestDelegate Answered(Func<HttpContext, Task<IResult>> handle) => async http =>
    {
        IResult result;
        try
        {
            result = await handle(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
            return;
        }
        catch (BadHttpRequestException error)
        {
            result = new Refusal(error.StatusCode, "The request broke HTTP's rules or came too slowly; nothing was kept. Send it again, whole.");
        }
        catch (HubDataException error)
        {
            LogUnavailable(LoggerOf(http), error.Message, error);
            result = Unavailable(Cause(error.Problem));
        }
        catch (IOException error)
        {
            LogUnavailable(LoggerOf(http), error.Message, error);
            result = Unavailable(Cause(HubDataProblem.Unreadable));
        }

        await result.ExecuteAsync(http);
    };

    /// <summary>Try again later: the request wasn't done.</summary>
    public static Refusal Unavailable(string cause) => new(
        StatusCodes.Status503ServiceUnavailable,
        $"ServerBusy: {cause}; the request wasn't done. Send it again in a few seconds, with the same event id. The hub's log says more to whoever runs it.")
    {
        RetryAfterSeconds = RetryAfter,
    };

    /// <summary>The door's log.</summary>
    public static ILogger LoggerOf(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("HousingFirst.Local.Doors");

    /// <summary>What a fault of the hub's data is, for a caller.</summary>
    public static string Cause(HubDataProblem problem) => problem switch
    {
        HubDataProblem.DiskFull => "the hub's disk is full",
        HubDataProblem.Locked => "another program holds the hub's database",
        HubDataProblem.ReadOnly => "the hub can't write its database",
        _ => "the hub can't use its data",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The door answered 503: {Cause}")]
    private static partial void LogUnavailable(ILogger logger, string cause, Exception error);
}
