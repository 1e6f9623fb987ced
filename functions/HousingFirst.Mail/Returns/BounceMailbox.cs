using HousingFirst.Hub.Addresses;
using MailKit.Net.Pop3;
using MailKit.Security;
using Microsoft.Extensions.Logging;

namespace HousingFirst.Mail.Returns;

/// <summary>
/// Fetches returned mail from a mailbox (POP3, RFC 1939). What was handled is deleted there; whatever else lies in it is left, and only counted.
/// </summary>
public sealed partial class BounceMailbox(BounceMailboxSettings settings, ReturnedMail read, TakeReturned take, ILogger<BounceMailbox> log)
{
    /// <summary>A report holds a copy of a mail at most; what is larger is none.</summary>
    private const int LargestMessage = 1024 * 1024;

    /// <summary>So many a visit: the next comes in five minutes.</summary>
    private const int MostAtOnce = 500;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Fetches what is there.</summary>
    /// <exception cref="IOException">The mailbox can't be reached or read now. Nothing is lost: what was not handled is still there.</exception>
    public async ValueTask<TakenReturns> RunAsync(CancellationToken cancellation)
    {
        using var client = new Pop3Client { Timeout = (int)settings.Patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Tls, cancellation);
            await client.AuthenticateAsync(settings.User, settings.Password, cancellation);
            var taken = await EachAsync(client, cancellation);
            // Only the goodbye makes the server delete: cut off before it, the same comes again, which changes nothing.
            await client.DisconnectAsync(quit: true, cancellation);
            return taken;
        }
        catch (AuthenticationException)
        {
            throw new IOException($"The mailbox for returned mail refused the hub's user name or password: mend {BounceMailboxSettings.PlaceSetting} or {BounceMailboxSettings.SecretSetting}.");
        }
        catch (Exception fault) when (MailFaults.IsLost(fault) || fault is Pop3CommandException or SslHandshakeException or NotSupportedException)
        {
            throw new IOException($"The mailbox for returned mail could not be read ({fault.GetType().Name}).");
        }
    }

    private async ValueTask<TakenReturns> EachAsync(Pop3Client client, CancellationToken cancellation)
    {
        var (ours, strange, left) = (0, 0, 0);
        var sizes = client.Count == 0 ? [] : await client.GetMessageSizesAsync(cancellation);
        var ids = client.Count > 0 && client.Capabilities.HasFlag(Pop3Capabilities.UIDL) ? await client.GetMessageUidsAsync(cancellation) : null;
        for (var i = 0; i < Math.Min(client.Count, MostAtOnce); i++)
        {
            if (ids is not null && known.Contains(ids[i]))
            {
                left++;
                continue;
            }

            var reading = sizes[i] > LargestMessage ? ReturnedMail.Reading.NoReport : await ReadAsync(client, i, cancellation);
            if (!reading.IsOurs)
            {
                // It stays for a person to look at; by its id it isn't fetched each time again.
                left++;
                if (ids is not null) known.Add(ids[i]);
                continue;
            }

            var taken = await take(reading.Returns, cancellation);
            (ours, strange) = (ours + taken.Ours, strange + taken.Strange);
            await client.DeleteMessageAsync(i, cancellation);
        }

        if (left > 0) Left(log, left);
        return new TakenReturns(ours, strange);
    }

    private async ValueTask<ReturnedMail.Reading> ReadAsync(Pop3Client client, int index, CancellationToken cancellation)
    {
        await using var message = await client.GetStreamAsync(index, headersOnly: false, cancellation);
        try
        {
            return read.Read(message, cancellation);
        }
        catch (FormatException)
        {
            return ReturnedMail.Reading.NoReport;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} messages in the mailbox for returned mail are no reports about a mail of this hub: they are left there.")]
    private static partial void Left(ILogger log, int count);
}
