using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Specialists;

/// <summary>What the store of the specialist's tasks promises on every implementation of the table port.</summary>
public abstract class TaskStoreContract : StoreContract
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 17, 0);

    private static readonly SpecialistTask Asked = new(SpecialistTaskKind.Asked, "a1b2", Now)
    {
        Agency = "river-icm",
        Contact = "dana",
        Request = new RequestedHelp(HelpAbout.Mediation, "income-support", "about a form", "HF-7Q2K"),
    };

    private TaskStore Store => new(Tables, Community);

    [Fact]
    public async Task Everything_of_a_task_comes_back_as_it_was_written()
    {
        SpecialistTask[] all =
        [
            Asked,
            new(SpecialistTaskKind.AddressStopped, "n.1", Now + Duration.FromHours(1)) { Agency = "coordinated-access", Contact = "ines", Entry = "0123" },
            new(SpecialistTaskKind.AskAgain, "prospect.café|x.step-1.2026-12-01", Now + Duration.FromHours(2)) { Organisation = "Café de l’Espoir" },
            new(SpecialistTaskKind.HubFailed, "failed.7", Now + Duration.FromHours(3)),
        ];
        foreach (var task in all.Reverse()) Assert.True((await Store.AddAsync(task, Stop)).IsNew);
        Assert.Equal(all, (await Store.AllAsync(Stop)).Select(t => t with { ETag = null }));
        Assert.Equal([Asked], (await Store.OfKindAsync(SpecialistTaskKind.Asked, Stop)).Select(t => t with { ETag = null }));
        Assert.Equal(4, all.Select(t => t.Id).Distinct().Count());
        Assert.Empty(await new TaskStore(Tables, "taber").AllAsync(Stop));
    }

    [Fact]
    public async Task The_same_cause_is_one_task_and_one_that_is_done_stays_done()
    {
        await Store.AddAsync(Asked, Stop);
        var (again, isNew) = await Store.AddAsync(Asked with { Since = Now + Duration.FromDays(1), Contact = null }, Stop);
        Assert.Equal((false, Now, "dana"), (isNew, again.Since, again.Contact));

        var done = await Store.DoneAsync(again, Now + Duration.FromDays(2), "Robin", Stop);
        Assert.Equal((Now + Duration.FromDays(2), "Robin"), (done!.Done, done.DoneBy));
        Assert.Equal(done with { ETag = null }, (await Store.DoneAsync(again, Now + Duration.FromDays(3), null, Stop))! with { ETag = null });
        Assert.Equal("Robin", (await Store.AddAsync(Asked, Stop)).Task.DoneBy);
    }

    [Fact]
    public async Task What_was_written_is_forgotten_and_the_task_stays()
    {
        var (task, _) = await Store.AddAsync(Asked, Stop);
        await Store.ForgetWordsAsync(task, Stop);
        var left = Assert.Single(await Store.AllAsync(Stop));
        Assert.Equal(new RequestedHelp(HelpAbout.Mediation, "income-support", null, null), left.Request);
        await Store.ForgetAsync([left], Stop);
        Assert.Empty(await Store.AllAsync(Stop));
        Assert.Null(await Store.DoneAsync(left, Now, "Robin", Stop));
    }

    [Fact]
    public async Task Of_two_who_end_one_task_at_once_the_first_stands_and_its_words_go_all_the_same()
    {
        for (var seed = 0; seed < Interleavings; seed++)
        {
            var store = new TaskStore(new YieldingTables(Tables, seed), Community);
            var (task, _) = await store.AddAsync(Asked with { Cause = $"c{seed}" }, Stop);
            await Task.WhenAll(
                store.DoneAsync(task, Now, "Robin", Stop).AsTask(), store.DoneAsync(task, Now, "Chantal", Stop).AsTask(), store.ForgetWordsAsync(task, Stop).AsTask());
            var left = (await store.AllAsync(Stop)).Single(t => t.Cause == task.Cause);
            Assert.Contains(left.DoneBy, (string[])["Robin", "Chantal"]);
            Assert.Null(left.Request!.Note);
        }
    }
}
