using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;

namespace HousingFirst.Hub.Addresses;

/// <summary>
/// Stops an address by the directory's own editing, so that its log says when and why, and an address set anew lifts the stop. Telling people of
/// it is due work, written first: a crash in between loses neither the stop nor the word of it, and no provider that is down holds the stop up.
/// </summary>
public sealed class StopAddress(DueStore due, DirectoryCache directory, EditOrganisation edit) : IStopAddress
{
    /// <inheritdoc/>
    public async ValueTask RunAsync(string contact, StopReason reason, Surroundings at, CancellationToken cancellation)
    {
        var addresses = at.Directory.Organisations
            .Select(o => o.Contact(contact))
            .Where(c => c is { Address: not null, Stopped: null })
            .Select(c => c!.Address!)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        foreach (var address in addresses)
        {
            var stop = new AddressStop(AddressMark.Of(address), contact, reason, at.Today);
            await due.AddAsync([stop.Due(at, made: false)], null, cancellation);
            await MakeAsync(stop, at, cancellation);
            await due.AddAsync([stop.Due(at, made: true)], null, cancellation);
        }
    }

    /// <summary>Stops the address wherever it is in use still. Where it is stopped already, the log is made whole.</summary>
    internal async ValueTask MakeAsync(AddressStop stop, Surroundings at, CancellationToken cancellation)
    {
        foreach (var organisation in at.Directory.Organisations.Where(o => o.Contacts.Any(stop.IsOf)))
        {
            var what = new EditOf($"address.{stop.Reason}", "hub", stop.Contact);
            if (await edit.RunAsync(organisation.Id, what, o => Stopped(o, stop), null, cancellation) is EditOutcome.Refused refused)
                throw new InvalidOperationException($"An address could not be stopped: {refused.Defects[0].Rule}. Mend that entry of the directory.");
        }

        // Also where another process made the edit: from here on nothing is decided on what was read before it.
        await directory.RefreshAsync(cancellation);
    }

    private static Organisation Stopped(Organisation organisation, AddressStop stop) => organisation with
    {
        Contacts = [.. organisation.Contacts.Select(c => IsInUse(c, stop) ? c with { Stopped = stop.Day } : c)],
    };

    private static bool IsInUse(Contact contact, AddressStop stop) => contact.Stopped is null && stop.IsOf(contact);
}
