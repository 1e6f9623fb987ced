using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactCycle;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// What a program's last talks left open. What was recorded lies in the month of its day, so a month without a talk yet looks back: at the months of the
/// last talks, newest first, at most three. A request each, mostly one.
/// </summary>
public sealed class ReadOpenTopics(ContactStore contacts)
{
    private const int MostMonths = 3;

    /// <summary>What is open, by partner.</summary>
    public async ValueTask<IReadOnlyDictionary<string, OpenTopics>> RunAsync(ProgramMonth month, CancellationToken cancellation)
    {
        var open = new Dictionary<string, OpenTopics>(StringComparer.Ordinal);
        var earlier = new List<Obligation>();
        foreach (var obligation in month.Obligations)
        {
            if (obligation.Recorded.Any(c => c.Outcome == ContactOutcome.Made)) Add(obligation.Partner, OpenTopics.Of(obligation.Recorded));
            else if (obligation.Before is not null) earlier.Add(obligation);
        }

        foreach (var of in earlier.GroupBy(o => o.Before!.On.ToYearMonth()).OrderByDescending(g => g.Key).Take(MostMonths))
        {
            var before = (await contacts.ReadAsync(month.Program, of.Key, cancellation)).Month;
            foreach (var obligation in of)
                Add(obligation.Partner, OpenTopics.Of(before.Obligations.FirstOrDefault(o => o.Partner == obligation.Partner)?.Recorded ?? []));
        }

        return open;

        void Add(string partner, OpenTopics? topics)
        {
            if (topics is not null) open[partner] = topics;
        }
    }
}
