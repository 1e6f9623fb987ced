using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Opens a program's month: an obligation for each partner it owes by the directory as it is now, with the last contact of the months before. One read
/// and one batch; what was recorded before the month opened stays. Done again while the month is being opened, it adds who joined meanwhile.
/// </summary>
public sealed class OpenMonth(ContactStore contacts, RestingPartners resting)
{
    private const int MostTries = 25;

    /// <summary>The specialist's contacts with resting partners are a quarter apart.</summary>
    private const int MonthsOfQuarter = 3;

    /// <summary>Opens it, or adds to it while it is being opened.</summary>
    public async ValueTask RunAsync(string program, YearMonth month, Surroundings at, CancellationToken cancellation)
    {
        var back = program == at.Community.LeadOrganisation ? MonthsOfQuarter : 1;
        var before = (await contacts.ReadAsync(program, month.PlusMonths(-back), cancellation)).Month;
        var owed = await OwedAsync(program, at, cancellation);
        var stored = new StoredMonth(new ProgramMonth(program, month, []), ImmutableDictionary<string, string>.Empty);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var next = Opened(stored.Month, before, owed, at);
            if (next == stored.Month || await contacts.WriteAsync(stored, next, cancellation)) return;
            stored = await contacts.ReadAsync(program, month, cancellation);
        }

        throw new IOException($"The month of a program moved {MostTries} times while it was opened. Try again.");
    }

    /// <summary>Whom a program owes a contact by the directory as it is now; the lead organisation, whoever rests.</summary>
    internal async ValueTask<IReadOnlyList<string>> OwedAsync(string program, Surroundings at, CancellationToken cancellation)
    {
        var rests = await resting.OfAsync(at, cancellation);
        if (program == at.Community.LeadOrganisation)
            return [.. rests.Where(p => at.Directory.Find(p) is { Standing.IsActive: true }).Order(StringComparer.Ordinal)];
        return at.Directory.Find(program) is { } organisation
            ? [.. MonthlyPartners.Of(organisation, at.Directory, at.Today, o => rests.Contains(o.Id)).Select(o => o.Id)]
            : [];
    }

    /// <summary>Who is owed, and of who is not whom they talked with before: a partner that comes back is no stranger.</summary>
    private static ProgramMonth Opened(ProgramMonth known, ProgramMonth before, IReadOnlyList<string> owed, Surroundings at)
    {
        var obligations = known.Obligations.ToDictionary(o => o.Partner, StringComparer.Ordinal);
        var last = before.Obligations.Where(o => o.Last is not null).ToDictionary(o => o.Partner, o => o.Last, StringComparer.Ordinal);
        foreach (var partner in owed.Concat(last.Keys.Where(p => at.Directory.Find(p) is not null)).Distinct())
        {
            var isOwed = owed.Contains(partner, StringComparer.Ordinal);
            if (!obligations.TryGetValue(partner, out var early)) obligations[partner] = new Obligation(partner, isOwed, last.GetValueOrDefault(partner), [], Released: false);
            else if ((isOwed && !early.Owed) || known.Opened is null) obligations[partner] = early with { Owed = early.Owed || isOwed, Before = last.GetValueOrDefault(partner) };
        }

        var isSame = known.Opened is not null && obligations.Count == known.Obligations.Length && known.Obligations.All(o => obligations[o.Partner] == o);
        return isSame ? known : known with { Opened = known.Opened ?? at.Now, Obligations = [.. obligations.Values.OrderBy(o => o.Partner, StringComparer.Ordinal)] };
    }
}
