using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// The due rows that warn before a consent ends. Planned with the change that gives or renews it; one that is narrowed, renewed or withdrawn
/// since leaves rows that say nothing when their time comes, so planning never takes one off.
/// </summary>
internal static class ConsentWarnings
{
    /// <summary>The warnings of a consent that still lie ahead: functions of it, so planning twice is planning once.</summary>
    public static IEnumerable<DueItem> Of(ClientId client, ConsentRecord consent, Instant now, DateTimeZone zone) =>
        Of(client, consent, Expiry.Ahead(consent.To, now, zone));

    /// <summary>
    /// The same of a consent recorded before warnings were planned, with the one whose time is now: where it was told already, its change is there.
    /// </summary>
    public static IEnumerable<DueItem> OfOlder(ClientId client, ConsentRecord consent, Instant now, DateTimeZone zone) =>
        Of(client, consent, Expiry.StillToSay(consent.To, now, zone));

    /// <summary>What a due row warns of.</summary>
    /// <exception cref="InvalidDataException">The row says none.</exception>
    public static (string Consent, LocalDate LastDay, int DaysAhead) Read(DueItem item) => item.Abouts is [var consent, var day, var days]
        ? (consent, IsoText.ReadDay(day), int.Parse(days, CultureInfo.InvariantCulture))
        : throw new InvalidDataException("A due row names no consent: run `hub check`.");

    private static IEnumerable<DueItem> Of(ClientId client, ConsentRecord consent, IEnumerable<(int DaysAhead, Instant At)> warnings) =>
        consent.Withdrawn is null ? warnings.Select(warning => Row(client, consent, warning.DaysAhead, warning.At)) : [];

    /// <summary>The row's id holds no reference: it is a hash, like the key of the change that follows from it.</summary>
    private static DueItem Row(ClientId client, ConsentRecord consent, int days, Instant at)
    {
        var about = string.Create(CultureInfo.InvariantCulture, $"{consent.Id} {IsoText.Of(consent.To)} {days}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Value}\n{about}"));
        return new DueItem(at, DueKind.ConsentEnds, Convert.ToHexStringLower(hash)[..32]) { Client = client, About = about };
    }
}
