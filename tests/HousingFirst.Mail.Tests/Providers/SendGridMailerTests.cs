using System.Text;
using System.Text.Json;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.SendGrid;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Mail.Tests.Providers;

public sealed class SendGridMailerTests
{
    private const string Key = "SG.key-of-the-test";

    /// <summary>What docs/operating.md says happens on each answer.</summary>
    public static readonly TheoryData<string, string?, string> Answers = new()
    {
        { "202", FakeSendGrid.Answer("202 Accepted"), "Sent" },
        { "400 about the address", FakeSendGrid.Answer("400 Bad Request", """{"errors":[{"message":"Does not contain a valid address.","field":"personalizations.0.to.0.email"}]}"""), "Refused" },
        { "400 about anything else", FakeSendGrid.Answer("400 Bad Request", """{"errors":[{"message":"x","field":"from"},{"message":"y","field":"personalizations.0.to.0.email"}]}"""), "later" },
        { "400 with a garbled body", FakeSendGrid.Answer("400 Bad Request", "<html>"), "later" },
        { "400 with no errors", FakeSendGrid.Answer("400 Bad Request", """{"errors":[]}"""), "later" },
        { "401", FakeSendGrid.Answer("401 Unauthorized"), "later" },
        { "403", FakeSendGrid.Answer("403 Forbidden"), "later" },
        { "413", FakeSendGrid.Answer("413 Payload Too Large"), "deferred" },
        { "429", FakeSendGrid.Answer("429 Too Many Requests"), "later" },
        { "429 in seconds", FakeSendGrid.Answer("429 Too Many Requests", headers: "Retry-After: 420\r\n"), "after 420 s" },
        { "429 at a time", FakeSendGrid.Answer("429 Too Many Requests", headers: "Retry-After: Tue, 01 Dec 2026 16:17:05 GMT\r\n"), "after 600 s" },
        { "429 for ever", FakeSendGrid.Answer("429 Too Many Requests", headers: "Retry-After: 999999999\r\n"), "after 86400 s" },
        { "500", FakeSendGrid.Answer("500 Internal Server Error"), "later" },
        { "503 in seconds", FakeSendGrid.Answer("503 Service Unavailable", headers: "Retry-After: 5\r\n"), "after 5 s" },
        { "302", FakeSendGrid.Answer("302 Found", headers: "Location: http://127.0.0.1:1/\r\n"), "later" },
        { "200, which the API never says", FakeSendGrid.Answer("200 OK", "<html>"), "Unknown" },
        { "slow", null, "Unknown" },
        { "closed after the body", string.Empty, "Unknown" },
        { "garbage", "I am no web server\r\n\r\n", "Unknown" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Each_answer_has_its_outcome_and_nothing_is_sent_twice(string name, string? answer, string expected)
    {
        await using var sendGrid = new FakeSendGrid(answer);
        Assert.Equal((name, expected), (name, await OutcomeAsync($"http://127.0.0.1:{sendGrid.Port}", Samples.All["notice-u3.fr"])));
        Assert.Single(sendGrid.Requests);
    }

    [Fact]
    public async Task Where_nobody_answers_it_is_tried_later() =>
        Assert.Equal("later", await OutcomeAsync($"http://127.0.0.1:{LoopbackServer.ClosedPort()}", Samples.All["notice-u3.fr"]));

    [Fact]
    public async Task A_mail_has_one_recipient_its_own_id_no_tracking_and_both_bodies()
    {
        await using var sendGrid = new FakeSendGrid(FakeSendGrid.Answer("202 Accepted"));
        Assert.Equal("Sent", await OutcomeAsync($"http://127.0.0.1:{sendGrid.Port}", Samples.All["notice-u3.fr"]));
        var (head, body) = Assert.Single(sendGrid.Requests);
        Assert.StartsWith("POST /v3/mail/send ", head, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {Key}", head, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)));
        var mail = json.RootElement;
        var rendered = await MailRenderer.RenderAsync(Samples.All["notice-u3.fr"]);
        var personalization = Assert.Single(mail.GetProperty("personalizations").EnumerateArray());
        var to = Assert.Single(personalization.GetProperty("to").EnumerateArray());
        Assert.Equal("marieve@prairie-hospital.example", to.GetProperty("email").GetString());
        Assert.Equal(["to"], personalization.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(mail.EnumerateObject(), p => p.Name is "cc" or "bcc" or "reply_to" or "reply_to_list");
        Assert.Equal("<n-7f3c21-U3-1@ville.example>", mail.GetProperty("headers").GetProperty("Message-Id").GetString());
        Assert.Equal("fr-CA", mail.GetProperty("headers").GetProperty("Content-Language").GetString());
        Assert.Equal("auto-generated", mail.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        Assert.Equal([("text/plain", rendered.Text), ("text/html", rendered.Html)], mail.GetProperty("content").EnumerateArray().Select(c => (c.GetProperty("type").GetString()!, c.GetProperty("value").GetString()!)));
        Assert.Equal("""{"hf_contact":"marieve"}""", mail.GetProperty("custom_args").GetRawText());
        var tracking = mail.GetProperty("tracking_settings").EnumerateObject().ToArray();
        Assert.Equal(4, tracking.Length);
        Assert.All(tracking, t => Assert.False(t.Value.GetProperty("enable").GetBoolean()));
    }

    [Theory]
    [InlineData(MeetingMailKind.Call, "REQUEST")]
    [InlineData(MeetingMailKind.Moved, "REQUEST")]
    [InlineData(MeetingMailKind.Cancelled, "CANCEL")]
    [InlineData(MeetingMailKind.Reminder, null)]
    public async Task An_invitation_an_update_and_a_cancellation_go_as_what_a_calendar_takes_and_nothing_else_does(MeetingMailKind kind, string? method)
    {
        await using var sendGrid = new FakeSendGrid(FakeSendGrid.Answer("202 Accepted"));
        var sent = Samples.Meeting(Core.Glossary.Language.French, kind);
        Assert.Equal("Sent", await OutcomeAsync($"http://127.0.0.1:{sendGrid.Port}", sent));
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Assert.Single(sendGrid.Requests).Body)));
        if (method is null)
        {
            Assert.False(json.RootElement.TryGetProperty("attachments", out _));
            return;
        }

        var attachment = Assert.Single(json.RootElement.GetProperty("attachments").EnumerateArray());
        Assert.Equal($"text/calendar; method={method}", attachment.GetProperty("type").GetString());
        Assert.Equal("meeting.ics", attachment.GetProperty("filename").GetString());
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(attachment.GetProperty("content").GetString()!));
        var calendar = Ical.Net.Calendar.Load(text)!;
        var read = Assert.Single(calendar.Events)!;
        Assert.Equal((method, sent.Calendar!.Uid, sent.Calendar.Sequence), (calendar.Method, read.Uid, read.Sequence));
        Assert.Equal(sent.Time.Starts.ToInstant(), NodaTime.Instant.FromDateTimeUtc(read.Start!.AsUtc));
    }

    [Fact]
    public async Task A_mail_with_links_at_its_foot_is_ended_with_one_click_of_the_mail_program()
    {
        await using var sendGrid = new FakeSendGrid(FakeSendGrid.Answer("202 Accepted"));
        await OutcomeAsync($"http://127.0.0.1:{sendGrid.Port}", Samples.All["notice-u3.fr"] with { Footer = Samples.LongFooter });
        using var json = JsonDocument.Parse(Assert.Single(sendGrid.Requests).Body);
        var headers = json.RootElement.GetProperty("headers");
        Assert.Equal($"<{Samples.LongFooter.Unsubscribe.AbsoluteUri}>", headers.GetProperty("List-Unsubscribe").GetString());
        Assert.Equal("List-Unsubscribe=One-Click", headers.GetProperty("List-Unsubscribe-Post").GetString());
    }

    [Fact]
    public async Task What_goes_wrong_names_neither_the_key_nor_the_recipient()
    {
        await using var sendGrid = new FakeSendGrid(FakeSendGrid.Answer("401 Unauthorized", "marieve@prairie-hospital.example is not yours"));
        using var mailer = Mailer($"http://127.0.0.1:{sendGrid.Port}");
        var fault = await Assert.ThrowsAsync<IOException>(async () => await mailer.SendAsync(Samples.All["notice-u3.fr"], TestContext.Current.CancellationToken));
        Assert.Contains("HF_MAIL_SECRET", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marieve", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, new SendGridSettings(Key, "a@b.example").ToString(), StringComparison.Ordinal);
    }

    private static SendGridMailer Mailer(string host) => new(
        new SendGridSettings(Key, "Logement d’abord <avis@ville.example>") { Host = host, Patience = TimeSpan.FromSeconds(1) }, new FakeClock(Samples.At));

    private static async Task<string> OutcomeAsync(string host, MailContent mail)
    {
        using var mailer = Mailer(host);
        try
        {
            return (await mailer.SendAsync(mail, TestContext.Current.CancellationToken)).ToString();
        }
        catch (MailLaterException later)
        {
            return FormattableString.Invariant($"after {later.Wait.TotalSeconds} s");
        }
        catch (MailDeferredException)
        {
            return "deferred";
        }
        catch (IOException)
        {
            return "later";
        }
    }
}
