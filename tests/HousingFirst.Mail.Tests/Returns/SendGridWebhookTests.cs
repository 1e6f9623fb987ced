using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.Addresses;
using HousingFirst.Mail.SendGrid;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Mail.Tests.Returns;

/// <summary>The webhook over a real socket, with events signed by a key of the test's own as SendGrid signs them.</summary>
public sealed class SendGridWebhookTests : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 17, 0);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<MailReturn> taken = [];
    private bool failing;
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 1024);
        app = builder.Build();
        SendGridWebhook.Map(app, Events(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())), (returns, _) =>
        {
            if (failing) throw new IOException("The store is away.");
            taken.AddRange(returns);
            return ValueTask.FromResult(new TakenReturns(returns.Count, 0));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        key.Dispose();
    }

    [Theory]
    [InlineData("""{"event":"bounce","type":"bounce","status":"5.1.1"}""", StopReason.Bounced)]
    [InlineData("""{"event":"bounce","type":"blocked","status":"4.7.1"}""", null)]
    [InlineData("""{"event":"blocked"}""", null)]
    [InlineData("""{"event":"dropped","reason":"Bounced Address"}""", StopReason.Bounced)]
    [InlineData("""{"event":"dropped","reason":"Invalid"}""", StopReason.Bounced)]
    [InlineData("""{"event":"dropped","reason":"Spam Reporting Address"}""", StopReason.Complained)]
    [InlineData("""{"event":"dropped","reason":"Unsubscribed Address"}""", StopReason.Unsubscribed)]
    [InlineData("""{"event":"dropped","reason":"Recipient List over Package Quota"}""", null)]
    [InlineData("""{"event":"spamreport"}""", StopReason.Complained)]
    [InlineData("""{"event":"unsubscribe"}""", StopReason.Unsubscribed)]
    [InlineData("""{"event":"group_unsubscribe"}""", StopReason.Unsubscribed)]
    [InlineData("""{"event":"deferred"}""", null)]
    [InlineData("""{"event":"delivered"}""", null)]
    [InlineData("""{"event":"something new"}""", null)]
    [InlineData("""{"event":7}""", null)]
    public async Task Each_event_means_what_it_says(string fields, StopReason? reason)
    {
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"[{OfLuc(fields)}]"));
        Assert.Equal(reason is { } stop ? [new MailReturn("luc", "luc@bridge-outreach.example", stop)] : [], taken);
    }

    [Fact]
    public async Task One_bad_event_takes_nothing_from_the_others()
    {
        var bounce = OfLuc("""{"event":"bounce"}""");
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($$"""[{{bounce}},7,null,{"event":"bounce"},{"event":"bounce","hf_contact":[],"email":"x"},[],{{bounce}}]"""));
        Assert.Equal(2, taken.Count);
    }

    [Fact]
    public async Task What_is_not_signed_by_that_key_over_these_bytes_in_these_minutes_is_refused()
    {
        var body = $"[{OfLuc("""{"event":"bounce"}""")}]";
        var (now, proof) = Sign(body, Now);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body + " ", now, proof));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, "1" + now, proof));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, now, null));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, null, proof));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, now, "not base64!"));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, now, proof[..8]));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, "99999999999999999999", proof));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, "999999999999999999", proof));
        foreach (var at in (Instant[])[Now - Duration.FromSeconds(601), Now + Duration.FromSeconds(601)])
        {
            var (old, signed) = Sign(body, at);
            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, old, signed));
        }

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(body, now, Proof(other, now, body)));
        Assert.Empty(taken);
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(body, now, proof));
        var (stillYoung, again) = Sign(body, Now - Duration.FromSeconds(599));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(body, stillYoung, again));
    }

    [Fact]
    public async Task A_body_is_bounded_and_must_be_events()
    {
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("[" + new string(' ', 700_000) + "]"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("[" + new string(' ', 1024 * 1024) + "]"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("[{"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(string.Concat(Enumerable.Repeat("[", 2000))));
    }

    [Fact]
    public async Task What_cannot_be_taken_now_is_asked_for_again()
    {
        failing = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync($"[{OfLuc("""{"event":"bounce"}""")}]"));
        failing = false;
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"[{OfLuc("""{"event":"bounce"}""")}]"));
        Assert.Single(taken);
    }

    [Fact]
    public void Without_a_key_there_is_no_webhook_and_a_wrong_one_is_said()
    {
        Assert.Null(SendGridEvents.Of(_ => null, SystemClock.Instance));
        Assert.Null(SendGridEvents.Of(_ => "", SystemClock.Instance));
        foreach (var wrong in (string[])["no key", "AAAA"])
            Assert.Contains("HF_MAIL_WEBHOOK_KEY is no public key", Assert.Throws<ArgumentException>(() => Events(wrong)).Message, StringComparison.Ordinal);
    }

    private static SendGridEvents Events(string key) => SendGridEvents.Of(name => name == "HF_MAIL_WEBHOOK_KEY" ? key : null, new FakeClock(Now))!;

    private static string OfLuc(string fields) =>
        $$"""{"email":"luc@bridge-outreach.example","sg_event_id":"e-1","hf_contact":"luc",{{fields.TrimStart('{')}}""";

    private Task<HttpStatusCode> PostAsync(string body)
    {
        var (timestamp, proof) = Sign(body, Now);
        return SendAsync(body, timestamp, proof);
    }

    private (string Timestamp, string Proof) Sign(string body, Instant at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return (timestamp, Proof(key, timestamp, body));
    }

    private static string Proof(ECDsa key, string timestamp, string body) =>
        Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(timestamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    private async Task<HttpStatusCode> SendAsync(string body, string? timestamp, string? proof)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SendGridWebhook.Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true; // Or a body that is refused unread may break the connection before the answer is here.
        if (timestamp is not null) request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        if (proof is not null) request.Headers.TryAddWithoutValidation("X-Twilio-Email-Event-Webhook-Signature", proof);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
