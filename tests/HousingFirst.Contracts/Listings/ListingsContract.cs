using System.Globalization;
using System.Text.Json.Nodes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Listings;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Listings;

/// <summary>What the directory of listings promises over every store. A subclass gives an empty store.</summary>
public abstract class ListingsContract : IAsyncLifetime
{
    private ITables? tables;

    private ITables Tables => tables ?? throw new InvalidOperationException("Not opened yet.");

    public async ValueTask InitializeAsync() => tables = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<ITables> OpenAsync();

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Organisations_of_any_size_come_back_equal_and_in_their_order()
    {
        var world = new ListingWorld(Tables);
        JsonObject[] all =
        [
            MadeUpDirectory.Organisation(7),
            MadeUpDirectory.Organisation(3, services: 0, contacts: 0, locations: 0),
            MadeUpDirectory.Organisation(5, services: 130, contacts: 150, locations: 60),
            MadeUpDirectory.Organisation(1, services: 2, text: new string('é', 200_000)),
            MadeUpDirectory.Organisation(2, services: 40, contacts: 40, locations: 0),
        ];
        all[4]["services"]!.AsArray().ToList().ForEach(s => s!["description"] = new string('x', 100_000));

        Assert.All(await world.ImportAsync(all), i => Assert.Equal(ImportResult.Added, i.Result));

        Equal(new JsonArray([.. all]), await world.AllAsync());
        Assert.All(await world.ImportAsync(all), i => Assert.Equal(ImportResult.Unchanged, i.Result));
    }

    [Fact]
    public async Task Importing_again_updates_logs_each_field_and_never_makes_a_second()
    {
        var world = new ListingWorld(Tables);
        var first = MadeUpDirectory.Organisation(1, contacts: 3);
        var next = first.DeepClone().AsObject();
        next["email"] = "new@example.org";
        next.Remove("website");
        next["contacts"]!.AsArray().RemoveAt(0);
        next["services"]![0]!["schedules"]![0]!["opens_at"] = "09:00";
        next["services"]!.AsArray().Add(MadeUpDirectory.Service(77, 1000));
        await world.ImportAsync(first);
        world.Clock.Advance(Duration.FromHours(1));

        var changed = Assert.Single(await world.ImportAsync(next));

        Assert.Equal(ImportResult.Changed, changed.Result);
        Equal(new JsonArray(next.DeepClone()), await world.AllAsync());
        var (service, contact) = (first["services"]![0]!["id"], first["contacts"]![0]!["id"]);
        var log = (await world.LogAsync(changed.Id)).Where(l => l.What != "$").ToArray();
        Assert.Equal(
            new[] { "email", "website", $"contacts[{contact}]", $"services[{service}].schedules[{MadeUpDirectory.Id("schedule", 1000)}].opens_at", $"services[{MadeUpDirectory.Id("service", 77)}]" }.Order(StringComparer.Ordinal),
            log.Select(l => l.What).Order(StringComparer.Ordinal));
        Assert.Contains(log, l => l is { What: "email", Before: "office1@example.org", After: "new@example.org", By: "import" });
        Assert.Contains(log, l => l is { What: "website", Before: "https://example.org/", After: null });
        Assert.All(log, l => Assert.Equal(world.Clock.GetCurrentInstant(), l.At));
        Assert.Equal(changed.Changes.Count, log.Length);
    }

    [Fact]
    public async Task What_is_large_is_switched_by_its_head_and_leaves_nothing_behind()
    {
        var world = new ListingWorld(Tables);
        foreach (var contacts in (int[])[3, 150, 160, 2, 98, 250, 0])
        {
            var organisation = MadeUpDirectory.Organisation(1, contacts: contacts);
            await world.ImportAsync(organisation);
            Equal(new JsonArray(organisation.DeepClone()), await world.AllAsync());
            var keys = await KeysAsync(MadeUpDirectory.Id("organisation", 1));
            Assert.Equal(contacts + 3 + 1, keys.Count(k => k[0] is 'l' or 'p' or 's'));
        }
    }

    [Fact]
    public async Task A_reader_sees_one_version_or_the_other_while_both_are_imported_again_and_again()
    {
        // Small and small, small and large, large and large: in place, and by generations.
        foreach (var (one, other) in ((int, int)[])[(3, 5), (2, 120), (130, 140)])
        {
            JsonObject[] versions = [MadeUpDirectory.Organisation(one, contacts: one), MadeUpDirectory.Organisation(other, contacts: other)];
            foreach (var version in versions) version["id"] = MadeUpDirectory.Id("organisation", one);
            await new ListingWorld(Tables).ImportAsync(versions[0]);
            var writer = Task.Run(async () =>
            {
                var world = new ListingWorld(new YieldingTables(Tables, one));
                for (var i = 1; i <= 12; i++) await world.ImportAsync(versions[i % 2]);
            });
            var reader = new ListingWorld(new YieldingTables(Tables, other));
            do
            {
                var seen = (await reader.OneAsync(MadeUpDirectory.Id("organisation", one)))!;
                Assert.True(versions.Any(v => JsonNode.DeepEquals(v, seen)), "A mix of two versions was read.");
            }
            while (!writer.IsCompleted);

            await writer;
        }
    }

    [Fact]
    public async Task Two_imports_at_once_end_in_one_directory()
    {
        JsonObject[] all = [.. Enumerable.Range(1, 12).Select(i => MadeUpDirectory.Organisation(i, contacts: i == 5 ? 120 : 2))];
        await Task.WhenAll(Enumerable.Range(1, 3).Select(seed => Task.Run(() => new ListingWorld(new YieldingTables(Tables, seed)).ImportAsync(all))));

        var world = new ListingWorld(Tables);
        var expected = all.ToDictionary(o => (string)o["id"]!);
        var actual = await world.AllAsync();
        Assert.Equal(12, actual.Count);
        Assert.All(actual, o => Assert.True(JsonNode.DeepEquals(expected[(string)o!["id"]!], o)));
        await world.ImportAsync(all);
        Assert.Equal(120 + 3 + 1, (await KeysAsync(MadeUpDirectory.Id("organisation", 5))).Count(k => k[0] is 'l' or 'p' or 's'));
        Assert.Equal(12, (await world.Search().FindAsync(new ListingQuery("organisation"), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task An_import_abandoned_for_another_leaves_nothing_behind()
    {
        var (first, abandoned, last) = (MadeUpDirectory.Organisation(1, contacts: 110), MadeUpDirectory.Organisation(2, contacts: 130), MadeUpDirectory.Organisation(1, contacts: 4, text: "y"));
        abandoned["id"] = MadeUpDirectory.Id("organisation", 1);
        for (var effect = 1; effect <= 6; effect++)
        {
            var world = new ListingWorld(Tables);
            await world.ImportAsync(first);
            var point = new Crashes.CrashPoint(effect, Crashes.Mishap.DiesAfter) { Armed = true };
            await Assert.ThrowsAsync<Crashes.DiedException>(() => new ListingWorld(point.Through(new Ports(Tables, new RecordingQueues(), new RecordingMailer())).Tables).ImportAsync(abandoned));

            await world.ImportAsync(last);

            Equal(new JsonArray(last.DeepClone()), await world.AllAsync());
            Assert.Equal(4 + 3 + 1, (await KeysAsync(MadeUpDirectory.Id("organisation", 1))).Count(k => k[0] is 'l' or 'p' or 's'));
        }
    }

    [Fact]
    public async Task A_search_sees_what_was_imported_a_minute_later()
    {
        var world = new ListingWorld(Tables);
        await world.ImportAsync([.. Enumerable.Range(0, 250).Select(i => MadeUpDirectory.Organisation(i, services: 1, contacts: 0))]);
        var search = world.Search();

        Assert.Equal(250, (await search.FindAsync(new ListingQuery("refuge urgence"), CancellationToken.None)).Count);
        Assert.Equal("Organisation 42", Assert.Single(await search.FindAsync(new ListingQuery("ORGANISATION 42"), CancellationToken.None)).Name);
        await world.ImportAsync(MadeUpDirectory.Organisation(999, services: 1));
        Assert.Empty(await search.FindAsync(new ListingQuery("Organisation 999"), CancellationToken.None));
        world.Clock.Advance(Duration.FromMinutes(2));
        Assert.Single(await search.FindAsync(new ListingQuery("Organisation 999"), CancellationToken.None));
    }

    private static void Equal(JsonNode expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), string.Create(CultureInfo.InvariantCulture, $"Not equal: {expected.ToJsonString().Length} and {actual.ToJsonString().Length} characters."));

    private async Task<List<string>> KeysAsync(string id)
    {
        var keys = new List<string>();
        for (string? from = string.Empty; from is not null;)
        {
            var page = await Tables.RangeAsync(Table.Directory, Keys.Of(ListingWorld.Community, "listing", id), from, null, Limits.PageRows, CancellationToken.None);
            keys.AddRange(page.Rows.Select(r => r.Key));
            from = page.Next;
        }

        return keys;
    }
}
