using System.Security.Cryptography;
using System.Text;
using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Calendars;
using MimeKit;
using MimeKit.Text;

namespace HousingFirst.Mail;

/// <summary>A mail as an Internet message (RFC 5322): what goes into a file or to an SMTP server.</summary>
public static class MimeMail
{
    /// <summary>
    /// Writes the message. The same content gives the same bytes: the Message-ID comes from the mail's id, so that a carrier or a reader's
    /// mail program can tell a second copy.
    /// </summary>
    /// <param name="content">What it is made from.</param>
    /// <param name="rendered">Its bodies.</param>
    /// <param name="from">The hub's own address.</param>
    /// <returns>Null where the recipient's address is not one plain address: such a mail can't be sent, ever.</returns>
    public static MimeMessage? Write(MailContent content, RenderedMail rendered, MailboxAddress from)
    {
        if (Recipient(content.To) is not { } to) return null;
        var id = Safe(content.MailId);
        var message = new MimeMessage
        {
            MessageId = $"{id}@{from.Domain}",
            Date = content.At.ToDateTimeOffset(),
            Subject = rendered.Subject,
            Body = new MultipartAlternative(Part(TextFormat.Plain, rendered.Text), Part(TextFormat.Html, rendered.Html))
            {
                Boundary = "hf-" + Hash(id)[..32],
            },
        };
        if (CalendarText.Of(content) is { } calendar) ((MultipartAlternative)message.Body).Add(CalendarPart(calendar, (MailContent.Meeting)content));
        message.From.Add(from);
        message.To.Add(to);
        message.Body.Headers.Replace(HeaderId.ContentLanguage, rendered.LanguageTag);
        // RFC 3834; the second is what Exchange honours: no out-of-office answers to a machine.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (content.Footer is { } footer)
        {
            // RFC 2369 and RFC 8058: a mail program's own "unsubscribe" button acts by one POST.
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{footer.Unsubscribe.AbsoluteUri}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }

    /// <summary>The headers that a provider is told beside sender, recipient, subject and bodies.</summary>
    internal static IEnumerable<Header> Own(MimeMessage message) => message.Headers.Concat(message.Body!.Headers)
        .Where(h => h.Id is HeaderId.MessageId or HeaderId.AutoSubmitted or HeaderId.ContentLanguage or HeaderId.ListUnsubscribe or HeaderId.ListUnsubscribePost
            || h.Field == "X-Auto-Response-Suppress");

    /// <summary>Reads the sender.</summary>
    /// <exception cref="ArgumentException">It is no address.</exception>
    internal static MailboxAddress Sender(string from) => MailboxAddress.TryParse(from, out var sender) && sender.Domain.Length > 0
        ? sender
        : throw new ArgumentException(
            "The mail sender is not an address. Write it as: Housing First hub <hub@your-town.example>");

    /// <summary>
    /// The text with everything but letters, digits, <c>.</c>, <c>-</c>, <c>_</c> and <c>~</c> replaced; where that changed or shortened
    /// it, with a hash added, so that two texts never become one.
    /// </summary>
    internal static string Safe(string text)
    {
        var safe = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 90)))
            safe.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '~' ? c : '_');
        var result = safe.ToString();
        // A Message-ID's left side takes no dot at an end and no two in a row (RFC 5322, dot-atom); nor should a file's name.
        var dotted = result is "" or ['.', ..] or [.., '.'] || result.Contains("..", StringComparison.Ordinal);
        return result == text && !dotted ? result : result.Replace('.', '_') + "_" + Hash(text)[..16];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static MailboxAddress? Recipient(MailRecipient to)
    {
        // Exactly one address, nothing around it: no list, group, display name or comment may slip in as a second recipient.
        if (!MailboxAddress.TryParse(to.Address, out var parsed) || parsed.Address != to.Address || parsed.Domain.Length == 0) return null;
        if (to.Address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"')) return null;
        return new MailboxAddress(Encoding.UTF8, string.Concat(to.Name.Where(c => !char.IsControl(c))), to.Address);
    }

    /// <summary>Last of the alternatives: a mail program that knows calendars offers it as an invitation (RFC 6047).</summary>
    private static TextPart CalendarPart(string calendar, MailContent.Meeting meeting)
    {
        // The bytes as they are: RFC 5545 ends lines with CR LF, whatever a text's own line ends become on the way.
        var part = new TextPart("calendar") { Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(calendar))) };
        part.ContentType.Charset = "utf-8";
        part.ContentType.Parameters.Add("method", CalendarText.MethodOf(meeting));
        part.ContentTransferEncoding = ContentEncoding.Base64;
        return part;
    }

    private static TextPart Part(TextFormat format, string body)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, body);
        // Readable as it stands; an SMTP server that can't take it makes its carrier re-encode.
        part.ContentTransferEncoding = ContentEncoding.EightBit;
        return part;
    }
}
