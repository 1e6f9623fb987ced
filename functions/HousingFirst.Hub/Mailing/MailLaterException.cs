using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>A provider takes no mail for now and has said how long to wait (RFC 9110, section 10.2.3).</summary>
/// <param name="message">What happened; never an address nor what the provider wrote.</param>
/// <param name="wait">How long it asks for.</param>
public sealed class MailLaterException(string message, Duration wait) : IOException(message)
{
    /// <summary>A provider that asks for more is asked again after a day.</summary>
    private static readonly Duration Longest = Duration.FromDays(1);

    /// <summary>How long to wait at least.</summary>
    public Duration Wait { get; } = Duration.Min(Duration.Max(wait, Duration.Zero), Longest);

    /// <summary>The longer of a wait and what a provider asks for.</summary>
    public static Duration AtLeast(Duration wait, IOException fault) => fault is MailLaterException later ? Duration.Max(wait, later.Wait) : wait;
}
