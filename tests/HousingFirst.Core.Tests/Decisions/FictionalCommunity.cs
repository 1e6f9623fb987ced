using HousingFirst.Core.Calendars;

namespace HousingFirst.Core.Tests.Decisions;

/// <summary>The fictional community as its tables state it, on the day they are dated for.</summary>
internal sealed class FictionalCommunity(string folder)
{
    private static readonly LocalDate FirstStart = new(2026, 12, 1);

    public Surroundings At { get; } = Load(folder);

    public ClientState State(string client)
    {
        var memberships = Sheet("care-teams").Where(r => r["client"] == client).Select((r, order) => new Membership(
            r["organisation"], r["contact"], Enum.Parse<Role>(r["role"]), r["visits"] == "yes", Day(r["since"]), null,
            new ClientReference(r["their_ref"]), r["enrolled"] == "yes", order));
        var consents = Sheet("consents").Where(r => r["client"] == client).Select(r => new ConsentRecord(
            r["id"], r["recipient"], ReadAllows(r["allows"]), Day(r["from"]), Day(r["to"]),
            r["withdrawn"].Length == 0 ? null : Day(r["withdrawn"]),
            r["method"].StartsWith("spoken", StringComparison.Ordinal) ? ConsentMethod.Spoken : ConsentMethod.Written, null, "1"));
        var plan = Sheet("history").FirstOrDefault(r => r["client"] == client && r["code"] == "safety.violence.begin");
        var head = ClientHead.New(new ClientId(client)) with
        {
            Plan = plan is null ? null : new SafetyPlan("begin", [plan["what"].Split("alsoTell ")[1].Split(';')[0]]),
        };
        return new ClientState(head, [.. memberships], [.. consents]);
    }

    public ClientChange Change(IReadOnlyDictionary<string, string> row)
    {
        var words = row["extra"].Split(' ');
        Duration InHours() => Duration.FromHours(int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
        Period InDays() => Period.FromDays(int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
        return new ClientChange
        {
            Key = row["n"],
            Id = row["n"],
            Sender = row["source"],
            Subject = new ClientReference(row["client"]),
            Code = Vocabulary.Current[row["code"]],
            OccurredOn = FirstStart,
            AlsoTell = words[0] == "alsoTell" ? words[1].Split(',') : [],
            Deadline = words[0] == "deadline" ? At.Now + InHours() : null,
            ExpectedOn = words[0] == "expectedOn" ? FirstStart + InDays() : null,
        };
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Sheet(string name) => Sheet(folder, name);

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Sheet(string folder, string name) =>
        Repository.ReadSheet(Path.Combine(folder, name + ".tsv"));

    private static Surroundings Load(string folder)
    {
        var contacts = Sheet(folder, "contacts");
        var organisations = Sheet(folder, "organisations").Select(r => new Organisation(
            r["id"], r["name_en"], r["name_fr"], Kind(r),
            new Agreement(null, Day(r["agreement_ends"]), r["law"], r["queueDetail"] == "full" ? QueueDetail.Full : QueueDetail.Link),
            r["queue"] == "reads and sends", null, "403-555-0100",
            [.. contacts.Where(c => c["organisations"].Split(' ').Contains(r["id"])).Select(ReadContact)]));
        var community = new Community(
            "here", "Here", "Ici", DateTimeZoneProviders.Tzdb["America/Edmonton"], "specialist", HolidayCalendar.Alberta(), 600);
        return new Surroundings(community, new PartnerDirectory(organisations, 1), FirstStart.At(new LocalTime(10, 0)).InZoneStrictly(community.Zone).ToInstant());
    }

    private static OrganisationKind Kind(IReadOnlyDictionary<string, string> row) => (row["role"], row["kind"]) switch
    {
        ("POL", _) => OrganisationKind.SourceOnly,
        (_, "funded program") => OrganisationKind.FundedProgram,
        (_, "lead organisation") => OrganisationKind.Lead,
        (_, "partner") => OrganisationKind.Partner,
        _ => throw new InvalidOperationException("A kind the tests don't know."),
    };

    private static Contact ReadContact(IReadOnlyDictionary<string, string> row) => new(
        row["id"], row["name"], row["language"] == "fr" ? Language.French : Language.English,
        Enum.Parse<Channel>(row["channel"], ignoreCase: true), DigestSlot.Default,
        row["channel"] == "phone" ? null : row["id"] + "@example.org", "403-555-0101",
        row["stopped"].Length == 0 ? null : Day(row["stopped"].Split(' ')[1]), row["shared"] == "yes", Day(row["confirmed"]),
        row["alternate"].Length == 0 ? null : row["alternate"]);

    private static Allows ReadAllows(string cell) =>
        cell.Split(' ').Aggregate(Allows.None, (all, word) => all | Enum.Parse<Allows>(word, ignoreCase: true));

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
