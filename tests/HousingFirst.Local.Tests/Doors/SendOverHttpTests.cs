using System.Net;
using System.Text;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Storage;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class SendOverHttpTests
{
    private const string BatchType = "application/vnd.microsoft.servicebus.json";

    [Fact]
    public async Task A_message_is_on_the_queue_as_sent()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.SendAsync(
            "{\"é\":1}", ("hf-signature", "v1.abc+/="), ("BrokerProperties", "{\"MessageId\":\"m1\",\"TimeToLive\":90.5,\"Label\":\"x\"}"), ("Priority", "\"Hi\\u00e9\""));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var held = Assert.Single(await door.HeldAsync("client-changes"));
        Assert.Equal("m1", held.MessageId);
        Assert.Equal("{\"é\":1}", Encoding.UTF8.GetString(held.Body));
        Assert.Equal("application/cloudevents+json", held.ContentType);
        Assert.Equal(new Dictionary<string, string> { ["hf-signature"] = "v1.abc+/=", ["Priority"] = "Hié" }, held.Properties);
        Assert.Equal(Duration.FromSeconds(90.5), held.ExpiresAt - held.EnqueuedAt);
    }

    [Fact]
    public async Task A_message_without_an_id_is_given_one_and_the_longest_life()
    {
        await using var door = await DoorUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}", ("HF-Signature", "\"v1.q\""))).StatusCode);
        var held = Assert.Single(await door.HeldAsync("client-changes"));
        Assert.Equal(32, held.MessageId!.Length);
        Assert.Equal("v1.q", held.Properties["hf-signature"]);
        Assert.Equal(Duration.FromDays(14), held.ExpiresAt - held.EnqueuedAt);
    }

    [Fact]
    public async Task Two_agencies_with_the_same_message_id_are_both_kept()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var prairie = door.Token("prairie-hospital");
        (string, string) id = ("BrokerProperties", "{\"MessageId\":\"1\"}");
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("a", id)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await door.CallAsync(HttpMethod.Post, "client-changes/messages", prairie, "b", headers: [id])).StatusCode);
        Assert.Equal(2, (await door.HeldAsync("client-changes")).Count);
    }

    [Theory]
    [InlineData("Sun, 06 Dec 2026 08:49:37 GMT")]
    [InlineData("2026-12-06T08:49:37Z")]
    public async Task A_scheduled_message_waits(string time)
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.SendAsync("{}", ("BrokerProperties", $$"""{"ScheduledEnqueueTimeUtc":"{{time}}"}"""));
        var held = Assert.Single(await door.HeldAsync("client-changes"));
        Assert.Equal(MessageState.Scheduled, held.State);
        Assert.Equal(Instant.FromUtc(2026, 12, 6, 8, 49, 37), held.EnqueuedAt);
    }

    [Theory]
    [InlineData("secret", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{\"MessageId\":5}", "`MessageId`")]
    [InlineData("{\"MessageId\":\"\"}", "`MessageId`")]
    [InlineData("{\"MessageId\":\"\\ud800secret\"}", "`MessageId`")]
    [InlineData("{\"MessageId\":\"a\",\"MessageId\":\"b\"}", "not JSON")]
    [InlineData("{\"TimeToLive\":\"secret\"}", "`TimeToLive`")]
    [InlineData("{\"TimeToLive\":0}", "`TimeToLive`")]
    [InlineData("{\"TimeToLive\":-1}", "`TimeToLive`")]
    [InlineData("{\"TimeToLive\":true}", "`TimeToLive`")]
    [InlineData("{\"ScheduledEnqueueTimeUtc\":\"secret\"}", "`ScheduledEnqueueTimeUtc`")]
    [InlineData("{\"SessionId\":\"secret\"}", "`SessionId`")]
    public async Task Bad_broker_properties_are_named_and_nothing_is_kept(string properties, string expected)
    {
        await using var door = await DoorUnderTest.StartAsync();
        var detail = await DoorUnderTest.DetailAsync(await door.SendAsync("{}", ("BrokerProperties", properties)), HttpStatusCode.BadRequest);
        Assert.Contains(expected, WebUtility.HtmlDecode(detail), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
        Assert.Empty(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task A_batch_is_kept_in_order_with_each_messages_properties()
    {
        await using var door = await DoorUnderTest.StartAsync();
        const string Batch =
            """
            [{"Body":"first","BrokerProperties":{"TimeToLiveTimeSpan":"0.00:00:40"}},
             {"Body":"second é","UserProperties":{"HF-Signature":"v1.x","Priority":7,"Urgent":true},"BrokerProperties":{"MessageId":"two","ContentType":"text/plain"}}]
            """;
        var response = await door.CallAsync(HttpMethod.Post, "partner-activity/messages", body: Batch, contentType: BatchType + "; charset=utf-8");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var held = await door.HeldAsync("partner-activity");
        Assert.Equal(["first", "second é"], held.Select(message => Encoding.UTF8.GetString(message.Body)));
        Assert.Equal(Duration.FromSeconds(40), held[0].ExpiresAt - held[0].EnqueuedAt);
        Assert.Equal(("two", "text/plain"), (held[1].MessageId, held[1].ContentType));
        Assert.Equal(new Dictionary<string, string> { ["hf-signature"] = "v1.x", ["Priority"] = "7", ["Urgent"] = "true" }, held[1].Properties);
    }

    [Theory]
    [InlineData("[]", "`$`")]
    [InlineData("{}", "`$`")]
    [InlineData("secret", "`$`")]
    [InlineData("[{\"Body\":\"ok\"},{}]", "`$[1].Body`: missing")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":{}}]", "`$[1].Body`: not a text")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":\"\\udfffsecret\"}]", "`$[1].Body`: not a text")]
    [InlineData("[{\"Body\":\"ok\"},{\"body\":\"secret\"}]", "names have case")]
    [InlineData("[{\"Body\":\"ok\"},4]", "`$[1]`")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":\"x\",\"BrokerProperties\":{\"TimeToLive\":\"secret\"}}]", "`$[1]`: `TimeToLive`")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":\"x\",\"UserProperties\":{\"a secret\":\"x\"}}]", "`$[1].UserProperties`")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":\"x\",\"UserProperties\":{\"Host\":\"secret\"}}]", "`$[1].UserProperties`")]
    [InlineData("[{\"Body\":\"ok\"},{\"Body\":\"x\",\"UserProperties\":[]}]", "`$[1].UserProperties`")]
    public async Task One_bad_message_refuses_the_batch(string batch, string expected)
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.CallAsync(HttpMethod.Post, "client-changes/messages", body: batch, contentType: BatchType);
        var detail = await DoorUnderTest.DetailAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
        Assert.Empty(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task A_signature_beside_a_batch_is_told_where_to_go()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.CallAsync(
            HttpMethod.Post, "client-changes/messages", body: "[{\"Body\":\"x\"}]", contentType: BatchType, headers: ("hf-signature", "v1.x"));
        Assert.Contains("UserProperties", await DoorUnderTest.DetailAsync(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_whether_or_not_its_length_is_told(bool chunked)
    {
        await using var door = await DoorUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(door.Address, "client-changes/messages"));
        request.Headers.TryAddWithoutValidation("Authorization", door.Token());
        request.Content = new ByteArrayContent(new byte[DoorSettings.LargestBody + 1]);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await door.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("256 KiB", await DoorUnderTest.DetailAsync(response, HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync(new string('x', DoorSettings.LargestBody))).StatusCode);
        Assert.Single(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task An_error_is_json_for_who_accepts_json_and_xml_otherwise()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var xml = await door.CallAsync(HttpMethod.Post, "client-changes/messages", token: "", body: "{}");
        Assert.StartsWith("<Error><Code>401</Code><Detail>MissingToken: ", await DoorUnderTest.DetailAsync(xml, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        var json = await door.CallAsync(HttpMethod.Post, "client-changes/messages", token: "", body: "{}", headers: ("Accept", "application/json"));
        Assert.StartsWith("{\"Code\":401,\"Detail\":\"MissingToken: ", await DoorUnderTest.DetailAsync(json, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_database_is_503_and_the_hub_goes_on_after_it()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await using (var other = new SqliteConnection($"Data Source={door.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var response = await door.SendAsync("{}");
            var detail = await DoorUnderTest.DetailAsync(response, HttpStatusCode.ServiceUnavailable);
            Assert.Contains("another program holds", detail, StringComparison.Ordinal);
            Assert.DoesNotContain(door.DatabaseFile, detail, StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
        }

        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
        Assert.Single(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task Over_the_rate_is_server_busy_while_urgent_changes_pass()
    {
        await using var door = await DoorUnderTest.StartAsync(
            new DoorSettings { MessagesPerMinute = 6 }, static body => body.Span.IndexOf("U4"u8) >= 0);
        for (var i = 0; i < 6; i++) Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
        var busy = await door.SendAsync("{}");
        Assert.Contains("ServerBusy", await DoorUnderTest.DetailAsync(busy, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(10), busy.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("U4")).StatusCode);
        var prairie = door.Token("prairie-hospital");
        Assert.Equal(HttpStatusCode.Created, (await door.CallAsync(HttpMethod.Post, "client-changes/messages", prairie, "{}")).StatusCode);
        door.Clock.Advance(Duration.FromSeconds(20));
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await door.SendAsync("{}")).StatusCode);
        Assert.Equal(9, (await door.HeldAsync("client-changes")).Count);
    }
}
