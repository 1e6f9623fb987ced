using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Addresses;

/// <summary>
/// Tells the people who can mend it that an address was stopped: the specialist, and where its reader wants no mail, each program on whose clients'
/// teams the partner is. Names the partner, no client.
/// </summary>
public sealed class TellOfStop(
    StopAddress stopAddress, ReferenceStore references, ClientStore clients, TellSpecialist specialist, IMailer mailer, DueStore due)
{
    private static readonly Duration WhileMailIsDown = Duration.FromMinutes(5);

    /// <summary>Tells of one stop, after finishing it where it was cut off.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var stop = AddressStop.Of(item);
        if (!AddressStop.IsMade(item)) await stopAddress.MakeAsync(stop, at, cancellation);
        try
        {
            await TellAsync(stop, at, cancellation);
        }
        catch (IOException fault)
        {
            await due.AddAsync([item with { At = at.Now + MailLaterException.AtLeast(WhileMailIsDown, fault), Cursor = 1 }], null, cancellation);
        }
    }

    private async ValueTask TellAsync(AddressStop stop, Surroundings at, CancellationToken cancellation)
    {
        var entries = at.Directory.Organisations
            .SelectMany(o => o.Contacts.Where(stop.IsOf).Select(c => (Organisation: o, Contact: c)))
            .OrderByDescending(e => e.Contact.Id == stop.Contact)
            .ThenBy(e => e.Organisation.Id, StringComparer.Ordinal)
            .ToArray();

        // Set anew before anybody was told: there is nothing left to mend.
        if (entries.Length == 0) return;
        await specialist.RunAsync(
            SpecialistTaskKind.AddressStopped, AddressMark.Cause(entries[0].Contact.Address!, stop.Day), entries[0].Organisation.Id, entries[0].Contact.Id, at,
            cancellation);
        if (stop.Reason != StopReason.Unsubscribed) return;
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (organisation, contact) in entries)
        {
            foreach (var (program, worker) in await ProgramsAsync(organisation, contact, at, cancellation))
            {
                if (!told.Add(program.Id)) continue;
                await mailer.SendAsync(
                    new MailContent.AnotherChannel(
                        $"channel.{stop.Mark}.{LocalDatePattern.Iso.Format(stop.Day)}.{program.Id}",
                        ComposeMail.Recipient(worker),
                        at.Now,
                        new Caller(organisation.Name(worker.Language), contact.Name, contact.Phone)),
                    cancellation);
            }
        }
    }

    /// <summary>The programs of the clients on whose teams a contact is, each with someone there who can be mailed: one range, and one a client.</summary>
    private async ValueTask<IReadOnlyList<(Organisation Program, Contact Worker)>> ProgramsAsync(
        Organisation organisation, Contact contact, Surroundings at, CancellationToken cancellation)
    {
        var programs = new SortedDictionary<string, (Organisation Program, Contact Worker)>(StringComparer.Ordinal);
        var theirs = (await references.AllAsync(organisation.Id, cancellation)).Where(r => r.Contact == contact.Id).Select(r => r.Client);
        foreach (var client in theirs.Distinct())
        {
            var state = (await clients.ReadAsync(client, cancellation)).State;
            if (!state.Team(at.Today).Any(m => m.Agency == organisation.Id && m.Contact == contact.Id)) continue;
            if (state.Program(at.Today) is not { } membership || membership.Agency == organisation.Id || programs.ContainsKey(membership.Agency)) continue;
            if (at.Directory.Find(membership.Agency) is not { } program) continue;
            var worker = program.Contact(membership.Contact);
            if (worker is null || !ComposeMail.IsMailable(worker)) worker = program.Contacts.FirstOrDefault(ComposeMail.IsMailable);
            if (worker is not null) programs[program.Id] = (program, worker);
        }

        return [.. programs.Values];
    }
}
