using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactLists;

/// <summary>When a program's digest holds the contacts of the month, and what it says of them.</summary>
public sealed class DigestContactsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_in_the_first_digest_after_the_month_opens_and_in_the_first_after_each_reminder()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        for (var day = 0; day < 26; day++)
        {
            await TellAsync(world);
            await world.AdvanceToAsync(day + 1, 7, 30);
        }

        // Opened on the 1st, reminded on the 10th and, the 20th being a Sunday, on the 21st, after that day's digest.
        Assert.Equal([2, 11, 22], DigestsOf(world).Where(d => d.Contacts.Count > 0).Select(d => d.Day.Day));
        Assert.Equal(26, DigestsOf(world).Count());
        var list = Assert.Single(DigestsOf(world).First().Contacts);
        Assert.Equal(new LocalDate(2026, 12, 31), list.Until);
        Assert.Null(list.Organisation);
        Assert.Equal(
            ["Coordinated Access Desk", "Income Support Office", "Prairie Hospital Social Work", "Southside Housing"], list.Lines.Select(l => l.Call.Organisation));
    }

    [Fact]
    public async Task The_list_alone_sends_no_digest()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        await world.AdvanceToAsync(3, 9, 0);
        Assert.Empty(DigestsOf(world));
        await TellAsync(world);
        await world.AdvanceToAsync(4, 9, 0);
        Assert.Single(Assert.Single(DigestsOf(world)).Contacts);
    }

    [Fact]
    public async Task Whom_the_program_has_talked_with_is_off_the_list_and_without_anybody_left_there_is_none()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        foreach (var partner in new[] { "coordinated-access", "income-support", "prairie-hospital" })
            await world.ReceiveAsync(world.Contact("coulee-act", partner, "made", "\"mode\":\"phone\""));
        await world.ReceiveAsync(world.Contact("coulee-act", "southside-housing", "attempted", "\"mode\":\"phone\""));
        await TellAsync(world);
        await world.AdvanceToAsync(1, 9, 0);
        var line = Assert.Single(Assert.Single(Assert.Single(DigestsOf(world)).Contacts).Lines);
        Assert.Equal(("Southside Housing", true), (line.Call.Organisation, line.Tried));

        await world.ReceiveAsync(world.Contact("coulee-act", "southside-housing", "notMade", "\"reason\":\"partnerAway\""));
        await world.AdvanceToAsync(9, 9, 0);
        await TellAsync(world);
        await world.AdvanceToAsync(10, 9, 0);
        Assert.Empty(DigestsOf(world).Last().Contacts);
    }

    [Fact]
    public async Task A_digest_that_failed_holds_the_list_when_it_is_sent_again()
    {
        var failed = 0;
        var mailer = new RecordingMailer { Answer = mail => mail is MailContent.Digest && failed++ < 2 ? throw new IOException("down") : MailOutcome.Sent };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await world.OpenMonthAsync();
        await TellAsync(world);
        for (var hour = 7; hour < 12; hour++) await world.AdvanceToAsync(1, hour, 30);
        var sent = DigestsOf(world).Last();
        Assert.True(failed > 2);
        Assert.Single(sent.Contacts);
        await TellAsync(world);
        await world.AdvanceToAsync(2, 12, 0);
        Assert.Empty(DigestsOf(world).Last().Contacts);
    }

    [Fact]
    public async Task Only_who_answers_for_the_program_has_the_list()
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await TellAsync(world);
        await world.AdvanceToAsync(1, 9, 0);
        var digests = world.Mailer.Mails.OfType<MailContent.Digest>().ToArray();
        Assert.Contains(digests, d => d.To.Contact == "gurpreet");
        Assert.All(digests, d => Assert.Equal(d.To.Contact == "priya" ? 1 : 0, d.Contacts.Count));
    }

    [Fact]
    public async Task A_month_that_opened_late_is_in_the_digest_after()
    {
        var world = await HubWorld.CreateAsync();
        await world.WithoutWarningsAsync();
        await TellAsync(world);
        await world.AdvanceToAsync(1, 9, 0);
        Assert.Empty(Assert.Single(DigestsOf(world)).Contacts);
        await world.OpenMonthAsync();
        await TellAsync(world);
        await world.AdvanceToAsync(2, 9, 0);
        Assert.Single(DigestsOf(world).Last().Contacts);
    }

    [Fact]
    public async Task What_it_asks_of_storage_is_one_read_of_the_programs_month_three_times_a_month()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.OpenMonthAsync();
        var reads = new List<int>();
        for (var day = 0; day < 3; day++)
        {
            await TellAsync(world);
            await world.AdvanceToAsync(day + 1, 5, 0);
            tables!.Reset();
            await world.AdvanceToAsync(day + 1, 7, 30);
            reads.Add(tables.Requests.Count(r => r.StartsWith("range Cycles", StringComparison.Ordinal)));
        }

        // With the list, who comes to the meeting of that week.
        Assert.Equal([2, 0, 0], reads);
    }

    private static async Task TellAsync(HubWorld world) =>
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0042", "assessment.done")));

    /// <summary>Priya answers for Coulee ACT.</summary>
    private static IEnumerable<MailContent.Digest> DigestsOf(HubWorld world) => world.Mailer.To("priya").OfType<MailContent.Digest>();
}
