using HousingFirst.Hub.Mailing;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// When a mail that failed is tried again, and when a person is asked instead. A provider that is down says nothing about an address: that counts
/// no try, and gives no mail up before three days.
/// </summary>
internal static class MailTries
{
    /// <summary>After so many tries that were about this one mail, a person is asked.</summary>
    public const int Most = 10;

    /// <summary>So long a provider may be down before a person is asked about each mail.</summary>
    public static readonly Duration LongestOutage = Duration.FromHours(72);

    private static readonly Duration Shortest = Duration.FromMinutes(1);
    private static readonly Duration Longest = Duration.FromMinutes(15);
    private static readonly int[] RetryMinutes = [1, 2, 5, 15, 30, 60, 120, 240, 480];

    /// <summary>Whether a person is asked now.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="attempt">The how-manieth try it was, from 1.</param>
    /// <param name="age">Since when this mail has been leaving.</param>
    public static bool IsOver(IOException fault, int attempt, Duration age) =>
        fault is MailDeferredException ? attempt >= Most : age >= LongestOutage;

    /// <summary>
    /// How long to wait: longer and longer; through an outage never more than a quarter of an hour, so that mail leaves soon after it.
    /// </summary>
    public static Duration Wait(IOException fault, int attempt, Duration age) => fault is MailDeferredException
        ? Duration.FromMinutes(RetryMinutes[Math.Min(attempt, RetryMinutes.Length) - 1])
        : MailLaterException.AtLeast(Duration.Min(Duration.Max(age / 4, Shortest), Longest), fault);

    /// <summary>How old a mail is by its tries, where nothing else tells: each was as far apart as an outage lets them be.</summary>
    public static Duration AgeOf(int attempt) => Longest * attempt;

    /// <summary>The how-manieth the next try is.</summary>
    public static int Next(IOException fault, int attempt) => fault is MailDeferredException ? Math.Min(attempt + 1, Most) : attempt;
}
