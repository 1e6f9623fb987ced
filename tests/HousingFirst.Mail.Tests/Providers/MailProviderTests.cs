using HousingFirst.Mail.Eml;
using HousingFirst.Mail.SendGrid;
using HousingFirst.Mail.Smtp;
using NodaTime;
using Xunit;

namespace HousingFirst.Mail.Tests.Providers;

public sealed class MailProviderTests
{
    private const string From = "Hub <hub@town.example>";

    [Theory]
    [InlineData(null, null, null, typeof(EmlMailer), "/data/mail/*.eml: no mail leaves this machine")]
    [InlineData("", null, From, typeof(EmlMailer), "/data/mail/*.eml: no mail leaves this machine")]
    [InlineData("sendgrid", "SG.secret", From, typeof(SendGridMailer), "sent through SendGrid")]
    [InlineData("smtp://hub%40town.example@mail.example", "secret", From, typeof(SmtpMailer), "sent through mail.example:587")]
    [InlineData("smtps://hub@mail.example", "secret", From, typeof(SmtpMailer), "sent through mail.example:465")]
    [InlineData("smtp://127.0.0.1:2525", null, From, typeof(SmtpMailer), "sent through 127.0.0.1:2525")]
    public void The_settings_choose_the_provider_and_never_show_the_secret(string? place, string? secret, string? from, Type mailer, string words)
    {
        var provider = Of(place, secret, from);
        Assert.IsType(mailer, provider.Mailer);
        Assert.Equal(words, provider.Place);
        (provider.Mailer as IDisposable)?.Dispose();
    }

    [Theory]
    [InlineData("sendgrid", "SG.secret", null, "HF_MAIL_FROM is missing")]
    [InlineData("sendgrid", "SG.secret", "the hub", "Write it as")]
    [InlineData("sendgrid", null, From, "HF_MAIL_SECRET is missing")]
    [InlineData("smtp://hub@mail.example", null, From, "HF_MAIL_SECRET is missing")]
    [InlineData("smtp://mail.example", "secret", From, "HF_MAIL names no user")]
    [InlineData("smtp://hub:secret@mail.example", null, From, "put it in HF_MAIL_SECRET")]
    [InlineData("smtp://hub@mail.example/inbox", "secret", From, "after the port")]
    [InlineData("mail.example", "secret", From, "HF_MAIL is no place")]
    [InlineData("https://mail.example", "secret", From, "HF_MAIL is no place")]
    public void A_wrong_setting_is_named_with_its_mend_and_never_shown(string? place, string? secret, string? from, string words)
    {
        var fault = Assert.Throws<ArgumentException>(() => Of(place, secret, from));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, null, false)]
    [InlineData("smtp://127.0.0.1:2525", null, null, 600, false)]
    [InlineData("smtp://127.0.0.1:2525", "none", "hold", null, false)]
    [InlineData("smtp://127.0.0.1:2525", "30", "resend", 30, true)]
    [InlineData(null, "30", "resend", 30, true)]
    public void How_fast_mail_leaves_and_whether_a_lost_one_goes_again_is_set(string? place, string? perMinute, string? unknown, int? most, bool resend)
    {
        var provider = Of(place, null, From, perMinute, unknown);
        Assert.Equal((most, resend, "town.example"), (provider.PerMinute, provider.ResendUnknown, provider.Domain));
    }

    [Theory]
    [InlineData("0", null, "HF_MAIL_PER_MINUTE is no number of mails")]
    [InlineData("many", null, "HF_MAIL_PER_MINUTE is no number of mails")]
    [InlineData(null, "again", "HF_MAIL_UNKNOWN is neither hold nor resend")]
    public void A_wrong_pace_or_policy_is_named_with_its_mend(string? perMinute, string? unknown, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Of(null, null, null, perMinute, unknown)).Message, StringComparison.Ordinal);

    private static MailProvider Of(string? place, string? secret, string? from, string? perMinute = null, string? unknown = null) => MailProvider.Of(
        name => name switch { "HF_MAIL" => place, "HF_MAIL_SECRET" => secret, "HF_MAIL_FROM" => from, "HF_MAIL_PER_MINUTE" => perMinute, "HF_MAIL_UNKNOWN" => unknown, _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a setting.") },
        "/data",
        SystemClock.Instance);
}
