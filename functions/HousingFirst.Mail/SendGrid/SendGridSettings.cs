namespace HousingFirst.Mail.SendGrid;

/// <summary>The account at SendGrid that takes the hub's mail.</summary>
/// <param name="ApiKey">A key that may do one thing: send mail.</param>
/// <param name="From">The sender, as <c>Name &lt;address&gt;</c>: one that SendGrid has verified.</param>
public sealed record SendGridSettings(string ApiKey, string From)
{
    /// <summary>Where SendGrid is.</summary>
    public string Host { get; init; } = "https://api.sendgrid.com";

    /// <summary>How long it may be silent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The place, without the key.</summary>
    public override string ToString() => Host;
}
