using System.Globalization;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Communities;
using NodaTime;

namespace HousingFirst.Benchmarks.Corpus;

/// <summary>
/// A made-up community in which every change is told to exactly four agencies, all by queue: 200 clients, each with a program, a housing
/// provider, coordinated access, income support, and the hospital that sends. Twenty-one organisations, so that looking one up costs what it
/// costs in a town.
/// </summary>
internal static class MadeUpCommunity
{
    /// <summary>How many clients there are.</summary>
    public const int Clients = 200;

    private const int OrganisationsARole = 4;
    private const int ContactsAnOrganisation = 5;

    private static readonly (Role Role, string Prefix)[] Team =
    [
        (Role.PRG, "program"), (Role.HSG, "housing"), (Role.COO, "access"), (Role.INC, "income"), (Role.HLT, "health"),
    ];

    /// <summary>Its settings: the throttle never bites.</summary>
    public static Community Settings { get; } = FictionalCommunity.Settings with { MessagesPerMinute = 1_000_000_000, LeadOrganisation = "lead" };

    /// <summary>Its organisations: each reads its queue and has acknowledged before, so that a queue alone is trusted.</summary>
    public static IReadOnlyList<Organisation> Organisations(Instant now)
    {
        var today = Settings.Today(now);
        var partners = Team.SelectMany(team => Enumerable.Range(0, OrganisationsARole).Select(n => Organisation(
            Name(team.Prefix, n), team.Role == Role.PRG ? OrganisationKind.FundedProgram : OrganisationKind.Partner, today, now)));
        return [.. partners, Organisation(Settings.LeadOrganisation, OrganisationKind.Lead, today, now)];
    }

    /// <summary>A client with its team and consents, all of them live.</summary>
    public static ClientState Client(int number, LocalDate today)
    {
        var since = today.PlusDays(-60);
        Membership[] team = [.. Team.Select((t, order) => new Membership(
            Agency(number, t.Prefix),
            Contact(Agency(number, t.Prefix), number / OrganisationsARole % ContactsAnOrganisation),
            t.Role,
            Visits: false,
            since,
            Ended: null,
            Reference(number, t.Prefix),
            Enrolled: t.Role == Role.PRG,
            order))];
        var consents = team.Where(m => m.Role != Role.PRG).Select((m, i) => new ConsentRecord(
            Invariant($"K{i + 1}"), m.Agency, Allows.B | Allows.Housing | Allows.Health | Allows.Money, since, since.PlusDays(364), null,
            ConsentMethod.Written, null, "1"));
        return new ClientState(ClientHead.New(new ClientId(Id(number))) with { Version = 1 }, [.. team], [.. consents]);
    }

    /// <summary>The storage partition of the client that a message is about.</summary>
    public static string Partition(int message) => Invariant($"{Settings.Id}|{Id(message % Clients)}");

    /// <summary>The hospital that sends about a client.</summary>
    public static string Sender(int client) => Agency(client, "health");

    /// <summary>The hospital's own reference for it.</summary>
    public static string SendersReference(int client) => Reference(client, "health").Value;

    /// <summary>Who must be told of a match with a home: program, housing, coordinated access, income support.</summary>
    public static IReadOnlyList<string> Told(int client) => [.. Team.Where(t => t.Role != Role.HLT).Select(t => Agency(client, t.Prefix))];

    private static string Id(int client) => Invariant($"HF-B{client:D4}");

    private static string Agency(int client, string prefix) => Name(prefix, client % OrganisationsARole);

    private static string Name(string prefix, int number) => Invariant($"{prefix}-{number}");

    private static ClientReference Reference(int client, string prefix) => new(Invariant($"{prefix[..2].ToUpperInvariant()}-{client:D4}"));

    private static string Contact(string organisation, int number) => Invariant($"{organisation}-p{number}");

    private static Organisation Organisation(string id, OrganisationKind kind, LocalDate today, Instant now) => new(
        id, id, id, kind, new Agreement(null, today.PlusDays(300), null, QueueDetail.Full), ReadsQueue: true, now - Duration.FromDays(10), "403-555-0100",
        [.. Enumerable.Range(0, ContactsAnOrganisation).Select(n => Person(Contact(id, n), today))]);

    private static Contact Person(string id, LocalDate today) => new(
        id, "Kim Example", Language.English, Channel.Queue, DigestSlot.Default, id + "@example.org", "403-555-0101", null, Shared: false,
        today.PlusDays(-20), null);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
