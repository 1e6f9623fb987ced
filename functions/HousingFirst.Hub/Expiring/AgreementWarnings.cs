using System.Globalization;
using HousingFirst.Core.Consent;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// The due rows that warn before agreements end: one a last day, however many end on it, since most end with the fiscal year. Planned before the
/// organisation is written; a row whose day no agreement has any more says nothing.
/// </summary>
public sealed class AgreementWarnings(DueStore due, IClock clock)
{
    /// <summary>
    /// Organisations may be written before the community's zone is known, and a day more or less of sixty doesn't matter: 06:00 seven hours behind
    /// UTC is the morning all over Canada.
    /// </summary>
    private static readonly DateTimeZone Calendar = DateTimeZone.ForOffset(Offset.FromHours(-7));

    /// <summary>Plans the warnings of agreements' last days, as far as they lie ahead.</summary>
    public async ValueTask PlanAsync(IEnumerable<LocalDate> lastDays, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var rows = lastDays.Distinct().SelectMany(day => Expiry.Ahead(day, now, Calendar).Select(w => Row(day, w.DaysAhead, w.At))).ToArray();
        if (rows.Length > 0) await due.AddAsync(rows, null, cancellation);
    }

    /// <summary>What a due row warns of.</summary>
    /// <exception cref="InvalidDataException">The row says none.</exception>
    internal static (LocalDate LastDay, int DaysAhead) Read(DueItem item) => item.Abouts is [var day, var days]
        ? (IsoText.ReadDay(day), int.Parse(days, CultureInfo.InvariantCulture))
        : throw new InvalidDataException("A due row names no agreement: run `hub check`.");

    private static DueItem Row(LocalDate lastDay, int days, Instant at)
    {
        var about = string.Create(CultureInfo.InvariantCulture, $"{IsoText.Of(lastDay)} {days}");
        return new DueItem(at, DueKind.AgreementEnds, about.Replace(' ', '-')) { About = about };
    }
}
