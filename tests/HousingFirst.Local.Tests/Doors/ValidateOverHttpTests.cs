using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using HousingFirst.Local.Doors;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

public sealed class ValidateOverHttpTests
{
    private const string Good =
        """
        {"specversion":"1.0","id":"2026-11-23-001","source":"/agencies/river-icm","type":"ca.housingfirst.client.changed.v1","subject":"RI-0018",
         "time":"2026-11-23T07:55:00-06:00","datacontenttype":"application/json","data":{"change":"away.hospital.in","occurredOn":"2026-11-22"}}
        """;

    [Fact]
    public async Task A_right_event_is_valid_without_any_token()
    {
        await using var door = await DoorUnderTest.StartAsync();
        using var response = await CheckAsync(door, Good);
        Assert.Equal("{\"valid\":true}", await DoorUnderTest.DetailAsync(response, HttpStatusCode.OK));
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Every_defect_is_named_with_its_mend_and_no_sent_value()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var bad = Good.Replace("away.hospital.in", "away.hospitl.in", StringComparison.Ordinal).Replace("2026-11-22", "secret", StringComparison.Ordinal);
        var text = await DoorUnderTest.DetailAsync(await CheckAsync(door, bad), HttpStatusCode.UnprocessableEntity);
        using var answer = JsonDocument.Parse(text);
        Assert.False(answer.RootElement.GetProperty("valid").GetBoolean());
        var paths = answer.RootElement.GetProperty("defects").EnumerateArray().Select(defect => defect.GetProperty("path").GetString());
        Assert.Contains("data.change", paths);
        Assert.Contains("away.hospital.in", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hospitl", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_is_right_wrong_or_another_agencys()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var right = await CheckAsync(door, Good, Sign(DoorUnderTest.KeyOf("river-icm")));
        Assert.Equal("{\"valid\":true,\"signature\":\"right\"}", await DoorUnderTest.DetailAsync(right, HttpStatusCode.OK));
        foreach (var signature in new[] { "v1.nonsense", "", Sign("another key"), Sign(DoorUnderTest.KeyOf("prairie-hospital")) })
        {
            var wrong = await DoorUnderTest.DetailAsync(await CheckAsync(door, Good, signature), HttpStatusCode.UnprocessableEntity);
            Assert.StartsWith("{\"valid\":false,\"signature\":\"wrong\",\"defects\":[{\"path\":\"hf-signature\"", wrong, StringComparison.Ordinal);
            Assert.DoesNotContain("prairie", wrong, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_agencys_own_terms_are_understood_for_its_signature_alone()
    {
        await using var door = await DoorUnderTest.StartAsync();
        var own = Good.Replace("away.hospital.in", "On the ward", StringComparison.Ordinal);
        var proven = await CheckAsync(door, own, Sign(DoorUnderTest.KeyOf("river-icm"), own));
        Assert.Equal("{\"valid\":true,\"signature\":\"right\"}", await DoorUnderTest.DetailAsync(proven, HttpStatusCode.OK));
        var other = own.Replace("river-icm", "prairie-hospital", StringComparison.Ordinal);
        foreach (var (body, signature) in new[] { (own, null), (own, "v1.nonsense"), (other, Sign(DoorUnderTest.KeyOf("prairie-hospital"), other)) })
            Assert.Contains("hub terms map", await DoorUnderTest.DetailAsync(await CheckAsync(door, body, signature), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_bytes_get_an_answer()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Int[1, Good.Length - 1].Select(end => Encoding.UTF8.GetBytes(Good[..end]))).SampleAsync(
            async body =>
            {
                using var content = new ByteArrayContent(body);
                using var response = await door.Client.PostAsync(new Uri(door.Address, "validate"), content, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            },
            iter: 200, threads: 2);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        await using var door = await DoorUnderTest.StartAsync();
        await DoorUnderTest.DetailAsync(await CheckAsync(door, new string(' ', DoorSettings.LargestBody + 1)), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Schemas_are_published_by_type_and_an_unknown_one_lists_them()
    {
        await using var door = await DoorUnderTest.StartAsync();
        using var schema = JsonDocument.Parse(await door.Client.GetStringAsync(
            new Uri(door.Address, "schemas/ca.housingfirst.client.changed.v1"), TestContext.Current.CancellationToken));
        Assert.Equal("/schemas/ca.housingfirst.client.changed.v1", schema.RootElement.GetProperty("$id").GetString());
        using var unknown = await door.Client.GetAsync(new Uri(door.Address, "schemas/other"), TestContext.Current.CancellationToken);
        Assert.Contains("ca.housingfirst.notice.v1", await DoorUnderTest.DetailAsync(unknown, HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    private static string Sign(string key, string body = Good) =>
        "v1." + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(body)));

    private static Task<HttpResponseMessage> CheckAsync(DoorUnderTest door, string body, string? signature = null) =>
        door.CallAsync(HttpMethod.Post, "validate", token: "", body: body, headers: signature is null ? [] : [("hf-signature", signature)]);
}
