using HousingFirst.Azure.Settings;
using HousingFirst.Commands.Door;
using HousingFirst.Hub;
using HousingFirst.Mail;
using HousingFirst.Mail.Returns;
using HousingFirst.Mail.SendGrid;
using NodaTime;

namespace HousingFirst.Functions.Starting;

/// <summary>Everything that the head's settings say, checked whole before anything is opened.</summary>
/// <param name="Deployment">Where things are.</param>
/// <param name="Mail">Who takes the mail.</param>
/// <param name="Bounces">The mailbox for returned mail, or null.</param>
/// <param name="Events">SendGrid's signed events, or null.</param>
/// <param name="Operators">Who vouches for operators, or null where they send no commands.</param>
public sealed record HeadSettings(
    DeploymentSettings Deployment, MailProvider Mail, BounceMailboxSettings? Bounces, SendGridEvents? Events, OperatorSettings? Operators)
{
    /// <summary>What the hub is told.</summary>
    public HubOptions Options => new(Deployment.Community, Deployment.PublicUrl) { MailsPerMinute = Mail.PerMinute, ResendUnknown = Mail.ResendUnknown };

    /// <summary>Reads the settings.</summary>
    /// <param name="setting">A setting's value, or null.</param>
    /// <exception cref="SettingsException">Some are missing or wrong: all of them, each with its mend.</exception>
    public static HeadSettings Read(Func<string, string?> setting)
    {
        MailProvider? mail = null;
        BounceMailboxSettings? bounces = null;
        SendGridEvents? events = null;
        OperatorSettings? operators = null;
        var deployment = DeploymentSettings.Read(
            setting,
            () => mail = setting(MailProvider.PlaceSetting) is { Length: > 0 }
                ? MailProvider.Of(setting, string.Empty, SystemClock.Instance)
                : throw new ArgumentException($"{MailProvider.PlaceSetting} is missing: write sendgrid, smtp://USER@HOST:587 or smtps://USER@HOST:465, with the secret in {MailProvider.SecretSetting}. A mail folder would be gone with its instance."),
            () => bounces = BounceMailboxSettings.Of(setting),
            () => events = SendGridEvents.Of(setting, SystemClock.Instance),
            () => operators = OperatorSettings.Of(setting));
        return new HeadSettings(deployment, mail!, bounces, events, operators);
    }
}
