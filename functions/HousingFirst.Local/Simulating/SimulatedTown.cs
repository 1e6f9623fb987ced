using System.Globalization;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Communities;
using NodaTime;

namespace HousingFirst.Local.Simulating;

/// <summary>How large a simulation is.</summary>
/// <param name="Months">How many months.</param>
/// <param name="Seed">The same seed, the same town and the same months.</param>
/// <param name="Programs">Funded programs.</param>
/// <param name="Partners">Partners, each owed a contact by every program.</param>
internal sealed record SimulationSize(int Months, ulong Seed, int Programs, int Partners)
{
    /// <summary>The most clients there are: what a client's changes cost doesn't depend on how many others there are. None: contacts alone.</summary>
    public int MostClients { get; init; } = 500;

    /// <summary>How many clients there are: one a program.</summary>
    public int Clients => Math.Min(Programs, MostClients);
}

/// <summary>A made-up town: programs, partners, and clients with a team and consents each. No real organisation or person.</summary>
internal sealed class SimulatedTown(SimulationSize size, Instant start)
{
    /// <summary>Every so many partners one reads its queue, and answers there.</summary>
    private const int QueueReaders = 3;

    private static readonly Role[] Roles = [Role.HSG, Role.HLT, Role.INC, Role.OUT, Role.COO];

    private readonly LocalDate today = Settings.Today(start);

    /// <summary>Its settings: those of the fictional community, with its holidays and zone.</summary>
    public static Community Settings { get; } = FictionalCommunity.Settings with
    {
        NameEn = "Simulated town",
        NameFr = "Ville simulée",
        LeadOrganisation = "lead",
        MessagesPerMinute = 1_000_000,
        Committee = ["partner-0-a"],
    };

    /// <summary>Its organisations.</summary>
    public IEnumerable<Organisation> Organisations() =>
    [
        Organisation(Settings.LeadOrganisation, OrganisationKind.Lead, 0),
        .. Enumerable.Range(0, size.Programs).Select(n => Organisation(Program(n), OrganisationKind.FundedProgram, n)),
        .. Enumerable.Range(0, size.Partners).Select(n => Organisation(Partner(n), OrganisationKind.Partner, n)),
    ];

    public static string Program(int number) => Name("program", number);

    public static string Partner(int number) => Name("partner", number);

    /// <summary>Whether a partner reads its queue.</summary>
    public static bool ReadsQueue(int partner) => partner % QueueReaders == 1;

    /// <summary>The team of a client besides its program: a partner of each role, as far as there are partners.</summary>
    public IReadOnlyList<(string Agency, Role Role)> Team(int client)
    {
        var roles = Math.Min(Roles.Length, size.Partners);
        var rounds = size.Partners / roles;
        return [.. Enumerable.Range(0, roles).Select(r => (Partner(r + (roles * (client % rounds))), Roles[r]))];
    }

    /// <summary>An agency's own reference for a client.</summary>
    public static string Reference(string agency, int client) => string.Create(CultureInfo.InvariantCulture, $"{(agency[..2] == "pa" ? "PA" : "PR")}-{client:D5}");

    /// <summary>Who answers for an organisation.</summary>
    public static string Contact(string agency) => agency + "-a";

    private Organisation Organisation(string id, OrganisationKind kind, int number)
    {
        var reads = kind == OrganisationKind.Partner && ReadsQueue(number);
        return new Organisation(
            id, id, id, kind, new Agreement(null, today.PlusMonths(size.Months + 24), null, QueueDetail.Full), reads, reads ? start - Duration.FromDays(10) : null,
            "403-555-0100", [Person(Contact(id), number, reads, kind == OrganisationKind.FundedProgram ? id + "-b" : null), Person(id + "-b", number, false, null)]);
    }

    /// <summary>Every fourth organisation is written to in French.</summary>
    private Contact Person(string id, int number, bool reads, string? alternate) => new(
        id, "Kim Example", number % 4 == 3 ? Language.French : Language.English, reads ? Channel.Both : Channel.Mail, DigestSlot.Default, id + "@example.org",
        "403-555-0101", null, Shared: false, today, alternate);

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
