using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Doors;

/// <summary>What became of taking a message off its queue.</summary>
internal enum Completion
{
    /// <summary>It is gone; where it was a notice, the notice is Fetched.</summary>
    Done,

    /// <summary>The lock has ended, or never was. The message may be another receiver's, or gone.</summary>
    LockLost,

    /// <summary>The notice couldn't be marked as fetched: the message stays, locked.</summary>
    NotMarked,
}

/// <summary>
/// Takes messages off for every door. A notice is Fetched before its message disappears: otherwise a crash between the two would leave a told
/// person looking untold.
/// </summary>
internal sealed partial class FetchedFirst(DoorParts parts)
{
    /// <summary>What <see cref="Completion.NotMarked"/> is, for a caller.</summary>
    public const string NotMarked = "the hub couldn't record that this notice was fetched, so the message stays locked on the queue";

    private const string NoticeProperty = "hf-notice";

    /// <summary>Marks what the message carries, if it is a notice that was read (a dead letter wasn't), then takes it off its queue.</summary>
    /// <param name="agency">Whose queue it is on.</param>
    /// <param name="held">The message.</param>
    /// <param name="log">The door's log.</param>
    /// <param name="gone">Ends when the caller is gone; counts until the notice is marked.</param>
    public async Task<Completion> CompleteAsync(string agency, LockedMessage held, ILogger log, CancellationToken gone)
    {
        if (!held.Message.Address.Dead && held.Message.Properties.TryGetValue(NoticeProperty, out var notice)
            && !await MarkAsync(agency, notice, log, gone)) return Completion.NotMarked;
        var outcome = await parts.Queues.CompleteAsync(held.Message.Address.ToString(), held.Message.Sequence, held.LockToken, CancellationToken.None);
        return outcome == LockOutcome.Done ? Completion.Done : Completion.LockLost;
    }

    private async Task<bool> MarkAsync(string agency, string notice, ILogger log, CancellationToken gone)
    {
        try
        {
            await parts.Fetched.FetchedAsync(agency, notice, gone);
            return true;
        }
#pragma warning disable CA1031 // Whatever failed, the message must stay and the caller must know; the log has the cause.
        catch (Exception error) when (!gone.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotMarked(log, agency, notice, error);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Notice {Notice} of agency {Agency} couldn't be marked as fetched; its message stays locked")]
    private static partial void LogNotMarked(ILogger logger, string agency, string notice, Exception error);
}
