using System.Diagnostics;
using System.Net;
using System.Text.Json;
using HousingFirst.Local.Doors;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class ReceiveOverHttpTests
{
    private const string Queue = "agency-river-icm";
    private const string Dead = Queue + "/$deadletterqueue";

    [Fact]
    public async Task A_received_message_has_the_brokers_properties_and_a_lock()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        using var response = await LockAsync(door, Queue);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/cloudevents+json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("\"n-1\"", response.Headers.GetValues("hf-notice").Single());
        using var broker = JsonDocument.Parse(response.Headers.GetValues("BrokerProperties").Single());
        var properties = broker.RootElement;
        Assert.Equal(1, properties.GetProperty("DeliveryCount").GetInt32());
        Assert.Equal("m-hello", properties.GetProperty("MessageId").GetString());
        Assert.Equal("Active", properties.GetProperty("State").GetString());
        Assert.Equal(14 * 24 * 3600, properties.GetProperty("TimeToLive").GetInt32());
        Assert.Equal("Mon, 23 Nov 2026 15:00:00 GMT", properties.GetProperty("EnqueuedTimeUtc").GetString());
        Assert.Equal("Mon, 23 Nov 2026 15:01:00 GMT", properties.GetProperty("LockedUntilUtc").GetString());
        var (sequence, token) = (properties.GetProperty("SequenceNumber").GetInt64(), properties.GetProperty("LockToken").GetGuid());
        Assert.Equal(new Uri(door.Address, $"{Queue}/messages/{sequence}/{token}"), response.Headers.Location);
        Assert.Equal(HttpStatusCode.NoContent, (await LockAsync(door, Queue)).StatusCode);
    }

    [Fact]
    public async Task Completing_marks_the_notice_first_and_takes_the_message_off()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        using var locked = await LockAsync(door, Queue);
        door.Fetched.Fault = new InvalidOperationException("down");
        var failed = await door.CallAsync(HttpMethod.Delete, locked.Headers.Location!.ToString());
        Assert.Contains("stays locked", await DoorUnderTest.DetailAsync(failed, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Single(await door.HeldAsync(Queue));
        door.Fetched.Fault = null;
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Delete, locked.Headers.Location!.ToString())).StatusCode);
        Assert.Equal([("river-icm", "n-1")], door.Fetched.Told);
        Assert.Empty(await door.HeldAsync(Queue));
        Assert.Contains("MessageLockLost", await DoorUnderTest.DetailAsync(
            await door.CallAsync(HttpMethod.Delete, locked.Headers.Location!.ToString()), HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_settled_by_its_id_as_well_as_by_its_number()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello");
        using var locked = await LockAsync(door, Queue);
        var token = locked.Headers.Location!.Segments[^1];
        Assert.Equal(HttpStatusCode.NotFound, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/other/{token}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/m-hello/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/m-hello/nonsense")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/m-hello/{token}")).StatusCode);
        Assert.Empty(door.Fetched.Told);
    }

    [Fact]
    public async Task Unlocking_gives_the_message_back_at_once()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        using var locked = await LockAsync(door, Queue);
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Put, locked.Headers.Location!.ToString())).StatusCode);
        using var again = await LockAsync(door, Queue);
        Assert.Contains("\"DeliveryCount\":2", again.Headers.GetValues("BrokerProperties").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await door.CallAsync(HttpMethod.Put, locked.Headers.Location!.ToString())).StatusCode);
        Assert.Empty(door.Fetched.Told);
    }

    [Fact]
    public async Task Renewing_keeps_the_lock_and_a_lost_one_is_404()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello");
        using var locked = await LockAsync(door, Queue);
        door.Clock.Advance(Duration.FromSeconds(50));
        var renewed = await door.CallAsync(HttpMethod.Post, locked.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        Assert.Contains("15:01:50 GMT", renewed.Headers.GetValues("BrokerProperties").Single(), StringComparison.Ordinal);
        door.Clock.Advance(Duration.FromSeconds(50));
        Assert.Equal(HttpStatusCode.NoContent, (await LockAsync(door, Queue)).StatusCode);
        door.Clock.Advance(Duration.FromSeconds(11));
        foreach (var verb in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
            Assert.Equal(HttpStatusCode.NotFound, (await door.CallAsync(verb, locked.Headers.Location!.ToString())).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await LockAsync(door, Queue)).StatusCode);
    }

    [Fact]
    public async Task Receive_and_delete_hands_out_what_is_marked_and_gone()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        door.Fetched.Fault = new InvalidOperationException("down");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/head?timeout=0")).StatusCode);
        door.Fetched.Fault = null;
        door.Clock.Advance(Duration.FromSeconds(61));
        using var response = await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/head?timeout=0");
        Assert.Equal("hello", await DoorUnderTest.DetailAsync(response, HttpStatusCode.OK));
        Assert.Null(response.Headers.Location);
        Assert.Equal([("river-icm", "n-1")], door.Fetched.Told);
        Assert.Empty(await door.HeldAsync(Queue));
        Assert.Equal(HttpStatusCode.NoContent, (await door.CallAsync(HttpMethod.Delete, $"{Queue}/messages/head?timeout=0")).StatusCode);
    }

    [Fact]
    public async Task Dead_letters_are_read_with_their_reason_by_the_same_verbs()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        var held = Assert.Single(await door.Queues.ReceiveAsync(Queue, 1, Duration.FromMinutes(1), TestContext.Current.CancellationToken));
        await door.Queues.DeadLetterAsync(
            Queue, held.Message.Sequence, held.LockToken, "hub.failed", "`data.change`: « é » \"x\"\r\nSet-Cookie: a", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, (await LockAsync(door, Queue)).StatusCode);

        using var locked = await LockAsync(door, Queue + "/$DeadLetterQueue");
        Assert.Equal("hello", await DoorUnderTest.DetailAsync(locked, HttpStatusCode.Created));
        Assert.Equal("\"hub.failed\"", locked.Headers.GetValues("DeadLetterReason").Single());
        var description = locked.Headers.GetValues("DeadLetterErrorDescription").Single();
        Assert.Equal("`data.change`: « é » \"x\"\r\nSet-Cookie: a", JsonSerializer.Deserialize<string>(description));
        Assert.False(locked.Headers.Contains("Set-Cookie"));
        Assert.Equal($"/{Dead}/messages/", string.Concat(locked.Headers.Location!.Segments[..^2]));
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Post, locked.Headers.Location!.ToString())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Put, locked.Headers.Location!.ToString())).StatusCode);
        using var again = await LockAsync(door, Dead);
        Assert.Equal(HttpStatusCode.OK, (await door.CallAsync(HttpMethod.Delete, again.Headers.Location!.ToString())).StatusCode);
        Assert.Empty(await door.HeldAsync(Dead));
        Assert.Empty(door.Fetched.Told);
    }

    [Fact]
    public async Task A_waiting_receiver_gets_a_message_when_it_comes()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var waiting = LockAsync(door, Queue, "30");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await door.PutAsync("hello");
        using var response = await waiting.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_wait_ends_with_204_after_its_time_and_at_the_longest()
    {
        await using var door = await DoorUnderTest.StartAsync(new DoorSettings { LongestWait = Duration.FromSeconds(1) });
        foreach (var timeout in new[] { "1", "3600", null })
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.NoContent, (await LockAsync(door, Queue, timeout)).StatusCode);
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_closing_hub_lets_its_waiting_receivers_go()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var waiting = LockAsync(door, Queue, "60");
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await door.StopAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, (await waiting).StatusCode);
    }

    [Fact]
    public async Task A_locked_database_is_503_for_a_receiver_too_and_its_message_waits()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello", notice: "n-1");
        await using (var other = new SqliteConnection($"Data Source={door.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var busy = await LockAsync(door, Queue);
            await DoorUnderTest.DetailAsync(busy, HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(busy.Headers.RetryAfter);
        }

        using var locked = await LockAsync(door, Queue);
        Assert.Contains("\"DeliveryCount\":1", locked.Headers.GetValues("BrokerProperties").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("secret")]
    [InlineData("1&timeout=2")]
    public async Task A_bad_timeout_is_400(string timeout)
    {
        await using var door = await DoorUnderTest.StartAsync();
        var detail = await DoorUnderTest.DetailAsync(await LockAsync(door, Queue, timeout), HttpStatusCode.BadRequest);
        Assert.Contains("`timeout`", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_hangs_up_leaves_the_message_to_the_next()
    {
        await using var door = await DoorUnderTest.StartAsync();
        using (var hangUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(door.Address, $"{Queue}/messages/head?timeout=30"));
            request.Headers.TryAddWithoutValidation("Authorization", door.Token());
            var waiting = door.Client.SendAsync(request, hangUp.Token);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await Task.Delay(100, TestContext.Current.CancellationToken);
        await door.PutAsync("hello");
        using var next = await LockAsync(door, Queue, "5");
        Assert.Equal(HttpStatusCode.Created, next.StatusCode);
    }

    [Fact]
    public async Task Health_says_up_with_versions()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var text = await door.Client.GetStringAsync(new Uri(door.Address, "health"), TestContext.Current.CancellationToken);
        using var health = JsonDocument.Parse(text);
        Assert.Equal("up", health.RootElement.GetProperty("status").GetString());
        Assert.Equal(Health.Version, health.RootElement.GetProperty("version").GetString());
        Assert.Contains("2026f", health.RootElement.GetProperty("zoneData").GetString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> LockAsync(DoorUnderTest door, string queue, string? timeout = "0") =>
        door.CallAsync(HttpMethod.Post, $"{queue}/messages/head" + (timeout is null ? "" : $"?timeout={timeout}"));
}
