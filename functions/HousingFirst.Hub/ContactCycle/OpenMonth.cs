using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Opens a program's month: an obligation for each partner it owes by the directory as it is now, with the last contact of the months before. One read
/// and one batch; what was recorded before the month opened stays.
/// </summary>
public sealed class OpenMonth(ContactStore contacts, RestingPartners resting)
{
    private const int MostTries = 25;

    /// <summary>Opens it, unless it is open.</summary>
    public async ValueTask RunAsync(string program, YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var before = (await contacts.ReadAsync(program, month.PlusMonths(-1), cancellation)).Month;
        var owed = await OwedAsync(program, month, at, cancellation);
        var stored = new StoredMonth(new ProgramMonth(program, month, []), new Dictionary<string, string>());
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (stored.Month.Opened is not null || await contacts.WriteAsync(stored, Opened(stored.Month, before, owed, at.Now), cancellation)) return;
            stored = await contacts.ReadAsync(program, month, cancellation);
        }

        throw new IOException($"The month of a program moved {MostTries} times while it was opened. Try again.");
    }

    private async ValueTask<IReadOnlyList<string>> OwedAsync(string program, YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var rests = await resting.OfAsync(at, cancellation);
        if (program == at.Community.LeadOrganisation) return [.. rests.Order(StringComparer.Ordinal)];
        return at.Directory.Find(program) is { } organisation
            ? [.. MonthlyPartners.Of(organisation, at.Directory, at.Today, o => rests.Contains(o.Id)).Select(o => o.Id)]
            : [];
    }

    private static ProgramMonth Opened(ProgramMonth known, ProgramMonth before, IReadOnlyList<string> owed, Instant now)
    {
        var obligations = known.Obligations.ToDictionary(o => o.Partner, StringComparer.Ordinal);
        foreach (var partner in owed)
        {
            var last = before.Obligations.FirstOrDefault(o => o.Partner == partner)?.Last;
            obligations[partner] = obligations.TryGetValue(partner, out var early)
                ? early with { Owed = true, Before = last }
                : new Obligation(partner, Owed: true, last, [], Released: false);
        }

        return known with { Opened = now, Obligations = [.. obligations.Values.OrderBy(o => o.Partner, StringComparer.Ordinal)] };
    }
}
