using System.Globalization;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Digests;

/// <summary>What "one digest a day a person" stands on, on every implementation of the table port.</summary>
public abstract class LastDigestsContract : StoreContract
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 2, 13, 30);
    private static readonly LocalDate Today = new(2026, 12, 2);
    private static readonly PersonSide[] People = [.. Enumerable.Range(0, 30).Select(i => Person(i))];

    [Fact]
    public async Task What_is_taken_is_read_and_each_side_is_its_own()
    {
        var (dana, landlord) = (new PersonSide("dana", DigestSide.Team), new PersonSide("dana", DigestSide.Housing));
        var before = await Store().ReadAsync([dana, landlord], Stop);
        Assert.All(before.Values, l => Assert.Equal((null, null, null), (l.Day, l.Mail, l.Until)));
        Assert.Equal([dana], (await Store().TakeAsync([(before[dana], "mail-1")], Today, Now, Stop)).Keys);

        var after = await Store().ReadAsync([dana, landlord], Stop);
        Assert.Equal((Today, "mail-1", Now + Duration.FromMinutes(10)), (after[dana].Day, after[dana].Mail, after[dana].Until));
        Assert.Null(after[landlord].Day);
    }

    [Fact]
    public async Task What_another_took_meanwhile_is_not_taken_and_the_rest_is()
    {
        var (mine, theirs) = (await Store().ReadAsync(People, Stop), await Store().ReadAsync(People, Stop));
        await Store().TakeAsync([(theirs[People[3]], "theirs"), (theirs[People[20]], "theirs")], Today, Now, Stop);
        var taken = await Store().TakeAsync(People.Select(p => (mine[p], "mine")), Today, Now, Stop);

        Assert.Equal(People.Except([People[3], People[20]]), People.Where(taken.ContainsKey));
        var stored = await Store().ReadAsync(People, Stop);
        Assert.All(People, p => Assert.Equal(taken.ContainsKey(p) ? "mine" : "theirs", stored[p].Mail));
    }

    [Fact]
    public async Task Who_lets_go_keeps_the_day_and_takes_nothing_back_from_another()
    {
        var first = (await Store().TakeAsync([((await Store().ReadAsync(People[..1], Stop))[People[0]], "first")], Today, Now, Stop))[People[0]];
        await Store().LetGoAsync([first], Stop);
        var free = (await Store().ReadAsync(People[..1], Stop))[People[0]];
        Assert.Equal((Today, "first", null), (free.Day, free.Mail, free.Until));

        await Store().TakeAsync([(free, "first")], Today, Now + Duration.FromMinutes(1), Stop);
        await Store().LetGoAsync([first], Stop);
        Assert.Equal(Now + Duration.FromMinutes(11), (await Store().ReadAsync(People[..1], Stop))[People[0]].Until);
    }

    [Fact]
    public async Task Columns_of_a_persons_row_that_others_wrote_stay()
    {
        var partition = Keys.Of(Community, "contacts");
        await Tables.BatchAsync(Table.Directory, partition, [new RowWrite.Insert(RowVersions.NewRow("dana").With("linkEpoch", 3))], Stop);
        var dana = new PersonSide("dana", DigestSide.Team);
        await Store().TakeAsync([((await Store().ReadAsync([dana], Stop))[dana], "mail-1")], Today, Now, Stop);

        Assert.Equal(3, (await Tables.GetAsync(Table.Directory, partition, "dana", Stop))!.Number("linkEpoch"));
    }

    [Fact]
    public async Task Of_many_who_take_at_once_one_takes_each()
    {
        for (var seed = 0; seed < Interleavings; seed++)
        {
            var day = Today.PlusDays(seed);
            var turns = seed * 1000;
            var taken = await Task.WhenAll(Enumerable.Range(0, 3).Select(who => Task.Run(async () =>
            {
                var store = new LastDigests(new YieldingTables(Tables, turns + who), Community);
                var known = await store.ReadAsync(People, Stop);
                var free = People.Where(p => known[p].Day != day).Select(p => (known[p], string.Create(CultureInfo.InvariantCulture, $"by-{who}")));
                return await store.TakeAsync(free, day, Now, Stop);
            })));

            Assert.Equal(People, taken.SelectMany(t => t.Keys).OrderBy(p => p.Contact, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task People_with_a_crowd_between_them_are_found()
    {
        var partition = Keys.Of(Community, "contacts");
        for (var first = 0; first < 1200; first += 100)
        {
            await Tables.BatchAsync(
                Table.Directory,
                partition,
                [.. Enumerable.Range(first, 100).Select(i => new RowWrite.Insert(RowVersions.NewRow(Person(i).Contact).With("lastDigestMail", "before")))],
                Stop);
        }

        PersonSide[] apart = [Person(0), Person(1), Person(1199), Person(5000)];
        var known = await Store().ReadAsync(apart, Stop);
        Assert.Equal(["before", "before", "before", null], apart.Select(p => known[p].Mail));
        Assert.Empty(await Store().ReadAsync([], Stop));
    }

    private static PersonSide Person(int number) => new(number.ToString("'p'00000", CultureInfo.InvariantCulture), DigestSide.Team);

    private LastDigests Store() => new(Tables, Community);
}
