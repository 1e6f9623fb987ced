using System.Collections.Immutable;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using NodaTime;

namespace HousingFirst.Core.ClientChanges;

/// <summary>
/// One reason why, if something happened today, someone would not be told. The program sees it before something happens; each has one thing to do
/// about it. Clients are named by the program's own reference.
/// </summary>
public abstract record CantBeTold
{
    private CantBeTold()
    {
    }

    /// <summary>A partner on a client's team without any consent that is live today: told nothing at all about this client.</summary>
    /// <param name="Client">The program's reference.</param>
    /// <param name="Agency">The partner.</param>
    /// <param name="Contact">Its contact on this team.</param>
    /// <param name="Role">Its role.</param>
    /// <param name="Reason">The reason the rules would give.</param>
    /// <param name="Since">The day it was withdrawn, its last day, or the first day of one that has not begun; null where there is none.</param>
    public sealed record NoConsent(ClientReference Client, string Agency, string Contact, Role Role, WithheldKind Reason, LocalDate? Since) : CantBeTold;

    /// <summary>Roles that nobody on a client's team holds: a change they must know of is a gap.</summary>
    /// <param name="Client">The program's reference.</param>
    /// <param name="Roles">The roles.</param>
    public sealed record NobodyHolds(ClientReference Client, ImmutableArray<Role> Roles) : CantBeTold;

    /// <summary>A partner whose agreement has ended, or that has none: told nothing of anyone.</summary>
    /// <param name="Agency">The partner.</param>
    /// <param name="Ended">Its last day; null where there is none.</param>
    /// <param name="Clients">On how many of the program's teams it is.</param>
    public sealed record AgreementEnded(string Agency, LocalDate? Ended, int Clients) : CantBeTold;

    /// <summary>A contact whose address has stopped.</summary>
    /// <param name="Agency">The partner.</param>
    /// <param name="Contact">The contact.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Phone">Its number.</param>
    /// <param name="Clients">On how many of the program's teams it is.</param>
    public sealed record AddressStopped(string Agency, string Contact, LocalDate Since, string Phone, int Clients) : CantBeTold;

    /// <summary>A contact whose entry nobody has confirmed for 90 days, or not since name or address changed.</summary>
    /// <param name="Agency">The partner.</param>
    /// <param name="Contact">The contact.</param>
    /// <param name="Confirmed">When it last was; null where it never was.</param>
    /// <param name="Phone">Its number.</param>
    /// <param name="Clients">On how many of the program's teams it is.</param>
    public sealed record Unconfirmed(string Agency, string Contact, LocalDate? Confirmed, string Phone, int Clients) : CantBeTold;

    /// <summary>A contact on a team that the directory doesn't list any more.</summary>
    /// <param name="Agency">The partner.</param>
    /// <param name="Contact">The contact.</param>
    /// <param name="Clients">On how many of the program's teams it is.</param>
    public sealed record NotListed(string Agency, string Contact, int Clients) : CantBeTold;

    /// <summary>What stands in the way for one client, as its program sees it; nothing for a client who has died.</summary>
    /// <param name="state">The client.</param>
    /// <param name="today">Today in the community.</param>
    public static IEnumerable<CantBeTold> OfClient(ClientState state, LocalDate today)
    {
        if (state.Head.Deceased is not null || state.Program(today) is not { } program) yield break;
        var team = state.Team(today).ToArray();
        foreach (var member in team.Where(m => m != program))
        {
            var answer = Consents.Ask(state.Consents, member.Agency, member.Contact, PrivacyClass.A, Facet.None, today);
            if (answer is Consents.Answer.Refused { Reason.Kind: var kind })
                yield return new NoConsent(program.TheirRef, member.Agency, member.Contact, member.Role, kind, SinceWhen(kind, state, member, today));
        }

        ImmutableArray<Role> missing = [.. Enum.GetValues<Role>().Where(role => !team.Any(m => m.Role == role))];
        if (!missing.IsEmpty) yield return new NobodyHolds(program.TheirRef, missing);
    }

    /// <summary>What stands in the way of telling one partner's contact anything, whoever the client.</summary>
    /// <param name="agency">The partner.</param>
    /// <param name="contact">Its contact.</param>
    /// <param name="clients">On how many of the program's teams it is.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="today">Today in the community.</param>
    public static IEnumerable<CantBeTold> OfContact(string agency, string contact, int clients, PartnerDirectory directory, LocalDate today)
    {
        if (directory.Contact(agency, contact) is not { } listed) yield return new NotListed(agency, contact, clients);
        else if (listed.Stopped is { } stopped) yield return new AddressStopped(agency, contact, stopped, listed.Phone, clients);
        else if (listed.IsUnconfirmed(today)) yield return new Unconfirmed(agency, contact, listed.Confirmed, listed.Phone, clients);
    }

    /// <summary>Whether a partner's agreement has ended, or null.</summary>
    /// <param name="agency">The partner.</param>
    /// <param name="clients">On how many of the program's teams it is.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="today">Today in the community.</param>
    public static CantBeTold? OfAgreement(string agency, int clients, PartnerDirectory directory, LocalDate today) =>
        directory.Find(agency) is { } organisation && organisation.Agreement?.IsInForce(today) != true
            ? new AgreementEnded(agency, organisation.Agreement?.Ends, clients)
            : null;

    private static LocalDate? SinceWhen(WithheldKind kind, ClientState state, Membership member, LocalDate today)
    {
        var own = state.Consents.Where(c => !c.Allows.HasFlag(Allows.Card) && (c.Recipient == member.Agency || c.Recipient == member.Contact)).ToArray();
        return kind switch
        {
            WithheldKind.ConsentWithdrawn => own.Max(c => c.Withdrawn),
            WithheldKind.ConsentExpired => own.Where(c => c.Withdrawn is null).Max(c => c.To),
            WithheldKind.ConsentNotStarted => own.Where(c => c.Withdrawn is null && c.From > today).Min(c => c.From),
            _ => null,
        };
    }
}
