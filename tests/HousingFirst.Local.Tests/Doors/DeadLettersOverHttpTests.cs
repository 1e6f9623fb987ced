using Azure.Core;
using HousingFirst.Azure.DeadLetters;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>The cloud's dead letters, by its adapter, over this hub's own door of the same REST API.</summary>
public sealed class DeadLettersOverHttpTests
{
    private const string Own = "agency-river-icm";
    private const string Inbound = "client-changes";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_looked_at_with_their_reason_and_stay_where_they_are()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await BuryAsync(door, "one", "data.invalid", "`data.change`: « é » \"x\"\r\nSet-Cookie: a");
        await BuryAsync(door, "two", "hub.failed", null);
        using var wire = new Wire();
        var letters = Open(door, wire, Own);

        var listed = await letters.ListAsync(Stop);

        Assert.Equal(
            [("one", "data.invalid", "`data.change`: « é » \"x\"\r\nSet-Cookie: a"), ("two", "hub.failed", null)],
            listed.Select(m => (System.Text.Encoding.UTF8.GetString(m.Body.Span), m.Reason, m.Description)));
        Assert.All(listed, m => Assert.Equal((Own, door.Clock.GetCurrentInstant()), (m.Queue, m.EnqueuedAt)));
        Assert.Equal("m-one", listed[0].MessageId);
        // Nothing is held: a second look sees them at once, in the same order.
        Assert.Equal(listed.Select(m => m.Sequence), (await letters.ListAsync(Stop)).Select(m => m.Sequence));
    }

    [Fact]
    public async Task One_is_discarded_and_the_others_stay()
    {
        await using var door = await DoorUnderTest.StartAsync();
        foreach (var body in (string[])["one", "two", "three"]) await BuryAsync(door, body, "hub.failed", "x");
        using var wire = new Wire();
        var letters = Open(door, wire, Own);
        var two = (await letters.ListAsync(Stop))[1].Sequence;

        Assert.True(await letters.DiscardAsync(Own, two, Stop));
        Assert.False(await letters.DiscardAsync(Own, two, Stop));

        Assert.Equal(["m-one", "m-three"], (await letters.ListAsync(Stop)).Select(m => m.MessageId));
    }

    [Fact]
    public async Task One_goes_back_on_its_queue_with_the_same_bytes_and_signature()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await BuryAsync(door, "{\"id\": \"é\"}", "data.invalid", "x", notice: "n-\"1\"");
        using var wire = new Wire();
        var letters = Open(door, wire, Inbound);

        Assert.NotNull(await letters.ReplayAsync(Inbound, Assert.Single(await letters.ListAsync(Stop)).Sequence, Stop));

        var back = Assert.Single(await door.HeldAsync(Inbound));
        Assert.Equal("{\"id\": \"é\"}"u8.ToArray(), back.Body);
        Assert.Equal(("application/cloudevents+json; charset=utf-8", "n-\"1\""), (back.ContentType, back.Properties["hf-notice"]));
        Assert.StartsWith("replay-", back.MessageId, StringComparison.Ordinal);
        Assert.Empty(await letters.ListAsync(Stop));
    }

    /// <summary>Cut off at each call of a replay, before it and after it: the message is on the queue or a dead letter, and doing it again ends it.</summary>
    [Theory]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    [InlineData("DELETE", false)]
    [InlineData("DELETE", true)]
    public async Task A_replay_that_is_cut_off_loses_nothing(string method, bool after)
    {
        await using var door = await DoorUnderTest.StartAsync();
        await BuryAsync(door, "one", "hub.failed", "x");
        using var wire = new Wire();
        var letters = Open(door, wire, Inbound);
        var number = Assert.Single(await letters.ListAsync(Stop)).Sequence;

        wire.Cut = (request, isAfter) => request.Method.Method == method && isAfter == after
            && (method == "DELETE" || request.RequestUri!.AbsolutePath == "/client-changes/messages");
        await Assert.ThrowsAsync<IOException>(async () => await letters.ReplayAsync(Inbound, number, Stop));
        wire.Cut = null;

        var left = await letters.ListAsync(Stop);
        Assert.Equal((method, after) is ("DELETE", true) ? 0 : 1, left.Count);
        Assert.Equal((method, after) is ("POST", false) ? 0 : 1, (await door.HeldAsync(Inbound)).Count);
        if (left.Count == 1) Assert.NotNull(await letters.ReplayAsync(Inbound, number, Stop));
        Assert.Empty(await letters.ListAsync(Stop));
        Assert.All(await door.HeldAsync(Inbound), m => Assert.Equal("one"u8.ToArray(), m.Body));
    }

    [Fact]
    public async Task One_that_somebody_holds_is_left_alone()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await BuryAsync(door, "one", "hub.failed", "x");
        var held = Assert.Single(await door.Queues.ReceiveAsync(Own + "/$deadletterqueue", 1, Duration.FromMinutes(1), Stop));
        using var wire = new Wire();

        Assert.Null(await Open(door, wire, Own).ReplayAsync(Own, held.Message.Sequence, Stop));
        Assert.Empty(await door.HeldAsync(Own));
    }

    [Fact]
    public async Task Who_may_not_is_told_the_role_and_never_the_token()
    {
        await using var door = await DoorUnderTest.StartAsync();
        using var wire = new Wire();
        var letters = new ServiceBusDeadLetters(wire.Client, door.Address, ServiceBusTokens.Of("river-icm", "c2VjcmV0", door.Clock), [Own]);

        var said = await Assert.ThrowsAsync<IOException>(async () => await letters.ListAsync(Stop));

        Assert.Contains("Azure Service Bus Data Owner", said.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_proves_itself_for_service_bus_alone()
    {
        var identity = new Identity();

        Assert.Equal("Bearer one", await ServiceBusTokens.Of(identity)(new Uri("https://bus.example/client-changes"), Stop));
        Assert.Equal(["https://servicebus.azure.net/.default"], identity.Asked);
    }

    private static ServiceBusDeadLetters Open(DoorUnderTest door, Wire wire, string queue)
    {
        var tokens = ServiceBusTokens.Of("river-icm", DoorUnderTest.KeyOf("river-icm"), door.Clock);
        return new ServiceBusDeadLetters(wire.Client, door.Address, queue == Own ? tokens : (_, stop) => tokens(door.Address, stop), [queue]);
    }

    private static async Task BuryAsync(DoorUnderTest door, string body, string reason, string? description, string? notice = null)
    {
        await door.PutAsync(body, notice);
        var held = Assert.Single(await door.Queues.ReceiveAsync(Own, 1, Duration.FromMinutes(1), Stop));
        await door.Queues.DeadLetterAsync(Own, held.Message.Sequence, held.LockToken, reason, description, Stop);
    }

    /// <summary>
    /// The way to the door, which can be cut. The door lets nobody but the hub at the dead letters of <c>client-changes</c>, as an operator may in the
    /// cloud: River's stand in for them.
    /// </summary>
    private sealed class Wire : DelegatingHandler
    {
        public Wire()
            : base(new HttpClientHandler()) => Client = new HttpClient(this, disposeHandler: false);

        public HttpClient Client { get; }

        public Func<HttpRequestMessage, bool, bool>? Cut { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri.Replace($"/{Inbound}/$", $"/{Own}/$", StringComparison.Ordinal));
            if (Cut?.Invoke(request, false) == true) throw new HttpRequestException("cut off");
            var answer = await base.SendAsync(request, cancellationToken);
            if (Cut?.Invoke(request, true) != true) return answer;
            answer.Dispose();
            throw new HttpRequestException("cut off");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) Client.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Identity : TokenCredential
    {
        public List<string> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.AddRange(requestContext.Scopes);
            return ValueTask.FromResult(new AccessToken("one", DateTimeOffset.MaxValue));
        }
    }
}
