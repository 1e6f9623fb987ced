using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Delivery;

/// <summary>
/// Whom a notice asks its reader to call; numbers come from the directory, never from a message (promise 1). For the program it is the
/// sender, named only for classes A and B, since "Prairie Hospital" beside "please call" is health information. For everyone else it is the
/// client's program.
/// </summary>
internal static class Callers
{
    /// <summary>Whom the recipient of a notice should call.</summary>
    public static Caller Of(Notice notice, StoredChange change, ClientState state, Language language, Surroundings at)
    {
        if (notice.Recipient is not { IsProgram: true }) return OfProgram(state, language, at);
        var sender = at.Directory.Find(change.Sender);
        if (sender is null) return OfLead(language, at);
        var membership = state.Memberships.LastOrDefault(m => m.Agency == change.Sender);
        var contact = (membership is null ? null : sender.Contact(membership.Contact)) ?? (sender.Contacts.Count > 0 ? sender.Contacts[0] : null);
        var named = change.Class is PrivacyClass.A or PrivacyClass.B;
        return new Caller(
            named ? sender.Name(language) : null,
            named ? contact?.Name : null,
            contact?.Phone ?? sender.Phone);
    }

    /// <summary>The client's program: its public name, worker and number; where there is none, the lead organisation.</summary>
    public static Caller OfProgram(ClientState state, Language language, Surroundings at) =>
        state.Program(at.Today) is { } program
        && at.Directory.Find(program.Agency) is { } organisation
        && organisation.Contact(program.Contact) is { } worker
            ? new Caller(organisation.Name(language), worker.Name, worker.Phone)
            : OfLead(language, at);

    /// <summary>An organisation by its contact, or else by who answers for it.</summary>
    public static Caller OfOrganisation(Organisation organisation, string? contact, Language language)
    {
        var person = (contact is null ? null : organisation.Contact(contact)) ?? (organisation.Contacts.Count > 0 ? organisation.Contacts[0] : null);
        return new Caller(organisation.Name(language), person?.Name, person?.Phone ?? organisation.Phone);
    }

    /// <summary>The lead organisation: someone is always there (practice 6).</summary>
    public static Caller OfLead(Language language, Surroundings at)
    {
        var lead = at.Directory.Find(at.Community.LeadOrganisation)
            ?? throw new InvalidOperationException("The community's lead organisation is not in the directory: `hub check` says so.");
        return OfOrganisation(lead, null, language);
    }
}
