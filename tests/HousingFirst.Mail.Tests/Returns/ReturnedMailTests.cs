using System.Text;
using HousingFirst.Hub.Addresses;
using HousingFirst.Mail.Returns;
using Xunit;

namespace HousingFirst.Mail.Tests.Returns;

public sealed class ReturnedMailTests
{
    private const string Luc = "luc@bridge-outreach.example";

    [Theory]
    [InlineData("failed", "5.1.1", true)]
    [InlineData("FAILED", " 5.7.1 (rejected)", true)]
    [InlineData("failed", "4.4.7", false)]
    [InlineData("delayed", "5.1.1", false)]
    [InlineData("delayed", "4.4.1", false)]
    [InlineData("delivered", "2.0.0", false)]
    [InlineData("relayed", "2.0.0", false)]
    [InlineData("failed", "50.1.1", false)]
    public void Only_a_permanent_failure_comes_back_for_good(string action, string status, bool isGone)
    {
        foreach (var headersOnly in (bool[])[true, false])
        {
            var reading = Read(Reports.Bounce(action: action, status: status, headersOnly: headersOnly));
            Assert.True(reading.IsOurs);
            Assert.Equal(isGone ? [new MailReturn(null, Luc, StopReason.Bounced)] : [], reading.Returns);
        }
    }

    [Fact]
    public void Where_a_mailbox_passes_mail_on_the_address_we_wrote_to_is_the_one() =>
        Assert.Equal([new MailReturn(null, Luc, StopReason.Bounced)], Read(Reports.Bounce("fontaine@elsewhere.example", original: Luc)).Returns);

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("other-ville.example")]
    [InlineData("ville.example.evil.example")]
    public void A_report_about_another_senders_mail_is_not_ours(string domain)
    {
        var reading = Read(Reports.Bounce(domain: domain));
        Assert.Equal((true, false, 0), (reading.IsReport, reading.IsOurs, reading.Returns.Count));
    }

    [Theory]
    [InlineData("abuse", null, true)]
    [InlineData("abuse", "amina@bridge-outreach.example", true)]
    [InlineData("not-spam", null, false)]
    [InlineData("fraud", null, false)]
    public void A_complaint_stops_the_address_it_names_or_the_one_we_wrote_to(string type, string? named, bool stops) => Assert.Equal(
        stops ? [new MailReturn(null, named ?? Luc, StopReason.Complained)] : [], Read(Reports.Complaint(type, named)).Returns);

    [Theory]
    [InlineData("Subject: Out of office\r\n\r\nBack on Monday.\r\n")]
    [InlineData("\r\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b--\r\n")]
    [InlineData("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n--b--\r\n")]
    public void Whatever_else_comes_is_left(string message) => Assert.False(Read(message).IsOurs);

    [Fact]
    public void A_report_that_is_cut_off_anywhere_is_read_without_a_fault()
    {
        var whole = Reports.Bounce();
        for (var length = 0; length < whole.Length; length += 7)
        {
            try
            {
                Read(whole[..length]);
            }
            catch (FormatException)
            {
                // Said to be no message: also an answer.
            }
        }
    }

    internal static ReturnedMail.Reading Read(string message)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(message));
        return new ReturnedMail(Reports.Domain).Read(stream, CancellationToken.None);
    }
}
