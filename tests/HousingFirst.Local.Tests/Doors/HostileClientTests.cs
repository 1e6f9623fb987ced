using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class HostileClientTests
{
    [Theory]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("\0\u0001\u0002ÿþ\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nHeader without colon\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("POST /client-changes/messages HTTP/9.9\r\nHost: x\r\n\r\n", "HTTP/1.1 505")]
    [InlineData("POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 401")]
    [InlineData("POST /%00%ff/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 40")]
    [InlineData("POST /../../etc/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "HTTP/1.1 401")]
    [InlineData("TRACE /client-changes/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 405")]
    public async Task Broken_requests_are_answered_and_the_hub_goes_on(string request, string status)
    {
        await using var door = await DoorUnderTest.StartAsync();
        Assert.StartsWith(status, await ExchangeAsync(door, request), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
    }

    [Fact]
    public async Task A_receiver_that_names_no_host_gets_the_locks_path()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await door.PutAsync("hello");
        var answer = await ExchangeAsync(
            door, $"POST /agency-river-icm/messages/head?timeout=0 HTTP/1.0\r\nAuthorization: {door.Token()}\r\nContent-Length: 0\r\n\r\n");
        Assert.Contains("\r\nLocation: /agency-river-icm/messages/1/", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_without_end_are_cut_off()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var flood = "POST /client-changes/messages HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: {new string('y', 300)}\r\n"));
        Assert.StartsWith("HTTP/1.1 431", await ExchangeAsync(door, flood), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
    }

    [Fact]
    public async Task A_chunked_body_that_breaks_its_form_is_400_and_nothing_is_kept()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var answer = await ExchangeAsync(
            door,
            $"POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nAuthorization: {door.Token()}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task A_body_that_stops_half_way_is_not_kept()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await ExchangeAsync(
            door, $"POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nAuthorization: {door.Token()}\r\nContent-Length: 100\r\n\r\nhalf", hangUp: true);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("whole")).StatusCode);
        Assert.Equal("whole", Encoding.UTF8.GetString(Assert.Single(await door.HeldAsync("client-changes")).Body));
    }

    [Fact]
    public async Task A_client_that_drips_its_body_is_cut_off_while_others_are_served()
    {
        await using var door = await DoorUnderTest.StartAsync();
        using var socket = await ConnectAsync(door);
        await socket.SendAsync(
            Encoding.Latin1.GetBytes(
                $"POST /client-changes/messages HTTP/1.1\r\nHost: x\r\nAuthorization: {door.Token()}\r\nContent-Length: 100000\r\n\r\nslow"),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, (await door.SendAsync("{}")).StatusCode);
        Assert.StartsWith("HTTP/1.1 408", await ReadAllAsync(socket), StringComparison.Ordinal);
        Assert.Single(await door.HeldAsync("client-changes"));
    }

    [Fact]
    public async Task Binary_garbage_as_a_body_is_kept_byte_for_byte()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var garbage = Enumerable.Range(0, 1000).Select(i => (byte)(i * 7)).ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(door.Address, "client-changes/messages")) { Content = new ByteArrayContent(garbage) };
        request.Headers.TryAddWithoutValidation("Authorization", door.Token());
        using var response = await door.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(garbage, Assert.Single(await door.HeldAsync("client-changes")).Body);
    }

    private static async Task<string> ExchangeAsync(DoorUnderTest door, string request, bool hangUp = false)
    {
        using var socket = await ConnectAsync(door);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return hangUp ? "" : await ReadAllAsync(socket);
    }

    private static async Task<Socket> ConnectAsync(DoorUnderTest door)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, door.Address.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Everything until the server hangs up, which may be a reset.</summary>
    private static async Task<string> ReadAllAsync(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is var count and > 0) text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException) when (text.Length > 0)
        {
            return text.ToString();
        }

        return text.ToString();
    }
}
