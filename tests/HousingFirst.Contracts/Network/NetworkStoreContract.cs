using System.Globalization;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Network;

/// <summary>What the store of prospects promises on every implementation of the table port.</summary>
public abstract class NetworkStoreContract : StoreContract
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 17, 0);

    private static readonly LocalDate Today = new(2026, 12, 1);

    private NetworkStore Store => new(Tables, Community);

    [Fact]
    public async Task Everything_recorded_comes_back_as_it_was_written()
    {
        await ChangeAsync("Café de l’Espoir", p => p
            .With(new Suggestion("a1", "river-icm", null, Now)
            {
                Why = "a warm room | 100 % free",
                Contact = new ProspectContact("Zoë Ünal", "+1 403 555 0190", "zoe@cafe.example"),
                Area = "downtown",
                Role = Role.OUT,
            })
            .With(new Suggestion("b2", null, "Robin", Now + Duration.FromMinutes(1)))
            .With(Step(RecruitmentState.NotNow, "Robin", askAgain: 90))
            .With(new Contribution(0, Today, "Robin", "cups / saucers #1"))
            .With(Step(RecruitmentState.VisionPresented, "Chantal", "send the page?")));
        var whole = await ChangeAsync("Café de l’Espoir", p => p with { Prompted = "step-1" });

        var read = (await Store.ReadAsync(whole.Id, Stop))!.Prospect;

        Assert.Equal(whole with { Suggestions = [], Steps = [], Contributions = [] }, read with { Suggestions = [], Steps = [], Contributions = [] });
        Assert.Equal(whole.Suggestions, read.Suggestions);
        Assert.Equal(whole.Steps, read.Steps);
        Assert.Equal(whole.Contributions, read.Contributions);
        Assert.Equal(read.Steps, Assert.Single(await Store.AllAsync(Stop)).Steps);
    }

    [Fact]
    public async Task A_prospect_whose_id_begins_like_anothers_is_another()
    {
        foreach (var name in new[] { "Street", "Street 2", "Street2", "Streets", "日本語" }) await ChangeAsync(name, p => p.With(Step(RecruitmentState.Approached, name)));

        Assert.Equal(
            ["Street", "Street 2", "Street2", "Streets", "日本語"],
            (await Store.AllAsync(Stop)).Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Street", Assert.Single((await Store.ReadAsync(new ProspectId("street"), Stop))!.Prospect.Steps).By);
        Assert.Null(await Store.ReadAsync(new ProspectId("stree"), Stop));
    }

    [Fact]
    public async Task Of_many_who_record_at_once_none_is_lost()
    {
        for (var seed = 0; seed < Interleavings; seed++)
        {
            var store = new NetworkStore(new YieldingTables(Tables, seed), Community);
            var name = string.Create(CultureInfo.InvariantCulture, $"Library {seed}");
            await Task.WhenAll(Enumerable.Range(0, 7).Select(async who =>
            {
                var by = string.Create(CultureInfo.InvariantCulture, $"worker {who}");
                await store.ChangeAsync(
                    ProspectId.Of(name)!.Value,
                    known => who == 6 ? (known ?? New(name)) with { Prompted = "suggested" }
                        : who % 2 == 0 ? (known ?? New(name)).With(Step(RecruitmentState.Approached, by))
                        : (known ?? New(name)).With(new Contribution(0, Today, by, "cups")),
                    (_, _) => ValueTask.CompletedTask,
                    Stop);
            }));

            var prospect = (await Store.ReadAsync(ProspectId.Of(name)!.Value, Stop))!.Prospect;
            Assert.Equal("suggested", prospect.Prompted);
            Assert.Equal(6, prospect.Steps.Select(s => s.By).Concat(prospect.Contributions.Select(c => c.By)).Distinct().Count());
            Assert.Equal([1, 2, 3, 4, 5, 6], prospect.Steps.Select(s => s.Number).Concat(prospect.Contributions.Select(c => c.Number)).Order());
        }
    }

    [Fact]
    public async Task Nothing_changed_is_nothing_written()
    {
        var prospect = await ChangeAsync("Library", p => p.With(Step(RecruitmentState.Identified, "Robin")));
        var counting = new CountingTables(Tables);
        var before = 0;

        var (was, now) = await new NetworkStore(counting, Community).ChangeAsync(
            prospect.Id, known => known!.With(Step(RecruitmentState.Identified, "Robin")), (_, _) => { before++; return ValueTask.CompletedTask; }, Stop);

        Assert.Same(was, now);
        Assert.Single(counting.Requests);
        Assert.Equal(0, before);
    }

    [Fact]
    public async Task A_removed_prospect_is_gone_with_all_of_its_rows_however_many()
    {
        var kept = await ChangeAsync("Kept", p => p.With(Step(RecruitmentState.Identified, "Robin")));
        var prospect = await ChangeAsync("Large", p => p);
        for (var part = 0; part < 3; part++)
        {
            await ChangeAsync("Large", p => Enumerable.Range(0, 90).Aggregate(
                p, (known, n) => known.With(new Contribution(0, Today, "Robin", string.Create(CultureInfo.InvariantCulture, $"{part}-{n}")))));
        }

        Assert.Equal(270, (await Store.ReadAsync(prospect.Id, Stop))!.EntryKeys.Count);
        Assert.True(await Store.RemoveAsync(prospect.Id, Stop));
        Assert.False(await Store.RemoveAsync(prospect.Id, Stop));
        Assert.Null(await Store.ReadAsync(prospect.Id, Stop));
        Assert.Equal(kept.Id, Assert.Single(await Store.AllAsync(Stop)).Id);
    }

    private static Prospect New(string name) => new(ProspectId.Of(name)!.Value, name, Now);

    private static RecruitmentStep Step(RecruitmentState state, string by, string? next = null, int? askAgain = null) =>
        new(0, state, Today, by, next, askAgain is { } days ? Today.PlusDays(days) : null);

    private async Task<Prospect> ChangeAsync(string name, Func<Prospect, Prospect> change) => (await Store.ChangeAsync(
        ProspectId.Of(name)!.Value, known => change(known ?? New(name)), (_, _) => ValueTask.CompletedTask, Stop)).After!;
}
