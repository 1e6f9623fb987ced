using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Links;
using NodaTime;

namespace HousingFirst.Hub.Caseworkers;

/// <summary>Says who holds a caseworker's link. The directory decides, as it is now: who has left a program sees nothing of it any more.</summary>
public sealed class FindCaseworker(ILinkReader reader, MailLinks links, DirectoryCache directory, IClock clock)
{
    /// <summary>Reads a link.</summary>
    /// <param name="token">Its token, any text.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<CaseworkerReading> RunAsync(string token, CancellationToken cancellation)
    {
        if (await reader.ReadAsync(token, LinkPurpose.Team, cancellation) is not { } held) return new CaseworkerReading.Unknown();
        var programs = ProgramsOf(held.Token.Contact, held.At);
        if (programs.IsEmpty) return new CaseworkerReading.Unknown();
        return held.Expired
            ? new CaseworkerReading.Expired(held)
            : new CaseworkerReading.Known(new Caseworker(programs[0].Contact(held.Token.Contact)!, programs, held.Token));
    }

    /// <summary>A new link for a contact, or null where it works for no active funded program.</summary>
    /// <param name="contact">The contact's id.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<Uri?> LinkAsync(string contact, CancellationToken cancellation)
    {
        var programs = ProgramsOf(contact, await directory.NowAsync(cancellation));
        return programs.IsEmpty ? null : links.Team(programs[0].Contact(contact)!, clock.GetCurrentInstant());
    }

    private static ImmutableArray<Organisation> ProgramsOf(string contact, Surroundings at) =>
    [
        .. at.Directory.OrganisationsOf(contact).Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true }),
    ];
}
