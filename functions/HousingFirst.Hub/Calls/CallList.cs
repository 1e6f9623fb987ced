using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Calls;

/// <summary>
/// Whom the sender of a change whose urgency is "phone first" must call (rule 7). The client's program sees everyone who is to be told; any other
/// sender sees the program and learns nothing about anyone else (promise 2). Police, child services and corrections get no list (rule 5).
/// </summary>
internal static class CallList
{
    /// <summary>The list, in the order of the coverage; empty where this agency has none.</summary>
    /// <param name="change">The change.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="state">The client's state.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    public static IReadOnlyList<Callee> Of(StoredChange change, IReadOnlyList<Notice> lines, ClientState state, Surroundings at)
    {
        if (change.Urgency != Urgency.U4 || at.Directory.Find(change.Sender) is not { Kind: not OrganisationKind.SourceOnly }) return [];
        var isProgram = state.Program(at.Today)?.Agency == change.Sender;
        // Under a safety plan no colleague stands in (rule 6).
        var alternates = state.Head.Plan is null || !change.Effective.KeptBySafetyPlan;
        return [.. lines.Where(n => IsToBeTold(n) && (isProgram || n.Recipient!.IsProgram)).Select(n => Callee(n, alternates, at)).OfType<Callee>()];
    }

    private static bool IsToBeTold(Notice line) =>
        line is { Recipient: not null, Replaces: null }
        && line.State is not (NoticeState.Withheld or NoticeState.Cancelled or NoticeState.Source or NoticeState.Gap);

    private static Callee? Callee(Notice line, bool alternates, Surroundings at)
    {
        if (at.Directory.Find(line.Recipient!.Agency) is not { } organisation) return null;
        var contact = organisation.Contact(line.Recipient.Contact);
        var alternate = alternates && contact?.Alternate is { } id && id != contact.Id ? organisation.Contact(id) : null;
        return new Callee(line, organisation, contact, alternate);
    }
}

/// <summary>Someone to call.</summary>
/// <param name="Notice">The line of coverage.</param>
/// <param name="Organisation">The organisation.</param>
/// <param name="Contact">Its contact; null where it has left the directory: then the organisation's own number.</param>
/// <param name="Alternate">Who stands in, where someone does.</param>
internal sealed record Callee(Notice Notice, Organisation Organisation, Contact? Contact, Contact? Alternate)
{
    /// <summary>Who stands in, as a list shows it.</summary>
    public CallListAlternate? StandIn => Alternate is null ? null : new CallListAlternate(Alternate.Name, Alternate.Phone);

    /// <summary>The number to call first.</summary>
    public string Phone => Contact?.Phone ?? Organisation.Phone;
}
