using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.SigningIn;

/// <summary>What became of a mail that somebody asked for on a page: a code, a new link.</summary>
public enum AskedMail
{
    /// <summary>It is on its way.</summary>
    Sent,

    /// <summary>Too many were asked for in the last hour.</summary>
    TooMany,

    /// <summary>No address of the contact works.</summary>
    NoAddress,

    /// <summary>It can't be sent just now.</summary>
    NotNow,
}

/// <summary>Sends what somebody waits for before a page.</summary>
internal static class AskedMails
{
    /// <summary>Sends it now or never: who asked is told what became of it, and asks again. Nothing of it waits.</summary>
    public static async ValueTask<AskedMail> SendAskedAsync(this IMailer mailer, MailContent mail, CancellationToken cancellation)
    {
        try
        {
            return await mailer.SendAsync(mail, cancellation) == MailOutcome.Refused ? AskedMail.NoAddress : AskedMail.Sent;
        }
        catch (IOException)
        {
            return AskedMail.NotNow;
        }
    }
}
