using HousingFirst.Hub.Addresses;
using MimeKit;

namespace HousingFirst.Mail.Returns;

/// <summary>
/// Reads what mail servers send back about a mail: delivery status notifications (RFC 3464 in RFC 6522's multipart/report) and complaints
/// (RFC 5965). Only a report about a mail of this hub's counts: its Message-ID ends in the sender's domain.
/// </summary>
/// <param name="domain">The domain of the hub's own address.</param>
public sealed class ReturnedMail(string domain)
{
    /// <summary>Reads one message.</summary>
    /// <exception cref="FormatException">It is no Internet message.</exception>
    public Reading Read(Stream message, CancellationToken cancellation)
    {
        var mail = MimeMessage.Load(message, cancellation);
        if (mail.Body is not MultipartReport report) return Reading.NoReport;
        if (OriginalOf(report) is not { MessageId: { } id } original || !id.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase)) return Reading.NotOurs;
        return report.OfType<MessageFeedbackReport>().FirstOrDefault() is { } feedback
            ? new Reading(true, true, [.. Complaint(feedback, original)])
            : new Reading(true, true, [.. report.OfType<MessageDeliveryStatus>().SelectMany(Failures)]);
    }

    /// <summary>The mail that it is about: whole, or its head only.</summary>
    private static MimeMessage? OriginalOf(MultipartReport report) => report.OfType<MessagePart>().LastOrDefault()?.Message;

    /// <summary>Those recipients whom it will never reach: action "failed" and a permanent status (RFC 3464, 2.3.3 and 2.3.4).</summary>
    private static IEnumerable<MailReturn> Failures(MessageDeliveryStatus status)
    {
        // The first group is about the message, the others about one recipient each.
        foreach (var recipient in status.StatusGroups.Skip(1))
        {
            var failed = "failed".Equals(recipient["Action"]?.Trim(), StringComparison.OrdinalIgnoreCase);
            var permanent = recipient["Status"]?.TrimStart().StartsWith("5.", StringComparison.Ordinal) == true;
            if (!failed || !permanent) continue;

            // Where a mailbox passes mail on, the original recipient is the one we wrote to.
            if (Address(recipient["Original-Recipient"]) is { } written) yield return new MailReturn(null, written, StopReason.Bounced);
            else if (Address(recipient["Final-Recipient"]) is { } reached) yield return new MailReturn(null, reached, StopReason.Bounced);
        }
    }

    private static IEnumerable<MailReturn> Complaint(MessageFeedbackReport feedback, MimeMessage original)
    {
        if (feedback.Fields["Feedback-Type"]?.Trim() is not { } type || !type.Equals("abuse", StringComparison.OrdinalIgnoreCase)) yield break;
        var named = feedback.Fields["Original-Rcpt-To"]?.Trim().Trim('<', '>');
        // Many providers leave the address out of the report; the mail that it is about has one recipient.
        if ((named is { Length: > 0 } ? named : original.To.Mailboxes.FirstOrDefault()?.Address) is { } address)
            yield return new MailReturn(null, address, StopReason.Complained);
    }

    /// <summary>An address of the type <c>rfc822; luc@bridge-outreach.example</c>.</summary>
    private static string? Address(string? field) => field?.Split(';', 2) is [var type, var address]
        && type.Trim().ToUpperInvariant() is "RFC822" or "UTF-8"
        && address.Trim().Trim('<', '>') is { Length: > 0 } plain
            ? plain
            : null;

    /// <summary>What a message is.</summary>
    /// <param name="IsReport">Whether it is a report of a mail server's.</param>
    /// <param name="IsOurs">Whether it is about a mail of this hub's.</param>
    /// <param name="Returns">What came back for good; nothing where it may pass.</param>
    public sealed record Reading(bool IsReport, bool IsOurs, IReadOnlyList<MailReturn> Returns)
    {
        internal static readonly Reading NoReport = new(false, false, []);
        internal static readonly Reading NotOurs = new(true, false, []);
    }
}
