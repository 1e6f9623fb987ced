using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Calendars;
using MimeKit;
using NodaTime;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace HousingFirst.Mail.SendGrid;

/// <summary>
/// Hands mail to SendGrid's v3 Mail Send API, one request and one recipient a mail, tracking off. The API takes no key that makes a repeat safe, so
/// nothing is sent again here: an answer that is lost is <see cref="MailOutcome.Unknown"/>, and what may be tried again is, by the hub's own clock.
/// </summary>
public sealed class SendGridMailer : IMailer, IDisposable
{
    private readonly HttpClient http;
    private readonly SendGridClient client;
    private readonly MailboxAddress from;
    private readonly IClock clock;

    /// <summary>Prepares the mailer; nothing is connected before the first mail.</summary>
    /// <param name="settings">The account.</param>
    /// <param name="clock">The clock against which a date in Retry-After is read.</param>
    /// <exception cref="ArgumentException">The sender is no address.</exception>
    public SendGridMailer(SendGridSettings settings, IClock clock)
    {
        from = MimeMail.Sender(settings.From);
        this.clock = clock;
        http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = settings.Patience,
        };
        client = new SendGridClient(http, new SendGridClientOptions { ApiKey = settings.ApiKey, Host = settings.Host });
    }

    /// <summary>Sends the mail.</summary>
    /// <returns><see cref="MailOutcome.Refused"/> where SendGrid, or the hub itself, finds that the recipient's address is no address.</returns>
    /// <exception cref="MailLaterException">SendGrid has said how long to wait.</exception>
    /// <exception cref="MailDeferredException">SendGrid finds this mail too large.</exception>
    /// <exception cref="IOException">SendGrid can't be reached, is out of order, or refuses the hub rather than the recipient: try again later.</exception>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var rendered = await MailRenderer.RenderAsync(mail);
        if (MimeMail.Write(mail, rendered, from) is not { } message) return MailOutcome.Refused;
        try
        {
            // A mail half handed over is not broken off when the hub stops: the time-out bounds it.
            return await AnsweredAsync(await client.SendEmailAsync(Request(message, rendered, mail), CancellationToken.None));
        }
        catch (HttpRequestException fault) when (NeverLeft(fault))
        {
            throw new IOException($"SendGrid could not be reached ({fault.HttpRequestError}).");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return MailOutcome.Unknown;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private SendGridMessage Request(MimeMessage message, RenderedMail rendered, MailContent mail)
    {
        var to = message.To.Mailboxes.Single();
        return new SendGridMessage
        {
            From = new EmailAddress(from.Address, from.Name),
            Subject = rendered.Subject,
            PlainTextContent = rendered.Text,
            HtmlContent = rendered.Html,
            Personalizations = [new Personalization { Tos = [new EmailAddress(to.Address, to.Name)] }],
            CustomArgs = new Dictionary<string, string>(StringComparer.Ordinal) { [SendGridEvents.ContactArgument] = mail.To.Contact },
            Attachments = mail is MailContent.Meeting meeting && CalendarText.Of(meeting) is { } calendar ? [Invitation(calendar, CalendarText.MethodOf(meeting))] : null,
            Headers = MimeMail.Own(message).ToDictionary(h => h.Field, h => h.Value, StringComparer.Ordinal),
            TrackingSettings = new TrackingSettings
            {
                ClickTracking = new ClickTracking { Enable = false, EnableText = false },
                OpenTracking = new OpenTracking { Enable = false },
                SubscriptionTracking = new SubscriptionTracking { Enable = false },
                Ganalytics = new Ganalytics { Enable = false },
            },
        };
    }

    /// <summary>
    /// What a calendar takes. Without the method in its type Outlook shows a file; with a second parameter, a charset, the API answers 400
    /// (sendgrid-nodejs issue 1313): iCalendar is UTF-8 where nothing is said (RFC 5545, 3.1.4).
    /// </summary>
    private static Attachment Invitation(string calendar, string method) => new()
    {
        Type = $"text/calendar; method={method}",
        Filename = "meeting.ics",
        Content = Convert.ToBase64String(Encoding.UTF8.GetBytes(calendar)),
    };

    private async Task<MailOutcome> AnsweredAsync(Response answer) => answer.StatusCode switch
    {
        HttpStatusCode.Accepted => MailOutcome.Sent,
        HttpStatusCode.BadRequest when await IsAboutRecipientAsync(answer) => MailOutcome.Refused,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            throw new IOException("SendGrid refused the hub's key: mend HF_MAIL_SECRET, or verify the sender HF_MAIL_FROM."),
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable when Wait(answer) is { } wait =>
            throw new MailLaterException($"SendGrid asks to wait ({(int)answer.StatusCode}).", wait),
        // Any other "done" is not the API's: something in between answered, and what it did is not known.
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => MailOutcome.Unknown,
        HttpStatusCode.RequestEntityTooLarge => throw new MailDeferredException("SendGrid finds a mail too large."),
        var status => throw new IOException($"SendGrid refused a mail ({(int)status})."),
    };

    /// <summary>Whether every error is about the one recipient: <c>{"errors": [{"field": "personalizations.0.to.0.email", ...}]}</c>.</summary>
    private static async Task<bool> IsAboutRecipientAsync(Response answer)
    {
        try
        {
            using var body = JsonDocument.Parse(await answer.Body.ReadAsStringAsync());
            return body.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()).ToArray() is { Length: > 0 } fields
                && fields.All(f => f?.StartsWith("personalizations.0.to", StringComparison.Ordinal) == true);
        }
        catch (Exception garbage) when (garbage is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private Duration? Wait(Response answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } => Instant.FromDateTimeOffset(date) - clock.GetCurrentInstant(),
        _ => null,
    };

    private static bool NeverLeft(HttpRequestException fault) =>
        fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError
        && fault.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionReset };
}
