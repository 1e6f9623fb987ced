using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Running;

/// <summary>
/// Does what is due every few seconds, and lets messages that nobody read in fourteen days fall into their dead-letter queues. The first tick
/// after any outage catches up.
/// </summary>
internal sealed partial class TickLoop(LocalHub local, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await local.Hub.Partners.CommunityAsync(stop) is not null)
                {
                    await local.Hub.Directory.NowAsync(stop);
                    await local.Hub.Tick.RunAsync(stop);
                }

                await local.Database.Queues.SweepAsync(stop);
                await Task.Delay(Every, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is HubDataException or IOException or InvalidDataException)
            {
                TickFailed(log, fault.Message);
                await Task.Delay(Every, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Due work can't be done for now: {Fault}")]
    private static partial void TickFailed(ILogger log, string fault);
}
