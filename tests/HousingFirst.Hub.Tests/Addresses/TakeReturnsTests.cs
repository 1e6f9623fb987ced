using HousingFirst.Contracts.World;
using HousingFirst.Hub.Addresses;
using Xunit;

namespace HousingFirst.Hub.Tests.Addresses;

/// <summary>Mail that came back stops an address only while it is in the directory as it was written to.</summary>
public sealed class TakeReturnsTests
{
    [Theory]
    [InlineData("luc", "LUC@bridge-outreach.example", true)]
    [InlineData(null, "luc@bridge-outreach.example", true)]
    [InlineData("luc", "luc.old@bridge-outreach.example", false)]
    [InlineData("luc", "amina@bridge-outreach.example", false)]
    [InlineData("nobody", "luc@bridge-outreach.example", false)]
    [InlineData(null, "", false)]
    public async Task An_address_that_is_not_the_contacts_own_stops_nothing(string? contact, string address, bool isOurs)
    {
        var world = await HubWorld.CreateAsync();
        var taken = await world.Hub.TakeReturns.RunAsync([new MailReturn(contact, address, StopReason.Bounced)], TestContext.Current.CancellationToken);

        Assert.Equal(isOurs ? new TakenReturns(1, 0) : new TakenReturns(0, 1), taken);
        Assert.Equal(isOurs, (await world.ContactAsync("bridge-outreach", "luc")).Stopped is not null);
        Assert.Null((await world.ContactAsync("bridge-outreach", "amina")).Stopped);
    }

    [Fact]
    public async Task One_that_fails_holds_no_other_up_and_all_may_come_again()
    {
        var failing = true;
        var world = await HubWorld.CreateAsync();
        var take = new TakeReturns(
            new FailingFor("luc", world.Hub.StopAddress, () => failing), world.Hub.Directory, Microsoft.Extensions.Logging.Abstractions.NullLogger<TakeReturns>.Instance);
        MailReturn[] returns =
        [
            new(null, "luc@bridge-outreach.example", StopReason.Bounced),
            new("gurpreet", "gurpreet@income-support.example", StopReason.Complained),
        ];

        await Assert.ThrowsAsync<IOException>(async () => await take.RunAsync(returns, TestContext.Current.CancellationToken));
        Assert.NotNull((await world.ContactAsync("income-support", "gurpreet")).Stopped);
        failing = false;
        Assert.Equal(new TakenReturns(2, 0), await take.RunAsync(returns, TestContext.Current.CancellationToken));
        Assert.NotNull((await world.ContactAsync("bridge-outreach", "luc")).Stopped);
    }

    private sealed class FailingFor(string contact, IStopAddress stop, Func<bool> failing) : IStopAddress
    {
        public ValueTask RunAsync(string who, StopReason reason, HousingFirst.Core.ClientChanges.Surroundings at, CancellationToken cancellation) =>
            who == contact && failing() ? throw new IOException("The store is away.") : stop.RunAsync(who, reason, at, cancellation);
    }
}
