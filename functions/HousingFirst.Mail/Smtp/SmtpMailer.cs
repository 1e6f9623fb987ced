using HousingFirst.Hub.Mailing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace HousingFirst.Mail.Smtp;

/// <summary>
/// Hands mail to a mail server, one connection a mail: nothing is left open when nothing is to be sent. Once a byte of the mail has left, only the
/// server's answer tells whether it took it; an answer that is lost makes the mail <see cref="MailOutcome.Unknown"/>, never "failed".
/// </summary>
public sealed class SmtpMailer : IMailer
{
    private readonly SmtpSettings settings;
    private readonly MailboxAddress from;

    /// <summary>Prepares the mailer; nothing is connected before the first mail.</summary>
    /// <exception cref="ArgumentException">The sender is no address.</exception>
    public SmtpMailer(SmtpSettings settings)
    {
        this.settings = settings;
        from = MimeMail.Sender(settings.From);
    }

    /// <summary>Sends the mail.</summary>
    /// <returns>
    /// <see cref="MailOutcome.Refused"/> where the server refuses this recipient for good (5yz to RCPT, RFC 5321 section 4.2.1) or the address is no
    /// address.
    /// </returns>
    /// <exception cref="MailDeferredException">The server puts off this recipient, or doesn't like this mail.</exception>
    /// <exception cref="IOException">The server can't be reached, is busy, or refuses the hub rather than the recipient: try again later.</exception>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        if (MimeMail.Write(mail, await MailRenderer.RenderAsync(mail), from) is not { } message) return MailOutcome.Refused;
        using var client = new SmtpClient { Timeout = (int)settings.Patience.TotalMilliseconds };
        await GuardedAsync(() => ConnectAsync(client, cancellation));
        var leaving = new Leaving();
        try
        {
            // A mail half handed over is not broken off when the hub stops: MailKit's own time-out bounds it.
            await client.SendAsync(message, CancellationToken.None, leaving);
        }
        catch (SmtpCommandException refused) when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)refused.StatusCode >= 500)
        {
            return MailOutcome.Refused;
        }
        catch (SmtpCommandException refused) when (IsAboutThisMail(refused))
        {
            throw new MailDeferredException($"The mail server put a mail off ({(int)refused.StatusCode}).");
        }
        catch (SmtpCommandException refused)
        {
            throw Fault($"refused a mail ({(int)refused.StatusCode})", refused);
        }
        catch (Exception lost) when (MailFaults.IsLost(lost))
        {
            if (leaving.Begun) return MailOutcome.Unknown;
            throw Fault("broke off before a mail was handed over", lost);
        }

        await SayGoodbyeAsync(client);
        return MailOutcome.Sent;
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellation)
    {
        var tls = settings.Tls switch
        {
            SmtpTls.Always => SecureSocketOptions.SslOnConnect,
            SmtpTls.Upgrade => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.StartTlsWhenAvailable,
        };
        await client.ConnectAsync(settings.Host, settings.Port, tls, cancellation);
        if (settings.User is { } user) await client.AuthenticateAsync(user, settings.Password ?? string.Empty, cancellation);
    }

    private static async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (AuthenticationException refused)
        {
            throw Fault("refused the hub's user name or password: mend HF_MAIL or HF_MAIL_SECRET", refused);
        }
        catch (SslHandshakeException refused)
        {
            throw Fault("has no certificate that can be trusted", refused);
        }
        catch (NotSupportedException refused)
        {
            throw Fault("offers no TLS, or no way to prove who the hub is: use smtps://, or another server", refused);
        }
        catch (Exception lost) when (lost is SmtpCommandException || MailFaults.IsLost(lost))
        {
            throw Fault("could not be reached", lost);
        }
    }

    /// <summary>
    /// A mailbox that is busy or full, a greylisted recipient (4yz to RCPT), or a mail that the server doesn't like (5yz after DATA): it takes others.
    /// Its own storage (452) is everyone's trouble, and so is being told to go away (421).
    /// </summary>
    private static bool IsAboutThisMail(SmtpCommandException refused) => refused.ErrorCode switch
    {
        SmtpErrorCode.RecipientNotAccepted => (int)refused.StatusCode is not (421 or 452),
        SmtpErrorCode.MessageNotAccepted => (int)refused.StatusCode >= 500,
        _ => false,
    };

    /// <summary>The mail is taken; a goodbye that goes wrong changes nothing.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client)
    {
        try
        {
            await client.DisconnectAsync(quit: true, CancellationToken.None);
        }
        catch (Exception lost) when (lost is SmtpCommandException || MailFaults.IsLost(lost))
        {
            // Nothing depends on it.
        }
    }

    /// <summary>Says nothing the server wrote: that may hold the recipient's address.</summary>
    private static IOException Fault(string what, Exception fault) => new($"The mail server {what} ({fault.GetType().Name}).");

    /// <summary>Whether a byte of the mail itself has left.</summary>
    private sealed class Leaving : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Begun = true;

        public void Report(long bytesTransferred) => Begun = true;
    }
}
