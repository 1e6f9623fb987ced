using System.Globalization;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Ticking;

public sealed class TickTests
{
    [Fact]
    public async Task Due_work_that_fails_again_and_again_holds_up_nothing_behind_it()
    {
        var world = await HubWorld.CreateAsync();
        var broken = Enumerable.Range(0, 450).Select(i => new DueItem(HubWorld.Start, DueKind.Mail, string.Create(CultureInfo.InvariantCulture, $"broken-{i}"))
        {
            Client = new ClientId("HF-7Q2K"),
            About = "no notice",
        }).ToArray();
        await world.Hub.Due.AddAsync(broken, null, TestContext.Current.CancellationToken);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker")));

        world.Clock.Advance(Duration.FromMinutes(30));
        var result = await world.Hub.Tick.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(broken.Length, result.Failed);
        Assert.NotEmpty(world.Mailer.To("luc"));
    }
}
