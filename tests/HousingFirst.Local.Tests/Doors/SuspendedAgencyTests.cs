using System.Net;
using HousingFirst.Local.Doors.Access;
using HousingFirst.Local.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>A suspended agency's keys open no door; who holds one is told why, and nobody else.</summary>
public sealed class SuspendedAgencyTests
{
    private const string Suspended = "this agency is suspended: it sends and receives nothing";

    [Theory]
    [InlineData("client-changes/messages")]
    [InlineData("partner-activity/messages")]
    [InlineData("agency-bridge-outreach/messages/head")]
    public async Task Over_HTTP_nothing_is_sent_or_received(string path)
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.CallAsync(HttpMethod.Post, path, door.Token("bridge-outreach"), "{}");
        Assert.Contains(Suspended, await DoorUnderTest.DetailAsync(response, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Empty(await door.HeldAsync("client-changes"));

        var stranger = await door.CallAsync(HttpMethod.Post, path, door.Token("bridge-outreach", key: "not its key"), "{}");
        Assert.DoesNotContain("suspended", await DoorUnderTest.DetailAsync(stranger, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_AMQP_neither_even_on_a_connection_that_was_open_before()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var access = new QueueAccess(door.Parts.Agencies, door.Clock);
        Assert.True(access.IsKeyOf("bridge-outreach", DoorUnderTest.KeyOf("bridge-outreach")));
        foreach (var (queue, right) in new[] { ("client-changes", DoorRight.Send), ("agency-bridge-outreach", DoorRight.Listen) })
            Assert.Contains(Suspended, access.Allow("bridge-outreach", QueueAddress.Parse(queue), right)!.Detail, StringComparison.Ordinal);
    }
}
