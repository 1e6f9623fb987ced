using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Links;
using NodaTime;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// Says who holds a link to the contacts of the month. The directory decides, as it is now: who has left an organisation sees nothing of it any more.
/// </summary>
public sealed class FindListReader(ILinkReader reader, MailLinks links, DirectoryCache directory, IClock clock)
{
    /// <summary>Reads a link.</summary>
    /// <param name="token">Its token, any text.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<ListReading> RunAsync(string token, CancellationToken cancellation)
    {
        if (await reader.ReadAsync(token, LinkPurpose.Month, cancellation) is not { } held) return new ListReading.Unknown();
        var own = Own(held.Token.Contact, held.At);
        if (own.IsEmpty) return new ListReading.Unknown();
        return held.Expired
            ? new ListReading.Expired(held)
            : new ListReading.Known(new ListReader(own[0].Contact(held.Token.Contact)!, own, held.Token));
    }

    /// <summary>A new link for a contact, or null where it works for no organisation that takes part.</summary>
    /// <param name="contact">The contact's id.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<Uri?> LinkAsync(string contact, CancellationToken cancellation)
    {
        var own = Own(contact, await directory.NowAsync(cancellation));
        return own.IsEmpty ? null : links.Month(own[0].Contact(contact)!, clock.GetCurrentInstant());
    }

    /// <summary>Whether an organisation's people have a list: it takes part, and is more than a source.</summary>
    internal static bool HasList(Organisation organisation) => organisation is { Kind: not OrganisationKind.SourceOnly, Standing.IsActive: true };

    /// <summary>Programs first.</summary>
    private static ImmutableArray<Organisation> Own(string contact, Surroundings at) =>
    [
        .. at.Directory.OrganisationsOf(contact)
            .Where(HasList)
            .OrderBy(o => o.Kind)
            .ThenBy(o => o.Id, StringComparer.Ordinal),
    ];
}
