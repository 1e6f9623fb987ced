using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// Writes the partners whom a program has still to talk with, as its mails list them: whom to call there, the last contact, and what it left open. The
/// mails go to the program's own people, one of the two who talked; nobody else is written these words.
/// </summary>
public sealed class WriteContactLines(ReadOpenTopics topics)
{
    /// <summary>The lines, in the order of the reader's language; none where nothing is wanting.</summary>
    public async ValueTask<ImmutableArray<ContactLine>> RunAsync(
        ProgramMonth month, Language language, Surroundings at, CancellationToken cancellation)
    {
        Obligation[] wanting = [.. month.Wanting];
        if (wanting.Length == 0) return [];
        var open = await topics.RunAsync(month with { Obligations = [.. wanting] }, cancellation);
        return
        [
            .. wanting
                .Select(o => Line(o, open.GetValueOrDefault(o.Partner), language, at))
                .OrderBy(l => Folding.Of(l.Call.Organisation!), StringComparer.Ordinal),
        ];
    }

    private static ContactLine Line(Obligation obligation, OpenTopics? open, Language language, Surroundings at)
    {
        var partner = at.Directory.Find(obligation.Partner);
        var contact = partner is { Contacts: [var first, ..] } ? first : null;
        return new ContactLine(
            new Caller(partner?.Name(language) ?? obligation.Partner, contact?.Name, contact?.Phone ?? partner?.Phone ?? string.Empty),
            contact?.Language,
            obligation.Last?.On,
            obligation.Last?.Mode,
            obligation.IsLongWithoutMeeting(at.Today),
            obligation.Standing(null).State == ObligationState.Attempted)
        {
            Topics = open?.Topics,
            FollowUp = open?.FollowUp,
        };
    }
}
