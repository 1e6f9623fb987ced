namespace HousingFirst.Mail.Tests.Returns;

/// <summary>Reports as mail servers write them.</summary>
internal static class Reports
{
    public const string Domain = "ville.example";

    /// <summary>A delivery status notification (RFC 3464, appendix B).</summary>
    public static string Bounce(
        string recipient = "luc@bridge-outreach.example", string action = "failed", string status = "5.1.1", string domain = Domain, string? original = null,
        bool headersOnly = true) => $$"""
        From: Mail Delivery System <MAILER-DAEMON@mail.example>
        To: avis@ville.example
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <20261201@mail.example>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example
        Arrival-Date: Tue, 1 Dec 2026 16:07:05 +0000
        {{(original is null ? "" : $"\nOriginal-Recipient: rfc822;{original}")}}
        Final-Recipient: rfc822; {{recipient}}
        Action: {{action}}
        Status: {{status}}
        Diagnostic-Code: smtp; 550 5.1.1 <{{recipient}}>: Recipient address rejected

        --b
        Content-Type: {{(headersOnly ? "text/rfc822-headers" : "message/rfc822")}}

        From: avis@ville.example
        To: Luc Fontaine <luc@bridge-outreach.example>
        Subject: Logement d'abord
        Message-ID: <n-7f3c21.1@{{domain}}>
        {{(headersOnly ? "" : "\nBonjour.\n")}}
        --b--

        """.ReplaceLineEndings("\r\n");

    /// <summary>A complaint (RFC 5965, appendix B).</summary>
    public static string Complaint(string type = "abuse", string? recipient = null) => $$"""
        From: <abusedesk@provider.example>
        To: avis@ville.example
        Subject: FW: Logement d'abord
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: text/plain; charset="US-ASCII"

        This is an email abuse report.

        --b
        Content-Type: message/feedback-report

        Feedback-Type: {{type}}
        User-Agent: SomeGenerator/1.0
        Version: 1{{(recipient is null ? "" : $"\nOriginal-Rcpt-To: <{recipient}>")}}

        --b
        Content-Type: message/rfc822

        From: avis@ville.example
        To: Luc Fontaine <luc@bridge-outreach.example>
        Subject: Logement d'abord
        Message-ID: <n-7f3c21.1@{{Domain}}>

        Bonjour.

        --b--

        """.ReplaceLineEndings("\r\n");
}
