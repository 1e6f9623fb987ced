using Xunit;

namespace HousingFirst.Local.Tests.Commands;

public sealed class MailBounceTests
{
    [Fact]
    public async Task A_returned_mail_stops_its_address_where_that_is_gone_for_good()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var gone = world.File("gone.eml", Returned("5.1.1", "housingfirst.example"));
        var full = world.File("full.eml", Returned("4.2.2", "housingfirst.example"));
        var other = world.File("other.eml", Returned("5.1.1", "elsewhere.example"));
        var none = world.File("none.eml", "Subject: Bonjour\r\n\r\nQuestion.\r\n");

        Assert.Contains("full.eml: may pass", await world.DoAsync("mail", "bounce", full), StringComparison.Ordinal);
        Assert.DoesNotContain("stopped", await world.DoAsync("directory", "log", "bridge-outreach"), StringComparison.Ordinal);
        Assert.Contains("gone.eml: gone for good: the address is stopped.", await world.DoAsync("mail", "bounce", gone), StringComparison.Ordinal);
        Assert.Contains("address.Bounced", await world.DoAsync("directory", "log", "bridge-outreach"), StringComparison.Ordinal);
        Assert.True((await world.JsonAsync("mail", "bounce", gone))[0].GetProperty("taken").GetBoolean());

        Assert.Contains("didn't send", await world.RefusedAsync("mail", "bounce", other), StringComparison.Ordinal);
        Assert.Contains("not a mail server's report", await world.RefusedAsync("mail", "bounce", none), StringComparison.Ordinal);
        Assert.Contains("There is no file", await world.RefusedAsync("mail", "bounce", "nowhere.eml"), StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("mail", "bounce")).Code);
    }

    private static string Returned(string status, string domain) => $"""
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example

        Final-Recipient: rfc822; luc@bridge-outreach.example
        Action: failed
        Status: {status}

        --b
        Content-Type: text/rfc822-headers

        To: luc@bridge-outreach.example
        Message-ID: <n-1@{domain}>

        --b--

        """;
}
