using HousingFirst.Contracts.Model;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub;
using HousingFirst.Hub.Communities;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Local.Tests.Model;

/// <summary>One notice's life in the real hub, over SQLite and its queues: takes the model's steps, and says what can be seen after each.</summary>
internal sealed class LifeInSqlite : IAsyncDisposable
{
    private static readonly string AgencyQueue = QueueNames.OfAgency(ModelTown.Partner);
    private static readonly Duration LongLock = Duration.FromDays(7);

    private readonly FakeClock clock = new(ModelTown.Start);
    private readonly HubDatabase database;
    private readonly RecordingMailer mailer = new();
    private readonly Stepper workerSteps;
    private readonly Stepper tickSteps;
    private readonly Stepper withdrawalSteps;
    private readonly HousingFirstHub worker;
    private readonly HousingFirstHub tick;
    private readonly HousingFirstHub withdrawing;
    private readonly HousingFirstHub hub;
    private readonly HashSet<long> seen = [];

    private Case town = null!;
    private LockedMessage? held;
    private LockedMessage? parcel;
    private bool taken;
    private bool ticking;
    private Instant? mailAt;

    public LifeInSqlite(string folder)
    {
        database = HubDatabase.Open(folder, clock);
        workerSteps = new Stepper(database.Tables, database.Queues, mailer);
        tickSteps = new Stepper(database.Tables, database.Queues, mailer);
        withdrawalSteps = new Stepper(database.Tables, database.Queues, mailer);
        (worker, tick, withdrawing) = (HubOver(workerSteps), HubOver(tickSteps), HubOver(withdrawalSteps));
        hub = new HousingFirstHub(
            database.Tables, database.Queues, mailer, new FixedKeyRing(), clock, ModelTown.Options, NullLoggerFactory.Instance);
    }

    /// <summary>Takes a step of the model.</summary>
    public async Task StepAsync(string step, Life before)
    {
        switch (step)
        {
            case LifeSteps.Repeat: await SendAsync(); break;
            case LifeSteps.Begin: await BeginAsync(); break;
            case LifeSteps.Work: await WorkAsync(before); break;
            case LifeSteps.Die: await DieAsync(); break;
            case LifeSteps.Withdraw: await WithdrawAsync(deliveryCount: 1, cut: false); break;
            case LifeSteps.WithdrawCut: await WithdrawAsync(deliveryCount: 1, cut: true); break;
            case LifeSteps.WithdrawAgain: await WithdrawAsync(deliveryCount: 2, cut: false); break;
            case LifeSteps.HourComes: clock.Reset(Instant.Max(mailAt!.Value, DigestLeaves()) + Duration.FromSeconds(1)); break;
            case LifeSteps.TickBegin: await TickAsync(); break;
            case LifeSteps.TickWork: await TickWorkAsync(); break;
            case LifeSteps.TickDie: await TickDieAsync(); break;
            case LifeSteps.Receive: await ReceiveAsync(); break;
            case LifeSteps.LetGo: await LetGoAsync(); break;
            case LifeSteps.Note: await hub.AcknowledgeNotice.FetchedAsync(ModelTown.Partner, Property(parcel!.Message), default); break;
            case LifeSteps.Take: await TakeAsync(); break;
            case LifeSteps.Acknowledge: await AcknowledgeAsync(); break;
            default:
                town = ModelTown.CaseOf(Enum.Parse<Way>(step[(LifeSteps.Send.Length + 2)..]));
                await SendAsync();
                break;
        }
    }

    /// <summary>What can be seen from outside now, in the words of <see cref="Seen(Life)"/>.</summary>
    public async Task<string> SeenAsync()
    {
        var notice = await hub.Clients.NoticeAsync(town.Client, town.Notice, default);
        var change = await hub.Clients.ChangeAsync(town.Client, town.Key, default);
        mailAt ??= notice?.MailAt;
        var inbox = await database.Queues.BrowseAsync(QueueNames.ClientChanges, 0, 10);
        var atPartner = (await database.Queues.BrowseAsync(AgencyQueue, 0, 100)).Where(m => Property(m) == town.Notice.ToString()).ToArray();
        seen.UnionWith(atPartner.Select(m => m.Sequence));
        var stop = (await hub.Clients.NoticesAsync(town.Client, town.WithdrawalKey, default)).SingleOrDefault(n => n.Recipient?.Contact == town.Contact);
        var due = (await hub.Due.AllAsync(default)).Any(d => (d.Kind == DueKind.Digest && mailAt is not null && d.At == DigestLeaves()) || (d.Kind == DueKind.Mail && d.About == town.Notice.ToString()));
        return Words(
            Of(notice?.State), Of(notice?.Queue ?? Leg.None), Of(notice?.Mail ?? Leg.None), notice?.Fetched is not null, change?.HandedOver ?? false,
            await InSlotAsync(), due,
            ParcelOf(atPartner), Math.Min(2, seen.Count),
            mailer.Mails.Any(m => m is MailContent.Digest || m.MailId.StartsWith(town.Notice.ToString(), StringComparison.Ordinal)),
            stop is null ? Stop.None : stop.State == NoticeState.Pending ? Stop.Owed : Stop.Sent,
            inbox.Any(m => m is { State: MessageState.Ready, DeliveryCount: 0 }), inbox.Any(m => m is { State: MessageState.Ready, DeliveryCount: > 0 }),
            held is null ? Place.Nowhere : workerSteps.At, ticking ? tickSteps.At : Place.Nowhere);
    }

    /// <summary>What a state of the model looks like from outside.</summary>
    public static string Seen(Life s) => Words(
        s.Line.State, s.Line.Queue, s.Line.Mail, s.Line.Noted, s.HandedOver, s.InSlot, s.Due, s.Parcel == Parcel.Noted ? Parcel.Held : s.Parcel, s.Copies,
        s.Mailed, s.Stop, s.Waiting, s.Back, s.Worker.At, s.Tick.At);

    public async ValueTask DisposeAsync()
    {
        if (held is not null) await workerSteps.DieAsync();
        if (ticking) await tickSteps.DieAsync();
        await database.DisposeAsync();
    }

    private static string Words(
        Mark state, Mark queue, Mark mail, bool noted, bool handedOver, bool inSlot, bool due, Parcel parcel, int copies, bool mailed, Stop stop,
        bool waiting, bool back, Place worker, Place tick) =>
        $"{state}(queue {queue}, mail {mail}, noted {noted}) handed-over {handedOver}, in-slot {inSlot}, due {due}, parcel {parcel} x{copies}, mailed {mailed}, "
        + $"stop {stop}, waiting {waiting}, back {back}, worker {worker}, tick {tick}";

    private static Mark Of(NoticeState? state) => state switch
    {
        null => Mark.None,
        NoticeState.Pending => Mark.Pending,
        NoticeState.Unknown => Mark.Unknown,
        NoticeState.Sent => Mark.Sent,
        NoticeState.Fetched => Mark.Fetched,
        NoticeState.Acknowledged => Mark.Acknowledged,
        NoticeState.Withheld => Mark.Withheld,
        _ => throw new InvalidOperationException($"A notice became {state}, which the model doesn't know."),
    };

    private static Mark Of(Leg leg) => leg switch
    {
        Leg.None => Mark.None,
        Leg.Pending => Mark.Pending,
        Leg.Unknown => Mark.Unknown,
        Leg.Sent => Mark.Sent,
        _ => throw new InvalidOperationException($"A leg became {leg}, which the model doesn't know."),
    };

    private static string Property(QueueMessage message) => message.Properties.GetValueOrDefault(ComposeNotice.NoticeProperty, string.Empty);

    private HousingFirstHub HubOver(Stepper steps) =>
        new(steps, steps, steps, new FixedKeyRing(), clock, ModelTown.Options, NullLoggerFactory.Instance);

    private Parcel ParcelOf(QueueMessage[] atPartner) => atPartner switch
    {
        [] => taken ? Parcel.Taken : Parcel.None,
        [{ State: MessageState.Locked }] => Parcel.Held,
        _ => Parcel.Ready,
    };

    private Instant DigestLeaves() => Clocks.DigestLeaves(mailAt!.Value, town.Contact, FictionalCommunity.Settings.Zone);

    private async Task<bool> InSlotAsync()
    {
        if (mailAt is null) return false;
        var (items, _) = await hub.Digests.PageAsync(mailAt.Value, null, string.Empty, default);
        return items.Any(i => i.Notice == town.Notice);
    }

    private async Task SendAsync() => await database.Queues.SendAsync(QueueNames.ClientChanges, [town.Message]);

    private async Task BeginAsync()
    {
        held = (await database.Queues.ReceiveAsync(QueueNames.ClientChanges, 1, LongLock)).Single();
        var message = held.Message;
        var inbound = new InboundMessage(
            QueueNames.ClientChanges, message.MessageId, message.Body, message.Properties[Signature.Property], message.DeliveryCount, message.EnqueuedAt);
        await workerSteps.StartAsync(async () => Assert.IsType<Settlement.Complete>(await worker.ReceiveClientChange.RunAsync(inbound, default)));
    }

    private async Task WorkAsync(Life before)
    {
        if (before.Worker.At != Place.Settle)
        {
            await workerSteps.GoAsync();
            return;
        }

        await database.Queues.CompleteAsync(QueueNames.ClientChanges, held!.Message.Sequence, held.LockToken);
        held = null;
    }

    private async Task DieAsync()
    {
        await workerSteps.DieAsync();
        held = null;
        await database.Queues.ReleaseLocksAsync(QueueNames.ClientChanges);
    }

    private async Task WithdrawAsync(int deliveryCount, bool cut)
    {
        var message = town.Withdrawal with { DeliveryCount = deliveryCount };
        await withdrawalSteps.StartAsync(async () => Assert.IsType<Settlement.Complete>(await withdrawing.ReceiveClientChange.RunAsync(message, default)));
        if (cut)
        {
            await withdrawalSteps.GoAsync();
            await withdrawalSteps.DieAsync();
        }
        else
        {
            while (withdrawalSteps.At != Place.Settle) await withdrawalSteps.GoAsync();
        }
    }

    private async Task TickAsync()
    {
        ticking = true;
        // Who is asked where nobody answers the stop, or the notice, is for other tests: the model's tick is about this notice's mail.
        foreach (var item in (await hub.Due.AllAsync(default)).Where(i => i.Kind == DueKind.Escalate)) await hub.Due.RemoveAsync(item, default);
        await tickSteps.StartAsync(async () => Assert.Equal(0, (await tick.Tick.RunAsync(default)).Failed));
    }

    private async Task TickWorkAsync()
    {
        await tickSteps.GoAsync();
        ticking = tickSteps.At != Place.Settle;
    }

    private async Task TickDieAsync()
    {
        await tickSteps.DieAsync();
        ticking = false;

        // Whoever had taken a digest is given ten minutes.
        clock.Advance(Duration.FromMinutes(11));
    }

    private async Task ReceiveAsync()
    {
        foreach (var message in await database.Queues.ReceiveAsync(AgencyQueue, 10, LongLock))
        {
            if (Property(message.Message) == town.Notice.ToString()) parcel = message;
            else await database.Queues.AbandonAsync(AgencyQueue, message.Message.Sequence, message.LockToken);
        }

        taken = false;
    }

    private async Task LetGoAsync() => Assert.Equal(1, await database.Queues.ReleaseLocksAsync(AgencyQueue));

    private async Task TakeAsync()
    {
        Assert.Equal(LockOutcome.Done, await database.Queues.CompleteAsync(AgencyQueue, parcel!.Message.Sequence, parcel.LockToken));
        taken = true;
    }

    private async Task AcknowledgeAsync() => Assert.True(await hub.AcknowledgeNotice.RunAsync(
        new Acknowledgement(ModelTown.Partner, null, "answer", "answer", town.Notice.ToString(), NoticeAnswer.Received, AnsweredBy.Human),
        await hub.Directory.NowAsync(default),
        default));
}
