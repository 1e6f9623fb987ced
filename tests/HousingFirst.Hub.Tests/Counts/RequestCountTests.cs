using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Counts;

/// <summary>What each job asks of storage: it is the bill, and it must not grow with the number of recipients.</summary>
public sealed class RequestCountTests
{
    [Theory]
    [InlineData("river-icm", "HF-7Q2K", "program.worker", 5)]
    [InlineData("river-icm", "HF-LARGE", "program.worker", 5)]
    [InlineData("prairie-hospital", "PH-0018", "away.hospital.in", 5)]
    [InlineData("river-icm", "HF-7Q2K", "program.exit.unplanned", 5)]
    [InlineData("river-icm", "HF-LARGE", "program.exit.unplanned", 5)]
    [InlineData("river-icm", "HF-LARGE", "housing.lost", 5)]
    [InlineData("prairie-hospital", "PH-0018", "safety.crisis", 5)]
    [InlineData("river-icm", "HF-7Q2K", "person.documents", 7)]
    [InlineData("river-icm", "HF-LARGE", "away.familyFriends.in", 6)]
    public async Task A_change_takes_four_to_seven_requests_whatever_the_number_of_recipients(string agency, string subject, string code, int requests)
    {
        var (world, tables) = await WarmAsync();
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change(agency, subject, code)));
        Same(requests, tables);
        Assert.InRange(requests, 4, 7);
    }

    [Fact]
    public async Task A_minute_later_one_more_to_see_that_the_directory_has_not_moved()
    {
        var (world, tables) = await WarmAsync();
        world.Clock.Advance(Duration.FromMinutes(2));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        Same(6, tables);
    }

    [Fact]
    public async Task A_repeat_takes_four()
    {
        var (world, tables) = await WarmAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(message);
        tables.Reset();
        await world.ReceiveAsync(message with { DeliveryCount = 2 });
        Same(4, tables);
    }

    [Theory]
    [InlineData("river-icm", "HF-7Q2K", "no.such.code", 2)]
    [InlineData("southside-housing", "SH-12B", "housing.absence", 4)]
    [InlineData("river-icm", "HF-0000", "housing.moveIn", 5)]
    public async Task A_refusal_takes_its_inbox_row_and_what_was_read(string agency, string subject, string code, int requests)
    {
        var (world, tables) = await WarmAsync();
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change(agency, subject, code)));
        Same(requests, tables);
    }

    [Fact]
    public async Task An_idle_tick_takes_one()
    {
        var (world, tables) = await WarmAsync();
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        Same(1, tables);
    }

    [Fact]
    public async Task A_mail_at_its_hour_takes_nine()
    {
        var (world, tables) = await WarmAsync();
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));
        world.Clock.Advance(Duration.FromHours(1));
        tables.Reset();
        await world.Hub.Tick.RunAsync(CancellationToken.None);

        // What is due, whether the directory has moved; notice, change, client; leaving, sent; the due row off; and for class C, on how many
        // clients' teams the reader is.
        Same(9, tables);
    }

    [Theory]
    [InlineData("HF-7Q2K", 14)]
    [InlineData("HF-LARGE", 10)]
    public async Task An_escalation_takes_ten_to_fourteen_whatever_the_number_of_the_silent(string subject, int requests)
    {
        var (world, tables) = await WarmAsync();
        await world.ReceiveAsync(world.Change("river-icm", subject, "housing.lost"));
        world.Clock.Advance(Duration.FromHours(4));
        tables.Reset();
        await world.Hub.Tick.RunAsync(CancellationToken.None);

        // What is due, whether the directory has moved; the change, the client, its lines; what the specialist is asked, and that they were; the due row off. Of a
        // large team a second handful is read. Where there are alternates: their lines, their due row, sent; and for class C, on how many clients'
        // teams each of the three is.
        Same(requests, tables);
    }

    [Theory]
    [InlineData("HF-7Q2K", "person.documents", 40, 2, 1)]
    [InlineData("HF-LARGE", "away.familyFriends.in", 0, 79, 1)]
    [InlineData("HF-LARGE", "away.familyFriends.in", 0, 79, 2)]
    public async Task A_digest_run_takes_five_a_minute_and_for_each_client_three_and_for_each_change_two(
        string subject, string code, int minute, int mails, int changes)
    {
        var (world, tables) = await WarmAsync();
        for (var i = 0; i < changes; i++) await world.ReceiveAsync(world.Change("river-icm", subject, code));
        await world.AdvanceToAsync(1, 6, 49);
        if (minute > 0) await world.AdvanceToAsync(1, 7, 11);
        var before = world.Mailer.Mails.Count;
        world.Clock.Advance(Duration.FromMinutes(Math.Max(22, minute)));
        var runs = (await world.Hub.Due.DueAsync(world.Clock.GetCurrentInstant(), string.Empty, 1000, CancellationToken.None)).Items.Count;
        tables.Reset();
        await world.Hub.Tick.RunAsync(CancellationToken.None);

        // What is due, whether the directory has moved; a minute: its lines, the digests they got last, today's taken, the lines off, the due row
        // off; its client: itself, leaving, sent; each change and its notices.
        Assert.Equal(mails, world.Mailer.Mails.Count - before);
        Assert.InRange(runs, 1, 21);
        Same(2 + (runs * (5 + 3 + (2 * changes))), tables);
    }

    private static void Same(int expected, CountingTables tables) =>
        Assert.True(expected == tables.Requests.Count, $"{tables.Requests.Count} requests, not {expected}:\n{string.Join('\n', tables.Requests)}");

    /// <summary>A world whose caches are warm and in which nothing is due.</summary>
    private static async Task<(HubWorld World, CountingTables Tables)> WarmAsync()
    {
        CountingTables? counting = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = counting = new CountingTables(p.Tables) });
        await world.WithoutWarningsAsync();
        await LargeTeam.CreateAsync(world);
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.unsafe"));
        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "program.worker"));
        await world.WithoutSilenceAsync();
        await world.AdvanceAsync(Duration.FromMinutes(30));
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        foreach (var organisation in at.Directory.Organisations)
            await world.Hub.Directory.ClientsOfAsync(organisation.Id, organisation.Contacts[0].Id, CancellationToken.None);
        await world.WithoutRemindersAsync();
        counting!.Reset();
        return (world, counting);
    }
}
