using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors.ServiceBusRest;

/// <summary>A notice is Fetched before its message disappears: otherwise a crash between the two would leave a told person looking untold.</summary>
internal sealed partial class FetchedFirst(IFetchedNotices notices)
{
    private const string NoticeProperty = "hf-notice";

    /// <summary>Marks what the message carries, if it is a notice that was read (a dead letter wasn't).</summary>
    /// <returns>Null to go on; otherwise the answer, and the message stays locked.</returns>
    public async Task<Refusal?> MarkAsync(HttpContext http, string agency, LockedMessage held)
    {
        if (held.Message.Address.Dead || !held.Message.Properties.TryGetValue(NoticeProperty, out var notice)) return null;
        try
        {
            await notices.FetchedAsync(agency, notice, http.RequestAborted);
            return null;
        }
#pragma warning disable CA1031 // Whatever failed, the message must stay and the caller must know; the log has the cause.
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotMarked(DoorFaults.LoggerOf(http), agency, notice, error);
            return DoorFaults.Unavailable("the hub couldn't record that this notice was fetched, so the message stays locked on the queue");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Notice {Notice} of agency {Agency} couldn't be marked as fetched; its message stays locked")]
    private static partial void LogNotMarked(ILogger logger, string agency, string notice, Exception error);
}
