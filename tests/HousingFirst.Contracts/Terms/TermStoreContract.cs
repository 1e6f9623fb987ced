using System.Globalization;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Terms;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Contracts.Terms;

/// <summary>What the store of agencies' own terms promises on every implementation of the table port.</summary>
public abstract class TermStoreContract : StoreContract
{
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 12, 1, 17, 0));

    [Fact]
    public async Task A_term_of_any_letters_comes_back_and_is_seen_by_its_own_agency_only()
    {
        AgencyTerm[] terms = [new("Congé de l’hôpital", "away.hospital.out"), new("ᓀᐦᐃᔭᐤ", "other"), new("a/b\\c#d?e%f|g", "housing.moveIn"), new(new string('é', 80), "other")];
        await MapAsync("river-icm", terms);

        Assert.Equal(terms.OrderBy(t => Folding.Of(t.Term), StringComparer.Ordinal), (await Store().ReadAsync("river-icm", Stop)).Terms);
        Assert.Equal(0, (await Store().ReadAsync("river", Stop)).Count);
        Assert.Equal(0, await Store().VersionAsync("coulee-act", Stop));
    }

    [Fact]
    public async Task Mapping_again_replaces_whatever_the_spelling_and_unmapping_takes_it_back()
    {
        await MapAsync("river-icm", new AgencyTerm("Moved in", "housing.matched"));
        var version = await Store().VersionAsync("river-icm", Stop);
        var changed = Assert.IsType<TermOutcome.Changed>(await MapAsync("river-icm", new AgencyTerm("MOVED-IN", "housing.moveIn")));
        Assert.Equal("housing.matched", Assert.Single(changed.Replaced).Was.Code);
        Assert.Equal(new AgencyTerm("MOVED-IN", "housing.moveIn"), Assert.Single((await Store().ReadAsync("river-icm", Stop)).Terms));
        Assert.True(await Store().VersionAsync("river-icm", Stop) > version);

        Assert.Equal("housing.moveIn", (await Change().UnmapAsync("river-icm", "moved in", Stop))!.Code);
        Assert.Null(await Change().UnmapAsync("river-icm", "moved in", Stop));
        Assert.Equal(0, (await Store().ReadAsync("river-icm", Stop)).Count);
    }

    [Fact]
    public async Task The_same_again_is_no_write_and_more_than_a_batch_holds_is_written_whole()
    {
        AgencyTerm[] many = [.. Enumerable.Range(0, AgencyTerms.Most).Select(n => new AgencyTerm(string.Create(CultureInfo.InvariantCulture, $"term {n}"), "other"))];
        await MapAsync("river-icm", many);
        var version = await Store().VersionAsync("river-icm", Stop);
        Assert.Equal(many.Length, (await Store().ReadAsync("river-icm", Stop)).Count);

        var again = Assert.IsType<TermOutcome.Changed>(await MapAsync("river-icm", many));
        Assert.Equal((0, 0, many.Length), (again.Added.Length, again.Replaced.Length, again.Same));
        Assert.Equal(version, await Store().VersionAsync("river-icm", Stop));
        Assert.IsType<TermOutcome.Refused>(await MapAsync("river-icm", new AgencyTerm("one more", "other")));
        Assert.IsType<TermOutcome.Refused>(await MapAsync("river-icm", new AgencyTerm("a term", "no.code")));
        Assert.Equal(version, await Store().VersionAsync("river-icm", Stop));
    }

    [Fact]
    public async Task Of_many_who_map_at_once_none_is_lost_and_the_version_rises_with_each()
    {
        for (var seed = 0; seed < Interleavings; seed++)
        {
            var agency = string.Create(CultureInfo.InvariantCulture, $"agency-{seed}");
            var change = new ChangeTerms(new TermCache(new TermStore(new YieldingTables(Tables, seed), Community), clock));
            await Task.WhenAll(Enumerable.Range(0, 5).Select(n => change.MapAsync(
                agency, [new AgencyTerm(string.Create(CultureInfo.InvariantCulture, $"term {n}"), "other")], keepKnown: false, dryRun: false, Stop).AsTask()));
            var read = await Store().ReadAsync(agency, Stop);
            Assert.Equal((5, 5L), (read.Count, read.Version));
        }
    }

    [Fact]
    public async Task A_cached_table_is_looked_at_once_a_minute_and_read_again_only_when_it_has_moved()
    {
        await MapAsync("river-icm", new AgencyTerm("moved in", "housing.moveIn"));
        var counting = new CountingTables(Tables);
        var cache = new TermCache(new TermStore(counting, Community), clock);
        Assert.Equal(0, cache.Latest("river-icm").Count);

        Assert.Equal(1, (await cache.OfAsync("river-icm", Stop)).Count);
        await cache.OfAsync("river-icm", Stop);
        clock.Advance(Duration.FromSeconds(59));
        await cache.OfAsync("river-icm", Stop);
        Assert.Single(counting.Requests);

        clock.Advance(Duration.FromSeconds(1));
        await cache.OfAsync("river-icm", Stop);
        Assert.Equal(2, counting.Requests.Count);

        await MapAsync("river-icm", new AgencyTerm("evicted", "housing.lost"));
        Assert.Equal(1, (await cache.OfAsync("river-icm", Stop)).Count);
        clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(2, (await cache.OfAsync("river-icm", Stop)).Count);
        Assert.Equal(2, cache.Latest("river-icm").Count);
        Assert.Equal(4, counting.Requests.Count);
    }

    private TermStore Store() => new(Tables, Community);

    private ChangeTerms Change() => new(new TermCache(Store(), clock));

    private async Task<TermOutcome> MapAsync(string agency, params AgencyTerm[] terms) =>
        await Change().MapAsync(agency, terms, keepKnown: false, dryRun: false, Stop);
}
