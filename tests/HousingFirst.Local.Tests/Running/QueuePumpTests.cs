using HousingFirst.Hub.Queues;
using HousingFirst.Local.Running;
using HousingFirst.Local.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HousingFirst.Local.Tests.Running;

public sealed class QueuePumpTests
{
    [Fact]
    public async Task A_pump_that_is_stopped_while_it_waits_to_receive_ends()
    {
        using var folder = new DataFolder();
        await using var local = LocalHub.Open(Local.StartUp.DataFolder.Open(folder.Path), folder.Clock);
        using var stop = new CancellationTokenSource();
        using var writing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var busy = local.Database.Writer.WriteAsync(
            _ =>
            {
                writing.Set();
                goOn.Wait();
                return true;
            },
            TestContext.Current.CancellationToken);
        writing.Wait(TestContext.Current.CancellationToken);
        var pump = new QueuePump(
            local, QueueNames.ClientChanges, (_, _) => ValueTask.FromResult<Settlement>(Settlement.Complete.Instance), NullLogger.Instance).RunAsync(stop.Token);

        await stop.CancelAsync();
        goOn.Set();

        await busy;
        await pump.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
