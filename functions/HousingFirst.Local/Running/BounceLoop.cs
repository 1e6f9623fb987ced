using HousingFirst.Mail.Returns;

namespace HousingFirst.Local.Running;

/// <summary>Fetches returned mail every five minutes, where a mailbox is set. One that can't be read is said once until it can again.</summary>
internal sealed partial class BounceLoop(BounceMailbox mailbox, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        string? said = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await mailbox.RunAsync(stop);
                said = null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (IOException fault)
            {
                if (said != fault.Message) MailboxFailed(log, said = fault.Message);
            }

            await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Error, "Returned mail can't be fetched for now: {Fault}")]
    private static partial void MailboxFailed(ILogger log, string fault);
}
