using HousingFirst.Hub.Mailing;
using HousingFirst.Mail.Eml;
using HousingFirst.Mail.SendGrid;
using HousingFirst.Mail.Smtp;
using NodaTime;

namespace HousingFirst.Mail;

/// <summary>Who takes the hub's mail, read from three settings: a place, a secret and a sender. The secret is apart, so that the place can be shown.</summary>
/// <param name="Mailer">Sends.</param>
/// <param name="Place">Where mail goes, in words for the person who starts the hub; never the secret.</param>
public sealed record MailProvider(IMailer Mailer, string Place)
{
    /// <summary>The setting of the place: <c>sendgrid</c>, <c>smtp://USER@HOST:587</c> or <c>smtps://USER@HOST:465</c>; unset: the mail folder.</summary>
    public const string PlaceSetting = "HF_MAIL";

    /// <summary>The setting of SendGrid's key or the mail server's password.</summary>
    public const string SecretSetting = "HF_MAIL_SECRET";

    /// <summary>The setting of the sender.</summary>
    public const string FromSetting = "HF_MAIL_FROM";

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <param name="dataFolder">The hub's data folder, for the mail folder.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentException">A setting is missing or wrong: which, and how to write it.</exception>
    public static MailProvider Of(Func<string, string?> setting, string dataFolder, IClock clock)
    {
        var (place, secret, from) = (Value(PlaceSetting), Value(SecretSetting), Value(FromSetting));
        if (place is null)
        {
            return new(
                from is null ? new EmlMailer(dataFolder) : new EmlMailer(dataFolder, from),
                Path.Combine(dataFolder, "mail") + "/*.eml: no mail leaves this machine");
        }

        if (from is null) throw Wrong(FromSetting, "is missing", "write the sender as: Housing First hub <hub@your-town.example>");
        if (place == "sendgrid")
        {
            var key = secret ?? throw Wrong(SecretSetting, "is missing", "set it to a key of SendGrid's that may send mail");
            return new(new SendGridMailer(new SendGridSettings(key, from), clock), "sent through SendGrid");
        }

        var smtp = Smtp(place, secret, from);
        return new(new SmtpMailer(smtp), $"sent through {smtp}");

        string? Value(string name) => setting(name) is { Length: > 0 } value ? value : null;
    }

    private static SmtpSettings Smtp(string place, string? secret, string from)
    {
        const string Mend = "write sendgrid, smtp://USER@HOST:587 or smtps://USER@HOST:465";
        if (!Uri.TryCreate(place, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0)
            throw Wrong(PlaceSetting, "is no place that takes mail", Mend);
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal)) throw Wrong(PlaceSetting, "holds a password", $"put it in {SecretSetting}");
        if (uri.AbsolutePath.Trim('/').Length > 0 || uri.Query.Length > 0) throw Wrong(PlaceSetting, "has something after the port", Mend);
        var user = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null;
        if (user is not null && secret is null) throw Wrong(SecretSetting, "is missing", $"set it to the password of {PlaceSetting}'s user");
        if (user is null && secret is not null) throw Wrong(PlaceSetting, "names no user for the password", Mend);
        var (tls, usual) = uri.Scheme == "smtps" ? (SmtpTls.Always, 465) : (uri.IsLoopback ? SmtpTls.WhereOffered : SmtpTls.Upgrade, 587);
        return new SmtpSettings(uri.Host, uri.Port > 0 ? uri.Port : usual, tls, user, secret, from);
    }

    private static ArgumentException Wrong(string name, string rule, string mend) => new($"{name} {rule}: {mend}.");
}
