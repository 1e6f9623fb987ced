using System.Globalization;
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
    /// <summary>How many mails may leave within any minute; null for as many as there are: the mail folder's default.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Whether a mail whose answer was lost goes once more.</summary>
    public bool ResendUnknown { get; init; }

    /// <summary>The domain of the sender: the right side of every Message-ID.</summary>
    public string Domain { get; init; } = MimeMail.Sender(EmlMailer.DefaultFrom).Domain;

    /// <summary>The setting of how many mails may leave within any minute: <c>600</c>, or <c>none</c>.</summary>
    public const string PerMinuteSetting = "HF_MAIL_PER_MINUTE";

    /// <summary>The setting of what is done with a mail whose answer was lost: <c>hold</c> or <c>resend</c>.</summary>
    public const string UnknownSetting = "HF_MAIL_UNKNOWN";

    /// <summary>What a provider is given a minute where nothing else is set: less than any limits an account to.</summary>
    private const int UsualPerMinute = 600;

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
        var provider = Provider(place, secret, from, dataFolder, clock);
        return provider with
        {
            PerMinute = PerMinuteOf(Value(PerMinuteSetting), place is null ? null : UsualPerMinute),
            ResendUnknown = Value(UnknownSetting) switch
            {
                null or "hold" => false,
                "resend" => true,
                _ => throw Wrong(UnknownSetting, "is neither hold nor resend", "hold sends no mail twice; resend sends one whose answer was lost once more"),
            },
            Domain = from is null ? provider.Domain : MimeMail.Sender(from).Domain,
        };

        string? Value(string name) => setting(name) is { Length: > 0 } value ? value : null;
    }

    private static MailProvider Provider(string? place, string? secret, string? from, string dataFolder, IClock clock)
    {
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
    }

    private static int? PerMinuteOf(string? text, int? usual) => text switch
    {
        null => usual,
        "none" => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 => most,
        _ => throw Wrong(PerMinuteSetting, "is no number of mails", "write a whole number from 1, or none"),
    };

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
