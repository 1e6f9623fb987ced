using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>The partner directory of one community: route cards, settings, police cards.</summary>
public sealed class DirectoryStore(ITables tables, string community)
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
        string? from = string.Empty;
        while (from is not null)
        {
            var page = await tables.RangeAsync(Table.Directory, RoutePartition, from, null, Limits.PageRows, cancellation);
            foreach (var row in page.Rows)
            {
                if (row.Key == VersionKey) version = RowVersions.Readable(row).Number("version") ?? 0;
                else organisations.Add(RouteCards.Read(row));
            }

            from = page.Next;
        }

        return new PartnerDirectory(organisations, version);
    }

    /// <summary>Writes organisations and raises the version, in one batch of at most 99.</summary>
    public async ValueTask PutAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellation)
    {
        while (true)
        {
            var head = await tables.GetAsync(Table.Directory, RoutePartition, VersionKey, cancellation);
            var next = RowVersions.NewRow(VersionKey).With("version", (head?.Number("version") ?? 0) + 1);
            RowWrite[] writes =
            [
                head is null ? new RowWrite.Insert(next) : new RowWrite.Update(next, head.ETag!),
                .. organisations.Select(o => (RowWrite)new RowWrite.Upsert(RouteCards.ToRow(o))),
            ];
            if (await tables.BatchAsync(Table.Directory, RoutePartition, writes, cancellation) is BatchOutcome.Committed) return;
        }
    }

    /// <summary>Changes one organisation as it is now, guarded by its ETag, and raises the version.</summary>
    public async ValueTask ChangeAsync(string agency, Func<Organisation, Organisation> change, CancellationToken cancellation)
    {
        while (true)
        {
            var head = await tables.GetAsync(Table.Directory, RoutePartition, VersionKey, cancellation);
            var card = await tables.GetAsync(Table.Directory, RoutePartition, Keys.Of(agency), cancellation);
            if (head is null || card is null) return;
            var known = RouteCards.Read(card);
            var next = change(known);
            if (next == known) return;
            RowWrite[] writes =
            [
                new RowWrite.Update(RowVersions.NewRow(VersionKey).With("version", (head.Number("version") ?? 0) + 1), head.ETag!),
                new RowWrite.Update(RouteCards.ToRow(next), card.ETag!),
            ];
            if (await tables.BatchAsync(Table.Directory, RoutePartition, writes, cancellation) is BatchOutcome.Committed) return;
        }
    }

    /// <summary>The community's settings, or null where the community is not set up.</summary>
    public async ValueTask<Community?> CommunityAsync(CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Table.Directory, Keys.Of(community, "settings"), "0", cancellation);
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
            HolidayCalendar.Alberta(),
            (int)(row.Number("messagesPerMinute") ?? 600));
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
                .With("messagesPerMinute", settings.MessagesPerMinute)),
        ],
        cancellation);

    /// <summary>A police card, or null.</summary>
    public async ValueTask<PoliceCard?> CardAsync(ClientReference card, CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Table.Directory, Keys.Of(community, "cards"), Keys.Of(card.Value), cancellation);
        return row is null
            ? null
            : new PoliceCard(
                card,
                new ClientId(RowVersions.Readable(row).NeedText("client")),
                row.NeedText("agency"),
                row.Date("from")!.Value,
                row.Date("to")!.Value);
    }

    /// <summary>Writes a police card.</summary>
    public async ValueTask PutAsync(PoliceCard card, CancellationToken cancellation) => await tables.BatchAsync(
        Table.Directory,
        Keys.Of(community, "cards"),
        [
            new RowWrite.Upsert(RowVersions.NewRow(Keys.Of(card.Reference.Value))
                .With("client", card.Client.Value)
                .With("agency", card.Agency)
                .With("from", card.From)
                .With("to", card.To)),
        ],
        cancellation);

    private string RoutePartition => Keys.Of(community, "route");
}

/// <summary>A police card (promise 5): the only way police can speak about a client, and all they hold.</summary>
/// <param name="Reference">The card's own reference.</param>
/// <param name="Client">The client.</param>
/// <param name="Agency">The police unit that holds it.</param>
/// <param name="From">Its first day, included.</param>
/// <param name="To">Its last day, included; at most 90 days in all.</param>
public sealed record PoliceCard(ClientReference Reference, ClientId Client, string Agency, LocalDate From, LocalDate To);
