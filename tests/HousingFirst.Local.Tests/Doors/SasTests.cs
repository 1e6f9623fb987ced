using System.Net;
using System.Text;
using CsCheck;
using HousingFirst.Local.Doors.Access;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class SasTests
{
    // Made by Python's hmac, base64 and urllib: https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas
    private const string VectorKey = "X1qO2PE5vm33z49KkdPkZJlhqYyC/VIcGNbykrAxoxk=";
    private const string Upper =
        "SharedAccessSignature sr=http%3A%2F%2F127.0.0.1%3A7071%2Fclient-changes&sig=7sL2idznQkV9GtvNiLDTlx7PSFuYNQ3zIUtJazBaInA%3D&se=1795500000&skn=river-icm";
    private const string Lower =
        "SharedAccessSignature sr=http%3a%2f%2f127.0.0.1%3a7071%2fclient-changes&sig=DlHujPfyM70Nd5D2lIaCBa%2FVT%2FU1QtpA%2Bvk4wlGyHY4%3D&se=1795500000&skn=river-icm";

    [Theory]
    [InlineData(Upper)]
    [InlineData(Lower)]
    public void A_token_is_proven_as_it_was_encoded(string header)
    {
        Assert.True(SasToken.TryParse(header, out var token, out _));
        Assert.Equal(("river-icm", "client-changes", Instant.FromUnixTimeSeconds(1795500000)), (token.KeyName, token.Scope, token.Expires));
        Assert.True(token.IsSignedBy([Encoding.UTF8.GetBytes(VectorKey)]));
        Assert.False(token.IsSignedBy([Convert.FromBase64String(VectorKey)]));
        Assert.False(token.IsSignedBy([]));
        Assert.True(SasToken.TryParse(header.Replace("%3A", "%3a", StringComparison.Ordinal).Replace("sr=http%3a", "sr=http%3A", StringComparison.Ordinal), out var recoded, out _));
        Assert.False(recoded.IsSignedBy([Encoding.UTF8.GetBytes(VectorKey)]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:7071", true)]
    [InlineData("http://127.0.0.1:7071/", true)]
    [InlineData("https://localhost/Client-Changes", true)]
    [InlineData("sb://town.servicebus.windows.net/client-changes/", true)]
    [InlineData("amqp://127.0.0.1:5672/client-changes", true)]
    [InlineData("town.servicebus.windows.net", true)]
    [InlineData("http://127.0.0.1/client-changes/messages", false)]
    [InlineData("http://127.0.0.1/client", false)]
    [InlineData("http://127.0.0.1/partner-activity", false)]
    public void A_scope_holds_its_path_by_whole_segments_whatever_the_host(string resource, bool covered)
    {
        Assert.True(SasToken.TryParse(Header(resource), out var token, out _));
        Assert.Equal(covered, token.Covers("client-changes"));
    }

    [Theory]
    [InlineData("client-changes")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http:///client-changes")]
    [InlineData("://")]
    public void A_resource_that_is_no_address_is_refused(string resource) => Assert.False(SasToken.TryParse(Header(resource), out _, out _));

    [Theory]
    [InlineData("", "MissingToken")]
    [InlineData("Bearer x", "MalformedToken")]
    [InlineData("SharedAccessSignature", "MalformedToken")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx&sig=AAAA&se=1&skn=river-icm", "MalformedToken")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx&sig=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D&se=soon&skn=river-icm", "MalformedToken")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx&sig=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D&se=99999999999999999&skn=river-icm", "MalformedToken")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx&sig=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D&se=1&skn=river-icm&skn=a", "MalformedToken")]
    [InlineData("SharedAccessSignature sr=http%3A%2F%2Fx&sig=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D&se=1&skn=river-icm", "InvalidSignature")]
    public async Task A_bad_header_is_401_and_says_why(string header, string expected)
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.CallAsync(HttpMethod.Post, "client-changes/messages", header, "{}");
        Assert.Contains(expected, await DoorUnderTest.DetailAsync(response, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Equal("SharedAccessSignature", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Both_live_keys_pass_until_the_token_expires()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var expires = door.Clock.GetCurrentInstant() + Duration.FromSeconds(30);
        var tokens = new[] { door.Token(expires: expires), door.Token(key: DoorUnderTest.KeyOf("river-icm", 1), expires: expires) };
        foreach (var token in tokens) Assert.Equal(HttpStatusCode.Created, (await door.CallAsync(HttpMethod.Post, "client-changes/messages", token, "{}")).StatusCode);
        door.Clock.Advance(Duration.FromSeconds(30));
        var late = await door.CallAsync(HttpMethod.Post, "client-changes/messages", tokens[0], "{}");
        Assert.Contains("ExpiredToken", await DoorUnderTest.DetailAsync(late, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_agencys_key_and_an_unknown_agency_get_the_same_answer()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var wrong = await door.CallAsync(HttpMethod.Post, "client-changes/messages", door.Token(key: DoorUnderTest.KeyOf("prairie-hospital")), "{}");
        var unknown = await door.CallAsync(HttpMethod.Post, "client-changes/messages", door.Token(agency: "nobody"), "{}");
        Assert.Equal(
            await DoorUnderTest.DetailAsync(wrong, HttpStatusCode.Unauthorized), await DoorUnderTest.DetailAsync(unknown, HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData("POST", "client-changes/messages", 201)]
    [InlineData("POST", "Partner-Activity/messages", 201)]
    [InlineData("POST", "agency-river-icm/messages", 401)]
    [InlineData("POST", "agency-prairie-hospital/messages", 401)]
    [InlineData("POST", "client-change/messages", 404)]
    [InlineData("POST", "agency-river-icm/messages/head?timeout=0", 204)]
    [InlineData("DELETE", "agency-river-icm/messages/head?timeout=0", 204)]
    [InlineData("POST", "agency-river-icm/$deadletterqueue/messages/head?timeout=0", 204)]
    [InlineData("POST", "agency-prairie-hospital/messages/head?timeout=0", 401)]
    [InlineData("POST", "agency-nobody/messages/head?timeout=0", 401)]
    [InlineData("POST", "agency-prairie-hospital/$deadletterqueue/messages/head?timeout=0", 401)]
    [InlineData("DELETE", "client-changes/messages/head?timeout=0", 401)]
    [InlineData("POST", "client-changes/$deadletterqueue/messages/head?timeout=0", 401)]
    [InlineData("POST", "partner-activity/messages/head?timeout=0", 401)]
    [InlineData("DELETE", "agency-prairie-hospital/messages/1/2c9bb3d8-35a0-4c2a-9c7c-b7a5e4f0a001", 401)]
    [InlineData("PUT", "agency-prairie-hospital/messages/1/2c9bb3d8-35a0-4c2a-9c7c-b7a5e4f0a001", 401)]
    [InlineData("POST", "agency-prairie-hospital/messages/1/2c9bb3d8-35a0-4c2a-9c7c-b7a5e4f0a001", 401)]
    [InlineData("POST", "agency-river-icm/messages/1/2c9bb3d8-35a0-4c2a-9c7c-b7a5e4f0a001", 404)]
    [InlineData("POST", "agency-river-icm%2F$deadletterqueue/messages/head?timeout=0", 401)]
    public async Task Rights_are_these_and_no_more(string method, string path, int status)
    {
        await using var door = await DoorUnderTest.StartAsync();
        Assert.Equal(status, (int)(await door.CallAsync(new HttpMethod(method), path, body: "{}")).StatusCode);
        Assert.Equal(401, (int)(await door.CallAsync(new HttpMethod(method), path, door.Token(key: "wrong"), "{}")).StatusCode);
    }

    [Fact]
    public async Task An_agency_without_a_queue_is_told_so()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var response = await door.CallAsync(HttpMethod.Post, "agency-coulee-act/messages/head?timeout=0", door.Token("coulee-act"));
        Assert.Contains("has no queue", await DoorUnderTest.DetailAsync(response, HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_one_queue_opens_no_other()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var narrow = door.Token(resource: new Uri(door.Address, "partner-activity").ToString());
        Assert.Equal(HttpStatusCode.Created, (await door.CallAsync(HttpMethod.Post, "partner-activity/messages", narrow, "{}")).StatusCode);
        var response = await door.CallAsync(HttpMethod.Post, "client-changes/messages", narrow, "{}");
        Assert.Contains("InvalidAudience", await DoorUnderTest.DetailAsync(response, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_authorization_is_never_let_in_and_never_a_fault()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var good = door.Token();
        var field = Gen.OneOf(Gen.Const("sr"), Gen.Const("sig"), Gen.Const("se"), Gen.Const("skn"), Gen.String[0, 4]);
        var value = Gen.OneOf(
            Gen.String[0, 60], Gen.Const("%"), Gen.Const("%zz%3"), Gen.Const("river-icm"), Gen.Const("http%3A%2F%2F127.0.0.1"), Gen.Long.Select(number => $"{number}"),
            Gen.Byte.Array[32].Select(bytes => Uri.EscapeDataString(Convert.ToBase64String(bytes))));
        var made = Gen.Select(field, value, (name, text) => $"{name}={text}").Array[0, 6].Select(fields => "SharedAccessSignature " + string.Join('&', fields));
        // One character of a good token changed, wherever it changes what was signed, who signed or the signature itself.
        var bent = Gen.Select(Gen.Int[22, good.Length - 1], Gen.Char['!', '~'], (at, with) => good[..at] + with + good[(at + 1)..])
            .Where(text => !Same(text, good));
        var header = Gen.OneOf(made, bent, Gen.String[0, 80]).Select(text => string.Concat(text.Where(character => character is >= ' ' and <= '~')));
        await header.SampleAsync(
            async text =>
            {
                using var response = await door.CallAsync(HttpMethod.Post, "client-changes/messages", text, "{}");
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            },
            iter: 400, threads: 2);
        Assert.Empty(await door.HeldAsync("client-changes"));
    }

    /// <summary>Names of fields have no case, and neither has percent-encoding inside the signature: such a change changes nothing.</summary>
    private static bool Same(string text, string good) => text.Equals(good, StringComparison.OrdinalIgnoreCase);

    private static string Header(string resource) =>
        $"SharedAccessSignature sr={Uri.EscapeDataString(resource)}&sig=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D&se=1795500000&skn=river-icm";
}
