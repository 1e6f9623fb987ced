using System.Globalization;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.SigningIn;

namespace HousingFirst.Hub.Links;

/// <summary>
/// Mails a new link in place of one that is old: to its reader's address in the directory and nowhere else, so that a link that was passed on
/// brings whoever holds it nothing.
/// </summary>
public sealed class SendNewLink(MailLinks links, OneTimeCodes codes, IMailer mailer)
{
    /// <summary>Sends it; counted with the codes, at most <see cref="OneTimeCodes.MostAnHour"/> in any hour.</summary>
    /// <param name="held">The old link.</param>
    /// <param name="call">Whom its page says to call.</param>
    /// <param name="cancellation">Stops it; it can be asked for again.</param>
    public async ValueTask<AskedMail> RunAsync(HeldLink held, Caller call, CancellationToken cancellation)
    {
        var now = held.At.Now;
        if (await codes.ReaderAsync(held.Token, cancellation) is not { } contact || !ComposeMail.IsMailable(contact)) return AskedMail.NoAddress;
        var number = await codes.CountMailAsync(contact.Id, now, cancellation);
        if (number == 0) return AskedMail.TooMany;
        var id = string.Create(CultureInfo.InvariantCulture, $"link.{contact.Id}.{now.ToUnixTimeSeconds()}-{number}");
        return await mailer.SendAskedAsync(
            new MailContent.NewLink(id, ComposeMail.Recipient(contact), now, call, links.Anew(held.Token, now)), cancellation);
    }
}
