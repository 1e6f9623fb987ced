using HousingFirst.Azure.Backup;
using HousingFirst.Azure.Settings;
using HousingFirst.Functions.Cycles;
using HousingFirst.Functions.Starting;
using HousingFirst.Hub;
using HousingFirst.Mail.Returns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Functions.Triggers;

/// <summary>What is done by the clock, in UTC. A run that was missed or cut off is caught up by the next.</summary>
public sealed partial class Timers(
    HousingFirstHub hub, Preparation preparation, DurableCycles cycles, IClock clock, NightlyBackup backup, ILogger<Timers> log, BounceMailbox? mailbox = null)
{
    /// <summary>Finished instances are kept so long, for who looks after a cycle.</summary>
    private const int HistoryDays = 30;

    /// <summary>How many days a night looks back: nights are missed.</summary>
    private const int DaysANight = 7;

    /// <summary>Does what is due, and sees to it that the cycles run.</summary>
    [Function(FunctionNames.Tick)]
    public async Task Tick(
        [TimerTrigger("%" + SettingNames.TickSchedule + "%")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellation)
    {
        cycles.Client = durable;
        if (!await preparation.IsDoneAsync(cancellation))
        {
            NoCommunity(log);
            return;
        }

        var result = await hub.Tick.RunAsync(cancellation);
        Ticked(log, result.Done, result.Failed, timer.IsPastDue);
        if (mailbox is not null) await FetchReturnsAsync(mailbox, cancellation);
        if (await backup.RunAsync(cancellation) is { } rows) BackedUp(log, rows);
    }

    /// <summary>Purges the histories of finished instances, a day at a time: all at once times out.</summary>
    [Function(FunctionNames.Nightly)]
    public async Task Nightly([TimerTrigger("0 40 8 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient durable, CancellationToken cancellation)
    {
        var today = clock.GetCurrentInstant().InUtc().Date;
        OrchestrationRuntimeStatus[] finished = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];
        var purged = 0;
        for (var ago = HistoryDays + DaysANight; ago > HistoryDays; ago--)
        {
            DateTimeOffset Day(int days) => today.PlusDays(-days).AtStartOfDayInZone(DateTimeZone.Utc).ToDateTimeOffset();
            purged += (await durable.PurgeAllInstancesAsync(new PurgeInstancesFilter(Day(ago), Day(ago - 1), finished), cancellation)).PurgedInstanceCount;
        }

        Purged(log, purged, timer.IsPastDue);
    }

    private async Task FetchReturnsAsync(BounceMailbox returns, CancellationToken cancellation)
    {
        try
        {
            await returns.RunAsync(cancellation);
        }
        catch (IOException fault)
        {
            MailboxFailed(log, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Tick: {Done} done, {Failed} failed and stay due, late: {IsLate}.")]
    private static partial void Ticked(ILogger log, int done, int failed, bool isLate);

    [LoggerMessage(LogLevel.Information, "Night: {Purged} finished instances were purged, late: {IsLate}.")]
    private static partial void Purged(ILogger log, int purged, bool isLate);

    [LoggerMessage(LogLevel.Information, "Night: a backup of {Rows} rows was written.")]
    private static partial void BackedUp(ILogger log, long rows);

    [LoggerMessage(LogLevel.Warning, "There is no community yet: restore a backup, or set one up.")]
    private static partial void NoCommunity(ILogger log);

    [LoggerMessage(LogLevel.Error, "Returned mail can't be fetched for now: {Fault}")]
    private static partial void MailboxFailed(ILogger log, string fault);
}
