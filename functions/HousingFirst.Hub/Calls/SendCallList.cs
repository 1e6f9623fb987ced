using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Calls;

/// <summary>
/// Mails the sender of a change whose urgency is "phone first" whom to call, with a link for each on which the call is logged. Sent once, with the
/// change itself; a mailer that fails is tried again by a due row.
/// </summary>
public sealed class SendCallList(ClientStore clients, DueStore due, IMailer mailer, MailLinks links, TellSpecialist specialist)
{
    private static readonly Duration Wait = Duration.FromMinutes(1);

    /// <summary>Sends the list of a change just accepted, where it has one. A fault holds up nothing: the list follows.</summary>
    public async ValueTask RunAsync(StoredChange change, IReadOnlyList<Notice> lines, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        if (change is not { Urgency: Urgency.U4, HandedOver: false }) return;
        try
        {
            await SendAsync(change, lines, state, at, cancellation);
        }
        catch (IOException fault)
        {
            var client = state.Head.Client;
            var item = new DueItem(at.Now + MailLaterException.AtLeast(Wait, fault), DueKind.CallList, Cause(change, client)) { Client = client, About = change.Key };
            await due.AddAsync([item], null, cancellation);
        }
    }

    /// <summary>Sends it again after a failure.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        if (await clients.ChangeAsync(client, item.About!, cancellation) is not { } change) return;
        var lines = await clients.NoticesAsync(client, change.Key, cancellation);
        await SendAsync(change, lines, (await clients.ReadAsync(client, cancellation)).State, at, cancellation);
    }

    /// <summary>Sends it to one reader again, with new links, once a day: theirs had expired.</summary>
    internal async ValueTask AgainAsync(
        StoredChange change, ClientState state, IReadOnlyList<Callee> callees, Contact reader, Surroundings at, CancellationToken cancellation)
    {
        if (callees.Count == 0 || !ComposeMail.IsMailable(reader)) return;
        var cause = $"calls.{Cause(change, state.Head.Client)}.{LocalDatePattern.Iso.Format(at.Today)}";
        await mailer.SendAsync(Mail(cause, change, state, callees, reader, at), cancellation);
    }

    private async ValueTask SendAsync(StoredChange change, IReadOnlyList<Notice> lines, ClientState state, Surroundings at, CancellationToken cancellation)
    {
        var callees = CallList.Of(change, lines, state, at);
        if (callees.Count == 0) return;
        var cause = "calls." + Cause(change, state.Head.Client);
        if (Reader(change, state, at) is { } reader)
        {
            if (await mailer.SendAsync(Mail(cause, change, state, callees, reader, at), cancellation) != MailOutcome.Refused) return;
        }

        await specialist.RunAsync(SpecialistTaskKind.AddressStopped, cause, change.Sender, Reader(change, state, at)?.Id, at, cancellation);
    }

    private MailContent.CallList Mail(
        string cause, StoredChange change, ClientState state, IReadOnlyList<Callee> callees, Contact reader, Surroundings at) =>
        new(cause, ComposeMail.Recipient(reader), at.Now, [.. callees.Select(c => Entry(c, change, state, reader, at))]);

    private CallListEntry Entry(Callee callee, StoredChange change, ClientState state, Contact reader, Surroundings at)
    {
        var (call, role) = Named(callee, change, state, reader.Language, at);
        return new CallListEntry(call, role, callee.StandIn, links.Call(callee.Notice.Id, reader, at.Now));
    }

    /// <summary>
    /// How someone on a list is named: the client's program always; a partner to the program by its worker's name and number, and with its
    /// organisation and role only for classes A and B, since "Prairie Hospital" beside "please call" is health information.
    /// </summary>
    internal static (Caller Call, Role? Role) Named(Callee callee, StoredChange change, ClientState state, Language language, Surroundings at)
    {
        if (callee.Notice.Recipient!.IsProgram && change.Sender != callee.Organisation.Id) return (Callers.OfProgram(state, language, at), Role.PRG);
        var named = change.Class is PrivacyClass.A or PrivacyClass.B;
        return (
            new Caller(named ? callee.Organisation.Name(language) : null, callee.Contact?.Name, callee.Phone),
            named ? callee.Notice.Role : null);
    }

    /// <summary>Who sent it: the sender's member of the team, else whoever there has an address of their own.</summary>
    private static Contact? Reader(StoredChange change, ClientState state, Surroundings at)
    {
        if (at.Directory.Find(change.Sender) is not { } sender) return null;
        var own = state.Team(at.Today).Where(m => m.Agency == sender.Id).Select(m => sender.Contact(m.Contact)).OfType<Contact>();
        return own.Concat(sender.Contacts).FirstOrDefault(c => ComposeMail.IsMailable(c) && !c.Shared);
    }

    private static string Cause(StoredChange change, ClientId client) => NoticeId.Mark(change.Key, client) + change.Key;
}
