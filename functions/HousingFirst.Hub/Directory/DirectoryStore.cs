using System.Globalization;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>The partner directory of one community: route cards, settings, police cards.</summary>
public sealed class DirectoryStore(ITables tables, string community, AgreementWarnings warnings)
{
    private const string VersionKey = "0";

    /// <summary>The version of the route cards: one point read.</summary>
    public async ValueTask<long> VersionAsync(CancellationToken cancellation) =>
        await tables.GetAsync(Table.Directory, RoutePartition, VersionKey, cancellation) is { } row
            ? RowVersions.Readable(row).Number("version") ?? 0
            : 0;

    /// <summary>Every route card: one range.</summary>
    public async ValueTask<PartnerDirectory> ReadAsync(CancellationToken cancellation)
    {
        var organisations = new List<Organisation>();
        var version = 0L;
        await foreach (var row in tables.EachAsync(Table.Directory, RoutePartition, cancellation))
        {
            if (row.Key == VersionKey) version = RowVersions.Readable(row).Number("version") ?? 0;
            else organisations.Add(RouteCards.Read(row));
        }

        return new PartnerDirectory(organisations, version);
    }

    /// <summary>
    /// Writes organisations whole and raises the version, in one batch of at most 99: a first load. Nothing guards what was there before; edits go
    /// through <see cref="EditOrganisation"/>.
    /// </summary>
    public async ValueTask PutAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellation)
    {
        await warnings.PlanAsync(organisations.SelectMany(o => NewEnd(null, o)), cancellation);
        while (true)
        {
            RowWrite[] writes =
            [
                await NextVersionAsync(cancellation),
                .. organisations.Select(o => (RowWrite)new RowWrite.Upsert(RouteCards.ToRow(o))),
            ];
            if (await tables.BatchAsync(Table.Directory, RoutePartition, writes, cancellation) is BatchOutcome.Committed) return;
        }
    }

    /// <summary>One route card as stored, or null: one point read.</summary>
    public async ValueTask<StoredCard?> CardAsync(string agency, CancellationToken cancellation) =>
        await tables.GetAsync(Table.Directory, RoutePartition, Keys.Of(agency), cancellation) is { } row
            ? new StoredCard(RouteCards.Read(row), DirectoryEdit.OfCard(row), row)
            : null;

    /// <summary>Writes an edited card and raises the version, in one batch.</summary>
    /// <param name="organisation">The organisation as it becomes.</param>
    /// <param name="edit">The edit, which lies on the card until the log has it.</param>
    /// <param name="known">The card it was made on; null for a new one.</param>
    /// <param name="cancellation">Stops it; nothing is written halfway.</param>
    /// <returns>False where somebody else has edited the card since, or added it.</returns>
    public async ValueTask<bool> WriteAsync(Organisation organisation, DirectoryEdit edit, StoredCard? known, CancellationToken cancellation)
    {
        var card = edit.OnCard(RouteCards.ToRow(organisation, known?.Row));
        await warnings.PlanAsync(NewEnd(known?.Organisation, organisation), cancellation);
        RowWrite write = known is null ? new RowWrite.Insert(card) : new RowWrite.Update(card, known.Row.ETag!);
        while (true)
        {
            // The card first: where both have moved, it is the card's move that counts.
            switch (await tables.BatchAsync(Table.Directory, RoutePartition, [write, await NextVersionAsync(cancellation)], cancellation))
            {
                case BatchOutcome.Committed:
                    return true;
                case BatchOutcome.Conflict { Index: 0 }:
                    return false;
            }
        }
    }

    /// <summary>Changes one organisation as it is now, guarded by its ETag, and raises the version: what the hub notes by itself, no edit.</summary>
    public async ValueTask ChangeAsync(string agency, Func<Organisation, Organisation> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await CardAsync(agency, cancellation) is not { } known) return;
            var next = change(known.Organisation);
            if (next == known.Organisation) return;
            await warnings.PlanAsync(NewEnd(known.Organisation, next), cancellation);
            RowWrite[] writes = [await NextVersionAsync(cancellation), new RowWrite.Update(RouteCards.ToRow(next, known.Row), known.Row.ETag!)];
            if (await tables.BatchAsync(Table.Directory, RoutePartition, writes, cancellation) is BatchOutcome.Committed) return;
        }
    }

    /// <summary>The community's settings, or null where the community is not set up.</summary>
    public async ValueTask<Community?> CommunityAsync(CancellationToken cancellation)
    {
        var page = await tables.RangeAsync(Table.Directory, Keys.Of(community, "settings"), string.Empty, null, Limits.PageRows, cancellation);
        return ReadCommunity(community, page.Rows);
    }

    /// <summary>The community's settings from the rows that hold them, or null where there are none.</summary>
    internal static Community? ReadCommunity(string community, IReadOnlyList<Row> rows)
    {
        var row = rows.FirstOrDefault(r => r.Key == "0");
        if (row is null) return null;
        RowVersions.Readable(row);
        var zone = row.NeedText("zone");
        return new Community(
            community,
            row.NeedText("nameEn"),
            row.NeedText("nameFr"),
            DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
                ?? throw new InvalidDataException($"The community's zone {zone} is not one this program knows (zone data {DateTimeZoneProviders.Tzdb.VersionId})."),
            row.NeedText("leadOrganisation"),
            ReadHolidays(row),
            (int)(row.Number("messagesPerMinute") ?? 600))
        {
            ContactCycle = ReadContactCycle(row),
            ResponseDays = (int)(row.Number("responseDays") ?? ResponsePromise.UsualDays),
            Committee = [.. row.Text("committee")?.Split(' ') ?? []],
            Meetings = rows.FirstOrDefault(r => r.Key == SeriesRow.Key) is { } series ? SeriesRow.Read(series) : null,
        };
    }

    /// <summary>Writes the community's settings.</summary>
    public async ValueTask PutAsync(Community settings, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory,
        Keys.Of(community, "settings"),
        [
            new RowWrite.Upsert(RowVersions.NewRow("0")
                .With("nameEn", settings.NameEn)
                .With("nameFr", settings.NameFr)
                .With("zone", settings.Zone.Id)
                .With("leadOrganisation", settings.LeadOrganisation)
                .With("messagesPerMinute", settings.MessagesPerMinute)
                .With("committee", settings.Committee.IsEmpty ? null : string.Join(' ', settings.Committee))
                .With("responseDays", settings.ResponseDays)
                .With("contactsOpen", IsoText.Minute(settings.ContactCycle.Opens))
                .With("contactsNudges", string.Join(' ', settings.ContactCycle.Nudges))
                .With("contactsTeamLead", settings.ContactCycle.TeamLead)
                .With("contactsClose", IsoText.Minute(settings.ContactCycle.Closes))
                .With("contactsOpenOn", settings.ContactCycle.OpensOn)
                .With("contactsRemindAt", IsoText.Minute(settings.ContactCycle.RemindsAt))
                .With("contactsSpecialistAfter", settings.ContactCycle.SpecialistAfter)
                .With("contactsCloseOn", settings.ContactCycle.ClosesOn)
                .With("contactsReportAt", IsoText.Minute(settings.ContactCycle.ReportsAt))
                .With("holidays", settings.Holidays.Rule.ToString())
                .With("daysOff", settings.Holidays.Own.Any() ? string.Join(' ', settings.Holidays.Own.Select(IsoText.Of)) : null)),
        ],
        cancellation);

    /// <summary>Settings of an older version have none of it.</summary>
    private static ContactCycleSettings ReadContactCycle(Row row) => row.Text("contactsOpen") is { } opens
        ? new ContactCycleSettings(
            IsoText.ReadMinute(opens),
            [.. row.NeedText("contactsNudges").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => int.Parse(d, CultureInfo.InvariantCulture))],
            (int)row.Number("contactsTeamLead")!.Value,
            IsoText.ReadMinute(row.NeedText("contactsClose")))
        {
            OpensOn = (int)row.Number("contactsOpenOn")!.Value,
            RemindsAt = IsoText.ReadMinute(row.NeedText("contactsRemindAt")),
            SpecialistAfter = (int)row.Number("contactsSpecialistAfter")!.Value,
            ClosesOn = (int)row.Number("contactsCloseOn")!.Value,
            ReportsAt = IsoText.ReadMinute(row.NeedText("contactsReportAt")),
        }
        : ContactCycleSettings.Default;

    /// <summary>Settings of an older version have Alberta's holidays.</summary>
    private static HolidayCalendar ReadHolidays(Row row) => HolidayCalendar.Of(
        row.Text("holidays") is { } rule ? Enum.Parse<HolidayRule>(rule) : HolidayRule.Alberta,
        row.Text("daysOff")?.Split(' ').Select(IsoText.ReadDay) ?? []);

    /// <summary>A police card, or null.</summary>
    public async ValueTask<PoliceCard?> CardAsync(ClientReference card, CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Table.Directory, CardPartition, Keys.Of(card.Value), cancellation);
        return row is null ? null : ReadCard(row);
    }

    /// <summary>The cards that a police unit holds or held: one range of all cards.</summary>
    public async ValueTask<IReadOnlyList<PoliceCard>> CardsOfAsync(string agency, CancellationToken cancellation)
    {
        var cards = new List<PoliceCard>();
        await foreach (var row in tables.EachAsync(Table.Directory, CardPartition, cancellation))
        {
            if (ReadCard(row) is var card && card.Agency == agency) cards.Add(card);
        }

        return cards;
    }

    /// <summary>Writes a police card.</summary>
    public async ValueTask PutAsync(PoliceCard card, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory,
        CardPartition,
        [
            new RowWrite.Upsert(RowVersions.NewRow(Keys.Of(card.Reference.Value))
                .With("client", card.Client.Value)
                .With("agency", card.Agency)
                .With("from", card.From)
                .With("to", card.To)),
        ],
        cancellation);

    private static IEnumerable<LocalDate> NewEnd(Organisation? was, Organisation @is) =>
        @is.Agreement is { } agreement && agreement.Ends != was?.Agreement?.Ends ? [agreement.Ends] : [];

    private async ValueTask<RowWrite> NextVersionAsync(CancellationToken cancellation)
    {
        var head = await tables.GetAsync(Table.Directory, RoutePartition, VersionKey, cancellation);
        var next = RowVersions.NewRow(VersionKey).With("version", (head?.Number("version") ?? 0) + 1);
        return head is null ? new RowWrite.Insert(next) : new RowWrite.Update(next, head.ETag!);
    }

    private static PoliceCard ReadCard(Row row) => new(
        new ClientReference(Keys.Parts(RowVersions.Readable(row).Key)[0]),
        new ClientId(row.NeedText("client")),
        row.NeedText("agency"),
        row.Date("from")!.Value,
        row.Date("to")!.Value);

    private string CardPartition => Keys.Of(community, "cards");

    private string RoutePartition => Keys.Of(community, "route");
}

/// <summary>A police card (promise 5): the only way police can speak about a client, and all they hold.</summary>
/// <param name="Reference">The card's own reference.</param>
/// <param name="Client">The client.</param>
/// <param name="Agency">The police unit that holds it.</param>
/// <param name="From">Its first day, included.</param>
/// <param name="To">Its last day, included; at most 90 days in all.</param>
public sealed record PoliceCard(ClientReference Reference, ClientId Client, string Agency, LocalDate From, LocalDate To)
{
    /// <summary>Whether it opens anything on <paramref name="day"/>.</summary>
    public bool IsLive(LocalDate day) => From <= day && day <= To;
}
