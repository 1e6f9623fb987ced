using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Meetings;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Communities;

/// <summary>
/// The fictional community the program carries for trying and testing: ten organisations, sixteen people, three clients. No real organisation
/// or person. Its dates are written for a first start on 2026-12-01 and move with the day of the first start.
/// </summary>
public sealed class FictionalCommunity
{
    /// <summary>The community's id.</summary>
    public const string Id = "lethbridge";

    private static readonly LocalDate Written = new(2026, 12, 1);

    private readonly Period offset;

    /// <summary>The community as of a first start on <paramref name="today"/>.</summary>
    public FictionalCommunity(LocalDate today) => offset = Period.Between(Written, today, PeriodUnits.Days);

    /// <summary>Its settings.</summary>
    public static Community Settings { get; } = new(
        Id,
        "Lethbridge (fictional)",
        "Lethbridge (communauté fictive)",
        DateTimeZoneProviders.Tzdb["America/Edmonton"],
        "specialist",
        HolidayCalendar.Alberta(),
        600)
    {
        // Every second Wednesday, the 9th of December 2026 being one.
        Meetings = new MeetingSeries(new LocalDate(2026, 1, 7), 2, new LocalTime(13, 30), 90, "City Hall, room 2")
        {
            Link = new Uri("https://meet.example/housing-first"),
            Chair = "robin",
            Deputy = "dana",
        },
    };

    /// <summary>Its organisations with their contacts, who answers for each first.</summary>
    public IReadOnlyList<Organisation> Organisations()
    {
        var contacts = Sheet.Carried("contacts.tsv").Lines;
        return [.. Sheet.Carried("organisations.tsv").Lines.Select(o => new Organisation(
            o["id"],
            o["name_en"],
            o["name_fr"],
            Enum.Parse<OrganisationKind>(o["kind"]),
            new Agreement(null, Day(o["agreement_ends"]), o.Maybe("statute"), o["queue_detail"] == "full" ? QueueDetail.Full : QueueDetail.Link),
            o["reads_queue"] == "yes",
            FirstAcknowledged: null,
            o["phone"],
            [.. contacts.Where(c => c["organisations"].Split(' ').Contains(o["id"])).Select(ReadContact)])
        {
            Roles = [.. o["roles"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)],
        })];
    }

    /// <summary>Its clients, each with its team and consents.</summary>
    public IReadOnlyList<ClientState> Clients()
    {
        var teams = Sheet.Carried("teams.tsv").Lines;
        var consents = Sheet.Carried("consents.tsv").Lines;
        return [.. teams.GroupBy(t => t["client"]).Select(team => new ClientState(
            ClientHead.New(new ClientId(team.Key)) with { Version = 1 },
            [.. team.Select(ReadMembership)],
            [.. consents.Where(c => c["client"] == team.Key).Select(ReadConsent)]))];
    }

    /// <summary>The cards of its police.</summary>
    public IReadOnlyList<PoliceCard> Cards() =>
        [.. Sheet.Carried("cards.tsv").Lines.Select(c => new PoliceCard(
            new ClientReference(c["card"]), new ClientId(c["client"]), c["agency"], Day(c["from"]), Day(c["to"])))];

    /// <summary>What had happened before the first start.</summary>
    internal static IReadOnlyList<HistoryLine> History() =>
        [.. Sheet.Carried("history.tsv").Lines.Select(h => new HistoryLine(
            int.Parse(h["day"], System.Globalization.CultureInfo.InvariantCulture),
            new ClientId(h["client"]),
            Vocabulary.Current[h["code"]],
            h["source"],
            h["told"],
            h["consent"]))];

    private Contact ReadContact(SheetLine line) => new(
        line["id"],
        line["name"],
        line["language"] == "fr" ? Language.French : Language.English,
        Enum.Parse<Channel>(line["channel"], ignoreCase: true),
        line.Maybe("slot") is { } slot ? DigestSlot.Read(slot)! : DigestSlot.Default,
        line.Maybe("address"),
        line["phone"],
        line.Maybe("stopped") is { } stopped ? Day(stopped) : null,
        line["shared"] == "yes",
        Day(line["confirmed"]),
        line.Maybe("alternate"));

    private Membership ReadMembership(SheetLine line, int order) => new(
        line["organisation"],
        line["contact"],
        Enum.Parse<Role>(line["role"]),
        line["visits"] == "yes",
        Day(line["since"]),
        Ended: null,
        new ClientReference(line["their_ref"]),
        line["enrolled"] == "yes",
        order);

    private ConsentRecord ReadConsent(SheetLine line) => new(
        line["id"],
        line["recipient"],
        line["allows"].Split(' ').Select(a => Enum.Parse<Allows>(a, ignoreCase: true)).Aggregate((all, one) => all | one),
        Day(line["from"]),
        Day(line["to"]),
        line.Maybe("withdrawn") is { } withdrawn ? Day(withdrawn) : null,
        Enum.Parse<ConsentMethod>(line["method"], ignoreCase: true),
        line.Maybe("witness"),
        line["form"]);

    private LocalDate Day(string text) => IsoText.ReadDay(text) + offset;
}

/// <summary>Something that had happened before the first start.</summary>
/// <param name="Day">Days before it, negative.</param>
/// <param name="Client">The client.</param>
/// <param name="Code">What.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Told">Who was told.</param>
/// <param name="Consent">Under which consent.</param>
internal sealed record HistoryLine(int Day, ClientId Client, ChangeCode Code, string Sender, string Told, string Consent);
