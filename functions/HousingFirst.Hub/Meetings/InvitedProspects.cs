using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Network;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>
/// Possible partners as guests of the open part (practice 7: people join what they have seen). They get an invitation and its updates, and nothing else:
/// no link, no agenda, no minutes. One whom nobody has called yet gets no mail from a machine first; one that waits, rests or is a partner already, none.
/// </summary>
public sealed class InvitedProspects(ReadNetwork network)
{
    /// <summary>What tells a prospect from an agency among a meeting's guests: no agency's id begins so.</summary>
    public const char Mark = '@';

    /// <summary>Those invited now, by the names they have among the guests: one request a thousand rows of the network.</summary>
    public async ValueTask<IReadOnlyList<string>> AllAsync(CancellationToken cancellation) =>
        [.. (await network.ListAsync(cancellation)).Where(IsInvited).Select(p => Mark + p.Prospect.Id.Value)];

    /// <summary>The person of a prospect who is written to, and whether they are invited as it stands; null for an agency, and where nobody has an address.</summary>
    internal async ValueTask<(Contact Person, bool IsInvited)?> FindAsync(string guest, Surroundings at, CancellationToken cancellation)
    {
        if (guest[0] != Mark || await network.FindAsync(guest[1..], cancellation) is not { } view || PersonOf(view.Prospect) is not { } person) return null;
        var language = ComposeMail.SpecialistContact(at)?.Language ?? Language.English;
        return (new Contact(guest, person.Name, language, Channel.Mail, new DigestSlot(null, LocalTime.Midnight), person.Mail, person.Phone ?? string.Empty, null, false, null, null), IsInvited(view));
    }

    private static bool IsInvited(ProspectView view) =>
        view is { Partner: null, Standing.State: not (RecruitmentState.Identified or RecruitmentState.NotNow or RecruitmentState.Resting) } && PersonOf(view.Prospect) is not null;

    /// <summary>The one named last.</summary>
    private static ProspectContact? PersonOf(Prospect prospect) => prospect.Suggestions.Select(s => s.Contact).LastOrDefault(c => c?.Mail is not null);
}
