using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Delivery;

/// <summary>Makes the mail of a notice: to its recipient, or, where that has no address of its own, to who must call.</summary>
public sealed class ComposeMail(DirectoryCache directory, MailLinks links)
{
    /// <summary>The mail of one notice, or null where nobody on the way has an address; the caller then asks the specialist.</summary>
    public async ValueTask<MailContent?> NoticeAsync(
        Notice notice, StoredChange change, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        return notice.State is NoticeState.CallTask or NoticeState.Held
            ? CallTask(notice, state, at)
            : await ToRecipientAsync(notice, change, state, at, cancellation);
    }

    /// <summary>One line of a digest.</summary>
    public async ValueTask<DigestLine> LineAsync(
        Notice notice, StoredChange change, ClientState state, Contact contact, Surroundings at, CancellationToken cancellation) => new(
            notice.Urgency,
            await LabelAsync(notice, change, contact, cancellation),
            Callers.Of(notice, change, state, contact.Language, at),
            links.Notice(notice.Id, contact, at.Now));

    /// <summary>A task for the specialist, or null where the lead organisation has nobody with an address: `hub check` says so.</summary>
    public static MailContent? Specialist(SpecialistTaskKind task, string cause, string? agency, string? contact, Surroundings at)
    {
        if (SpecialistContact(at) is not { } lead) return null;
        var organisation = agency is null ? null : at.Directory.Find(agency);
        return new MailContent.SpecialistTask(
            "task." + cause,
            Recipient(lead),
            at.Now,
            task,
            organisation?.Name(lead.Language) ?? at.Community.NameEn,
            contact is null ? null : organisation?.Contact(contact)?.Name)
        {
            Call = task == SpecialistTaskKind.Asked && organisation is not null ? Callers.OfOrganisation(organisation, contact, lead.Language) : null,
        };
    }

    /// <summary>What makes the task about a contact's address the only one of its day, however many mails it concerns; null without an address.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="contact">Its contact.</param>
    /// <param name="decided">When it was decided that the mail goes (UTC): tried again on another day, it is the same task.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    internal static string? AddressCause(string agency, string contact, Instant decided, Surroundings at) =>
        at.Directory.Contact(agency, contact)?.Address is { } address ? AddressMark.Cause(address, at.Community.Today(decided)) : null;

    /// <summary>Who gets the specialist's tasks, or null where the lead organisation has nobody with an address: `hub check` says so.</summary>
    public static Contact? SpecialistContact(Surroundings at) =>
        at.Directory.Find(at.Community.LeadOrganisation)?.Contacts.FirstOrDefault(IsMailable);

    /// <summary>Who at the client's program can be written to: its worker before anyone else there; null where nobody can.</summary>
    public static Contact? ProgramContact(ClientState state, Surroundings at)
    {
        if (state.Program(at.Today) is not { } program || at.Directory.Find(program.Agency) is not { } organisation) return null;
        return organisation.Contact(program.Contact) is { } worker && IsMailable(worker) ? worker : organisation.Contacts.FirstOrDefault(IsMailable);
    }

    /// <summary>A contact as the recipient of a mail.</summary>
    public static MailRecipient Recipient(Contact contact) => new(contact.Id, contact.Name, contact.Address!, contact.Language);

    /// <summary>Whether a mail can reach the contact.</summary>
    public static bool IsMailable(Contact contact) => contact is { Address: not null, Stopped: null, Channel: not Channel.Phone };

    private async ValueTask<MailContent?> ToRecipientAsync(
        Notice notice, StoredChange change, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        if (at.Directory.Contact(notice.Recipient!.Agency, notice.SentTo!) is not { } contact || !IsMailable(contact)) return null;
        var answerBy = Clocks.AnswerBy(notice.Urgency, notice.Decided, change.Deadline, change.ExpectedOn, at.Community);
        return new MailContent.Notice(
            notice.MessageId,
            Recipient(contact),
            at.Now,
            Kind(notice, change),
            notice.Urgency,
            await LabelAsync(notice, change, contact, cancellation),
            Callers.Of(notice, change, state, contact.Language, at),
            answerBy?.InZone(at.Community.Zone),
            links.Notice(notice.Id, contact, at.Now));
    }

    private MailContent.CallTask? CallTask(Notice notice, ClientState state, Surroundings at)
    {
        var worker = ProgramContact(state, at);
        var partner = at.Directory.Find(notice.Recipient!.Agency);
        var contact = partner?.Contact(notice.Recipient.Contact);
        if (worker is null || partner is null || contact is null) return null;
        var call = new Caller(partner.Name(worker.Language), contact.Name, contact.Phone);
        return new MailContent.CallTask(
            notice.MessageId, Recipient(worker), at.Now, notice.Urgency, call, links.Notice(notice.Id, worker, at.Now));
    }

    private async ValueTask<MailLabel> LabelAsync(Notice notice, StoredChange change, Contact contact, CancellationToken cancellation)
    {
        var clients = change.Class is PrivacyClass.A or PrivacyClass.B
            ? 0
            : await directory.ClientsOfAsync(notice.Recipient!.Agency, contact.Id, cancellation);
        return MailLabels.For(notice.Code, change.Class, notice.Urgency, notice.Role, clients);
    }

    internal static NoticeKind Kind(Notice notice, StoredChange change) => change.Code switch
    {
        _ when notice.Replaces is not null => NoticeKind.Escalation,
        { IsStop: true } => NoticeKind.Withdrawal,
        { Code: Codes.Correction } => NoticeKind.Correction,
        _ => NoticeKind.Change,
    };
}
