using HousingFirst.Hub.Addresses;
using HousingFirst.Mail.Returns;
using HousingFirst.Mail.Tests.Providers;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HousingFirst.Mail.Tests.Returns;

public sealed class BounceMailboxTests
{
    private readonly List<MailReturn> taken = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_handled_is_deleted_and_the_rest_is_left(bool hasIds)
    {
        await using var server = new FakeMailbox { HasIds = hasIds };
        server.Messages[1] = Reports.Bounce();
        server.Messages[2] = "Subject: Bonjour\r\n\r\nQuestion.\r\n";
        server.Messages[3] = Reports.Bounce(domain: "elsewhere.example");
        server.Messages[4] = Reports.Bounce(action: "delayed", status: "4.4.1");
        server.Messages[5] = Reports.Complaint();
        server.Messages[6] = "Subject: Large\r\n\r\n" + new string('x', 1_100_000) + "\r\n";
        var mailbox = Mailbox(server);

        Assert.Equal(new TakenReturns(2, 0), await mailbox.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal([StopReason.Bounced, StopReason.Complained], taken.Select(t => t.Reason));
        Assert.Equal([2, 3, 6], server.Messages.Keys.Order());
        Assert.DoesNotContain("RETR 6", server.Commands);

        server.Commands.Clear();
        Assert.Equal(new TakenReturns(0, 0), await mailbox.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(hasIds ? 0 : 2, server.Commands.Count(c => c.StartsWith("RETR", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_empty_mailbox_is_nothing()
    {
        await using var server = new FakeMailbox();
        Assert.Equal(new TakenReturns(0, 0), await Mailbox(server).RunAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PASS", 0)]
    [InlineData("RETR", 0)]
    [InlineData("DELE", 1)]
    public async Task Cut_off_anywhere_the_message_is_still_there_and_comes_again(string at, int handled)
    {
        await using var server = new FakeMailbox(refuse: at);
        server.Messages[1] = Reports.Bounce();
        await Assert.ThrowsAsync<IOException>(async () => await Mailbox(server).RunAsync(TestContext.Current.CancellationToken));
        Assert.Single(server.Messages);
        Assert.Equal(handled, taken.Count);
    }

    [Fact]
    public async Task Cut_off_before_the_goodbye_the_same_comes_again()
    {
        await using var server = new FakeMailbox(refuse: "QUIT");
        server.Messages[1] = Reports.Bounce();
        for (var visits = 1; visits <= 2; visits++)
        {
            await Mailbox(server).RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal(visits, taken.Count);
        }
    }

    [Fact]
    public async Task What_cannot_be_taken_now_stays_in_the_mailbox()
    {
        await using var server = new FakeMailbox();
        server.Messages[1] = Reports.Bounce();
        var mailbox = new BounceMailbox(
            Settings(server.Port), new ReturnedMail(Reports.Domain), (_, _) => throw new IOException("The store is away."), NullLogger<BounceMailbox>.Instance);
        await Assert.ThrowsAsync<IOException>(async () => await mailbox.RunAsync(TestContext.Current.CancellationToken));
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task A_wrong_password_and_a_silent_place_are_said_without_the_secret()
    {
        await using var server = new FakeMailbox { Password = "another" };
        foreach (var port in (int[])[server.Port, LoopbackServer.ClosedPort()])
        {
            var mailbox = new BounceMailbox(Settings(port), new ReturnedMail(Reports.Domain), Take, NullLogger<BounceMailbox>.Instance);
            var fault = await Assert.ThrowsAsync<IOException>(async () => await mailbox.RunAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotContain("secret-of-the-test", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pop3s://hub%40town.example@mail.example", "mail.example:995", SecureSocketOptions.SslOnConnect)]
    [InlineData("pop3://hub@mail.example", "mail.example:110", SecureSocketOptions.StartTls)]
    [InlineData("pop3://hub@127.0.0.1:2110", "127.0.0.1:2110", SecureSocketOptions.StartTlsWhenAvailable)]
    public void The_settings_name_the_mailbox(string place, string shown, SecureSocketOptions tls)
    {
        var settings = Of(place, "secret")!;
        Assert.Equal((shown, tls, "secret"), (settings.ToString(), settings.Tls, settings.Password));
    }

    [Theory]
    [InlineData("imap://hub@mail.example", "secret", "HF_MAIL_BOUNCES is no mailbox")]
    [InlineData("mail.example", "secret", "HF_MAIL_BOUNCES is no mailbox")]
    [InlineData("pop3://mail.example", "secret", "HF_MAIL_BOUNCES names no user")]
    [InlineData("pop3://hub:secret@mail.example", "secret", "put it in HF_MAIL_BOUNCES_SECRET")]
    [InlineData("pop3://hub@mail.example/inbox", "secret", "after the port")]
    [InlineData("pop3://hub@mail.example", null, "HF_MAIL_BOUNCES_SECRET is missing")]
    public void A_wrong_setting_is_named_with_its_mend_and_never_shown(string place, string? secret, string words)
    {
        var fault = Assert.Throws<ArgumentException>(() => Of(place, secret));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private ValueTask<TakenReturns> Take(IReadOnlyList<MailReturn> returns, CancellationToken cancellation)
    {
        taken.AddRange(returns);
        return ValueTask.FromResult(new TakenReturns(returns.Count, 0));
    }

    private BounceMailbox Mailbox(FakeMailbox server) =>
        new(Settings(server.Port), new ReturnedMail(Reports.Domain), Take, NullLogger<BounceMailbox>.Instance);

    private static BounceMailboxSettings Settings(int port) =>
        new("127.0.0.1", port, SecureSocketOptions.None, "hub", "secret-of-the-test") { Patience = TimeSpan.FromSeconds(2) };

    private static BounceMailboxSettings? Of(string place, string? secret) => BounceMailboxSettings.Of(
        name => name switch { "HF_MAIL_BOUNCES" => place, "HF_MAIL_BOUNCES_SECRET" => secret, _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a setting.") });
}
