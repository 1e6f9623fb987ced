using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tests.Specialists;
using Xunit;

namespace HousingFirst.Hub.Tests.Delivery;

/// <summary>Where a queue doesn't say what is taken, it is looked at before an unread notice goes by mail; in doubt the mail goes.</summary>
public sealed class TakenNoticesTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_its_agency_has_taken_is_fetched_and_goes_by_mail_to_nobody(bool taken)
    {
        var look = new Look();
        var world = await QueueOnlyAsync(look);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        var notice = NoticeOf(world, "prairie-hospital");
        if (taken) look.Gone.Add(notice);
        await world.AdvanceToAsync(2, 16, 0);
        await EndState.RunOutAsync(world);

        Assert.Equal([("prairie-hospital", notice)], look.Asked);
        Assert.Equal(taken ? 0 : 1, world.Mailer.To("marieve").Count());
        Assert.Equal(taken ? 0 : 1, world.Mailer.Mails.OfType<MailContent.SpecialistTask>().Count(t => t.Task == SpecialistTaskKind.QueueUnread));
        var line = await world.Hub.Clients.NoticeAsync(Client, notice, CancellationToken.None);
        Assert.Equal(taken ? NoticeState.Fetched : NoticeState.Sent, line!.State);
        Assert.Equal(taken, line.Fetched is not null);
    }

    /// <summary>A queue unread, of which the specialist knows: once it is read again, that is done without anybody's word.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_queue_that_is_read_later_ends_its_task(bool read)
    {
        var look = new Look();
        var world = await QueueOnlyAsync(look);
        await MorningTests.PlanAsync(world);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceToAsync(2, 16, 0);
        Assert.Single(await OpenAsync(world));
        look.AllGone = read;
        await world.AdvanceToAsync(3, 7, 0);

        Assert.Equal(read ? 0 : 1, (await OpenAsync(world)).Count());
    }

    [Fact]
    public async Task Each_queue_is_looked_at_once_and_each_notice_is_judged_by_itself()
    {
        var look = new Look();
        var world = await QueueOnlyAsync(look);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { Channel = Channel.Queue });
        await world.ChangeAsync("income-support", o => o with { ReadsQueue = true, FirstAcknowledged = HubWorld.Start });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        look.Gone.Add(NoticeOf(world, "income-support"));
        await world.AdvanceToAsync(2, 16, 0);

        Assert.Equal(["income-support", "prairie-hospital"], look.Asked.Select(a => a.Agency).Order());
        Assert.Single(world.Mailer.To("marieve"));
        Assert.Empty(world.Mailer.To("gurpreet"));
    }

    /// <summary>What may never have come to the queue isn't there either.</summary>
    [Fact]
    public async Task What_may_never_have_come_to_the_queue_is_not_looked_for_and_goes_by_mail()
    {
        var look = new Look { AllGone = true };
        var world = await QueueOnlyAsync(look, new LostAnswers());
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceToAsync(2, 16, 0);

        Assert.Empty(look.Asked);
        Assert.Single(world.Mailer.To("marieve"));
    }

    [Fact]
    public async Task What_is_known_to_be_fetched_is_not_looked_for()
    {
        var look = new Look();
        var world = await QueueOnlyAsync(look);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", NoticeOf(world, "prairie-hospital").ToString(), by: "system"));
        await world.AdvanceToAsync(2, 16, 0);

        Assert.Empty(look.Asked);
        Assert.Empty(world.Mailer.To("marieve"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_answers_during_the_look_has_answered(bool taken)
    {
        var look = new Look { AllGone = taken };
        var world = await QueueOnlyAsync(look);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        var notice = NoticeOf(world, "prairie-hospital");
        look.During = () => world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", notice.ToString())).AsTask();
        await world.AdvanceToAsync(2, 16, 0);

        Assert.Equal(NoticeState.Acknowledged, (await world.Hub.Clients.NoticeAsync(Client, notice, CancellationToken.None))!.State);
        Assert.Empty(world.Mailer.To("marieve"));
    }

    private static async Task<IEnumerable<SpecialistTask>> OpenAsync(HubWorld world) =>
        (await world.Hub.Tasks.AllAsync(CancellationToken.None)).Where(t => t.Kind == SpecialistTaskKind.QueueUnread && t.Done is null);

    private static NoticeId NoticeOf(HubWorld world, string agency) => NoticeId.TryParse(Assert.Single(world.NoticesOf(agency)))!;

    private static async Task<HubWorld> QueueOnlyAsync(Look look, IQueueSender? sender = null)
    {
        var world = await HubWorld.CreateAsync(through: p => p with { Taken = look, Sender = sender ?? p.Sender });
        await world.ChangeContactAsync("prairie-hospital", "marieve", c => c with { Channel = Channel.Queue });
        await world.ChangeAsync("prairie-hospital", o => o with { FirstAcknowledged = HubWorld.Start });
        return world;
    }

    private sealed class Look : ITakenNotices
    {
        public HashSet<NoticeId> Gone { get; } = [];

        public bool AllGone { get; set; }

        public List<(string Agency, NoticeId Notice)> Asked { get; } = [];

        public Func<Task>? During { get; set; }

        public async ValueTask<IReadOnlySet<NoticeId>> TakenAsync(string agency, IReadOnlyCollection<NoticeId> notices, CancellationToken cancellation)
        {
            Asked.Add((agency, Assert.Single(notices)));
            if (During is { } during) await during();
            return notices.Where(n => AllGone || Gone.Contains(n)).ToHashSet();
        }
    }

    private sealed class LostAnswers : IQueueSender
    {
        public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<SendOutcome>>([.. messages.Select(_ => SendOutcome.Unknown)]);
    }
}
