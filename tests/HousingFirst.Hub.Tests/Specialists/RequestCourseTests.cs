using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;
using HousingFirst.Mail;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>A request has a promised day and a course, seen by its parties and the specialist only.</summary>
public sealed class RequestCourseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_reader_sees_what_is_theirs_and_nobody_else_sees_that_it_is_there()
    {
        var world = await HubWorld.CreateAsync();
        var id = await AskAsync(world, "\"about\":\"mediation\",\"with\":\"income-support\",\"note\":\"they want a form CANARYNOTE\"", "PH-0018");
        Assert.Equal("they want a form CANARYNOTE", Assert.Single(await OfAsync(world, "prairie-hospital")).Help.Note);
        Assert.Empty(await OfAsync(world, "income-support"));

        Assert.Empty((await MoveAsync(world, m => m.TakeUpAsync(id, "Robin", At(world), Stop))).Defects);
        var other = Assert.Single(await OfAsync(world, "income-support"));
        Assert.Equal((RequestState.TakenUp, "Robin", "prairie-hospital"), (other.Course.State, other.Course.TakenBy, other.By));
        Assert.Equal(new RequestedHelp(HelpAbout.Mediation, "income-support", null, null), other.Help);

        await MoveAsync(world, m => m.AgreeAsync(id, "one form for both offices", "legal-aid", anew: false, "Robin", At(world), Stop));
        foreach (var agency in (string[])["prairie-hospital", "income-support", "legal-aid"])
            Assert.Equal("one form for both offices", Assert.Single(await OfAsync(world, agency)).Course.Agreed);
        Assert.Null(Assert.Single(await OfAsync(world, "legal-aid")).Help.Note);
        foreach (var agency in (string[])["river-icm", "southside-housing", "downtown-police", "coordinated-access"]) Assert.Empty(await OfAsync(world, agency));
    }

    [Fact]
    public async Task What_was_promised_and_is_late_comes_first_and_what_was_taken_up_comes_back_after_two_weeks()
    {
        var world = await MorningTests.PlannedAsync();
        await MorningTests.TellAsync(world, SpecialistTaskKind.ManyUnknownClients, "m", "bridge-outreach");
        var id = await AskAsync(world, "\"about\":\"advice\"");
        await world.AdvanceToAsync(2, 7, 0);
        Assert.Contains(new MorningFact.Task(SpecialistTaskKind.Asked, "Prairie Hospital Social Work", null, 1), Facts(world));
        await world.AdvanceToAsync(3, 7, 0);
        var promised = new LocalDate(2026, 12, 3);
        Assert.Equal(new MorningFact.RequestLate("Prairie Hospital Social Work", null, promised, 1), Facts(world)[0]);

        await MoveAsync(world, m => m.TakeUpAsync(id, "Robin", At(world), Stop));
        await world.AdvanceToAsync(6, 7, 0);
        await world.AdvanceToAsync(16, 7, 0);
        Assert.DoesNotContain(Facts(world), f => f is MorningFact.RequestLate or MorningFact.RequestIdle or MorningFact.Task { Kind: SpecialistTaskKind.Asked });
        await world.AdvanceToAsync(17, 7, 0);
        Assert.Contains(new MorningFact.RequestIdle("Prairie Hospital Social Work", null, new LocalDate(2026, 12, 4), 1), Facts(world));
        await MoveAsync(world, m => m.CloseAsync(id, null, "Robin", At(world), Stop));
        await world.AdvanceToAsync(20, 7, 0);
        Assert.DoesNotContain(Facts(world), f => f is MorningFact.RequestIdle);
    }

    [Fact]
    public async Task A_barrier_keeps_an_owner_and_an_outcome()
    {
        var world = await HubWorld.CreateAsync();
        var id = await AskAsync(world, "\"about\":\"barrier\"");
        Assert.Equal("owner", Why(await MoveAsync(world, m => m.CloseAsync(id, "it is gone", "Robin", At(world), Stop))));
        Assert.Equal("owner", Why(await MoveAsync(world, m => m.AgreeAsync(id, "one form less", null, anew: false, "Robin", At(world), Stop))));
        Assert.Equal("owner", Why(await MoveAsync(world, m => m.AgreeAsync(id, "one form less", "nobody", anew: false, "Robin", At(world), Stop))));
        await MoveAsync(world, m => m.AgreeAsync(id, "one form less", "income-support", anew: false, "Robin", At(world), Stop));
        Assert.Equal("outcome", Why(await MoveAsync(world, m => m.CloseAsync(id, null, "Robin", At(world), Stop))));
        var closed = (await MoveAsync(world, m => m.CloseAsync(id, "the form is gone", "Robin", At(world), Stop))).Request!;
        Assert.Equal((RequestState.Closed, "income-support", "the form is gone"), (closed.Course.State, closed.Course.Owner, closed.Course.Outcome));
        var task = Assert.Single(await world.Hub.Tasks.AllAsync(Stop));
        Assert.Equal((world.Clock.GetCurrentInstant(), "Robin"), (task.Done!.Value, task.DoneBy));
    }

    [Theory]
    [InlineData("they meet about PH-0018")]
    [InlineData("after the overdose they talk weekly")]
    [InlineData("Jean Tremblay calls back")]
    public async Task What_was_agreed_says_nothing_about_a_client(string text)
    {
        var world = await HubWorld.CreateAsync();
        var id = await AskAsync(world, "\"about\":\"advice\"");
        var defect = Assert.Single((await MoveAsync(world, m => m.AgreeAsync(id, text, null, anew: false, "Robin", At(world), Stop))).Defects);
        Assert.DoesNotContain("PH-0018", defect.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty((await MoveAsync(world, m => m.CloseAsync(id, text, "Robin", At(world), Stop))).Defects);
        Assert.Equal(RequestState.Asked, Assert.Single(await OfAsync(world, "prairie-hospital")).Course.State);
    }

    [Fact]
    public async Task Of_two_who_write_down_what_was_agreed_at_once_the_second_is_told_and_nothing_is_lost()
    {
        MoveRequest? first = null;
        string? id = null;
        HubWorld? world = null;
        var once = true;
        world = await HubWorld.CreateAsync(through: p => p with
        {
            Tables = new Interleaving(p.Tables, async () =>
            {
                if (!once || first is null) return;
                once = false;
                await first.AgreeAsync(id!, "what Robin wrote", null, anew: false, "Robin", At(world!), Stop);
            }),
        });
        id = await AskAsync(world, "\"about\":\"advice\"");
        first = world.Hub.MoveRequest;
        Assert.Equal("agreed", Why(await MoveAsync(world, m => m.AgreeAsync(id, "what Chantal wrote", null, anew: false, "Chantal", At(world), Stop))));
        Assert.Equal("what Robin wrote", Assert.Single(await OfAsync(world, "prairie-hospital")).Course.Agreed);
        var anew = await MoveAsync(world, m => m.AgreeAsync(id, "what Chantal wrote", null, anew: true, "Chantal", At(world), Stop));
        Assert.Equal(("what Chantal wrote", "Robin"), (anew.Request!.Course.Agreed, anew.Request.Course.TakenBy));
    }

    [Fact]
    public async Task The_lines_of_the_morning_mail_are_in_both_languages()
    {
        foreach (var (language, late) in ((Language, string)[])[(Language.English, "3 December 2026"), (Language.French, "3 décembre 2026")])
        {
            var to = new MailRecipient("robin", "Robin", "robin@specialist.example", language);
            MorningLine[] lines =
            [
                new(new MorningFact.RequestLate("Zqx", "Dana", new LocalDate(2026, 12, 3), 2), new MorningAction.Run("hub requests list")),
                new(new MorningFact.RequestIdle("Zqx", null, new LocalDate(2026, 12, 3), 1), new MorningAction.Run("hub requests list")),
            ];
            var mail = new MailContent.Morning("m", to, HubWorld.Start, new LocalDate(2026, 12, 4), [new MorningGroup(MorningSubject.Requests, lines, 0)]);
            var text = (await MailRenderer.RenderAsync(mail)).Text.Replace('\u00a0', ' ');
            Assert.Equal(2, text.Split(late).Length - 1);
            Assert.Contains("Dana", text, StringComparison.Ordinal);
        }
    }

    private static async Task<string> AskAsync(HubWorld world, string data, string? subject = null)
    {
        await world.ReceiveAsync(world.Activity("prairie-hospital", MessageTypes.SpecialistRequested, data, subject));
        return (await world.Hub.Tasks.OfKindAsync(SpecialistTaskKind.Asked, Stop)).Single().Id;
    }

    private static async Task<MovedRequest> MoveAsync(HubWorld world, Func<MoveRequest, ValueTask<MovedRequest?>> step) => (await step(world.Hub.MoveRequest))!;

    private static async Task<IReadOnlyList<SeenRequest>> OfAsync(HubWorld world, string agency) => await world.Hub.ReadRequests.OfAsync([agency], At(world), Stop);

    private static Core.ClientChanges.Surroundings At(HubWorld world) => world.Hub.Directory.NowAsync(Stop).AsTask().GetAwaiter().GetResult();

    private static MorningFact[] Facts(HubWorld world) =>
        [.. MorningTests.Mornings(world)[^1].Groups.Where(g => g.Subject == MorningSubject.Requests).SelectMany(g => g.Lines).Select(l => l.Fact)];

    private static string Why(MovedRequest moved) => Assert.Single(moved.Defects).Path;

    /// <summary>Lets something happen between a reading and its writing.</summary>
    private sealed class Interleaving(ITables tables, Func<Task> happens) : ITables
    {
        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) => tables.GetAsync(table, partition, key, cancellation);

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
            tables.RangeAsync(table, partition, from, before, limit, cancellation);

        public async ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
        {
            if (writes is [RowWrite.Update]) await happens();
            return await tables.BatchAsync(table, partition, writes, cancellation);
        }
    }
}
