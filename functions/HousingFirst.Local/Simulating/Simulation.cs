using System.Diagnostics;
using System.Text;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HousingFirst.Local.Simulating;

/// <summary>
/// Runs the hub's cycles and a town's client changes on a simulated clock: the same use cases over tables in memory, counted on the way. The clock jumps
/// from one thing that happens to the next, so that ticks at which nothing is due are not counted.
/// </summary>
internal sealed class Simulation
{
    /// <summary>The first month; the hub is set up at noon of the day before.</summary>
    public static readonly YearMonth First = new(2026, 12);

    /// <summary>So many days after the last month its report has gone.</summary>
    private const int DaysAfter = 10;

    /// <summary>A batch holds their version too.</summary>
    private const int OrganisationsAtOnce = 99;

    /// <summary>A hub that starts again takes a minute.</summary>
    private static readonly Duration StartsIn = Duration.FromMinutes(1);

    private readonly SimulationSize size;
    private readonly IMishaps? mishaps;
    private readonly ITables stored;
    private readonly Operations operations = new();
    private readonly DateTimeZone zone = SimulatedTown.Settings.Zone;
    private readonly SimulatedClock clock;
    private readonly SimulatedTown town;
    private readonly SimulatedMessages people;
    private readonly SimulatedMeetings meetings;
    private readonly PriorityQueue<SimulatedMessage, (Instant, int)> coming = new();
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);
    private readonly Dictionary<YearMonth, MonthReport> reports = [];
    private readonly CountedMailer mailer;
    private readonly SimulatedPorts ports;
    private readonly ForgetMonths? forget;
    private readonly bool forgetsMails;
    private HousingFirstHub hub;
    private bool isStarted;
    private int sequence;

    /// <summary>Sets a simulation up.</summary>
    /// <param name="size">How large.</param>
    /// <param name="tables">Where it stores; null for memory, from which months that nobody reads any more are taken.</param>
    /// <param name="mishaps">What goes wrong; null for nothing.</param>
    /// <param name="forgetsMails">Whether the mails of months past are forgotten: where memory is measured, and nobody compares them.</param>
    public Simulation(SimulationSize size, ITables? tables = null, IMishaps? mishaps = null, bool forgetsMails = false)
    {
        this.forgetsMails = forgetsMails;
        (this.size, this.mishaps, stored) = (size, mishaps, tables ?? new MemoryTables());
        var start = First.OnDayOfMonth(1).PlusDays(-1).At(LocalTime.Noon).InZoneLeniently(zone).ToInstant();
        clock = new SimulatedClock(start);
        town = new SimulatedTown(size, start);
        people = new SimulatedMessages(size, town, zone);
        meetings = new SimulatedMeetings(size, town, zone);
        mailer = new CountedMailer(operations, end => reports[end.Report.Month] = end.Report, Invited);
        ports = new SimulatedPorts(new CountedTables(stored, operations), new CountedQueues(operations, Answer), mailer);
        forget = tables is null ? new ForgetMonths(stored, SimulatedTown.Settings.Id, size) : null;
        hub = Open();
    }

    /// <summary>Why messages were refused: of a town that speaks by the contract, none is.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>The ids of all mails, in order.</summary>
    public IReadOnlyList<string> Mails => mailer.Sent;

    /// <summary>Runs it.</summary>
    /// <param name="month">Told each month that has passed.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<SimulationResult> RunAsync(Action<SimulatedMonth>? month = null, CancellationToken cancellation = default)
    {
        await SetUpAsync(cancellation);
        foreach (var message in people.Beginnings(clock.GetCurrentInstant())) Add(message);
        var months = new List<SimulatedMonth>();
        for (var number = 0; number < size.Months; number++)
        {
            var of = First.PlusMonths(number);
            foreach (var message in people.Of(of, number).Concat(meetings.Of(of, number))) Add(message);
            var passed = await UntilAsync(of, of.PlusMonths(1).OnDayOfMonth(1), cancellation);
            months.Add(passed);
            if (forgetsMails) ForgetMails();
            month?.Invoke(passed);
            if (forget is not null) await forget.RunAsync(of, cancellation);
        }

        var last = First.PlusMonths(size.Months);
        var after = await UntilAsync(last, last.OnDayOfMonth(1 + DaysAfter), cancellation);
        return new SimulationResult(size, [.. months.Select(m => m with { Report = reports.GetValueOrDefault(m.Month) })], after, operations.Now());
    }

    /// <summary>The directory and the settings, before anything may go wrong.</summary>
    private async Task SetUpAsync(CancellationToken cancellation)
    {
        var calm = Over(ports);
        foreach (var some in town.Organisations().Chunk(OrganisationsAtOnce)) await calm.Partners.PutAsync(some, cancellation);
        await calm.Partners.PutAsync(SimulatedTown.Settings, cancellation);
        await calm.Meetings.Series.WriteAsync(SimulatedMeetings.Series, null, cancellation);
    }

    private async Task<SimulatedMonth> UntilAsync(YearMonth month, LocalDate day, CancellationToken cancellation)
    {
        var (before, started, end) = (operations.Now(), Stopwatch.GetTimestamp(), day.AtStartOfDayInZone(zone).ToInstant());
        while (true)
        {
            var due = await NextDueAsync(cancellation);
            var next = Instant.Min(due, coming.TryPeek(out _, out var priority) ? priority.Item1 : Instant.MaxValue);
            if (next >= end) break;

            // What is due and stays due has failed, or waits: it is looked at again a minute later.
            clock.MoveTo(next);
            if (due <= clock.GetCurrentInstant())
            {
                await DoAsync(async () => await hub.Tick.RunAsync(cancellation), cancellation);
                if (await NextDueAsync(cancellation) <= clock.GetCurrentInstant()) clock.MoveTo(clock.GetCurrentInstant() + Duration.FromMinutes(1));
            }
            else
            {
                var message = coming.Dequeue();
                await ReceiveAsync(message, cancellation);
                while (mishaps?.ComesAgain() ?? false) await ReceiveAsync(message, cancellation);
            }
        }

        clock.MoveTo(end);
        return new SimulatedMonth(month, Operations.Between(before, operations.Now()), Stopwatch.GetElapsedTime(started));
    }

    private async Task ReceiveAsync(SimulatedMessage message, CancellationToken cancellation)
    {
        if (message.Does is { } does)
        {
            await DoAsync(() => does(hub, cancellation), cancellation);
            return;
        }

        var body = Encoding.UTF8.GetBytes(message.Body);
        var deliveries = 0;
        await DoAsync(
            async () =>
            {
                operations.Add("queue.messagesReceived");
                var inbound = new InboundMessage(message.Queue, null, body, Signature.Of(hub.AgencyKeys.Of(message.Sender)[0], body), ++deliveries, clock.GetCurrentInstant());
                var settled = message.Queue == QueueNames.ClientChanges
                    ? await hub.ReceiveClientChange.RunAsync(inbound, cancellation)
                    : await hub.ReceivePartnerActivity.RunAsync(inbound, cancellation);
                if (settled is not Settlement.DeadLetter refused) return;
                operations.Add("queue.refused." + refused.Reason);
                Refusals.Add(refused.Description);
            },
            cancellation);
    }

    /// <summary>Does something until it is done: a hub that has died starts again, and the same comes to it again.</summary>
    private async Task DoAsync(Func<Task> work, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (!isStarted) await StartAsync(cancellation);
                await work();
            }
            catch (Exception) when (mishaps is { Died: true })
            {
                // The process is gone, and with it whatever it was about to answer.
            }

            if (mishaps is not { Died: true }) return;
            clock.MoveTo(clock.GetCurrentInstant() + StartsIn);
            hub = Open();
        }
    }

    /// <summary>What a head does before its first tick.</summary>
    private async Task StartAsync(CancellationToken cancellation)
    {
        await hub.SendMorning.PlanAsync(await hub.Directory.NowAsync(cancellation), cancellation);
        await hub.ClaimCycles.RunAsync(cancellation);
        isStarted = true;
    }

    private HousingFirstHub Open()
    {
        isStarted = false;
        return Over(mishaps?.Through(ports) ?? ports);
    }

    private HousingFirstHub Over(SimulatedPorts on)
    {
        var options = new HubOptions(SimulatedTown.Settings.Id, new Uri("http://127.0.0.1:7071/")) { NewCode = () => 100_000 };
        return new HousingFirstHub(on.Tables, on.Sender, on.Mailer, new SimulatedKeys(size.Seed), clock, options, NullLoggerFactory.Instance);
    }

    /// <summary>When the next due work is due: looked at past the counter, as a clock that waits would cost nothing.</summary>
    private async ValueTask<Instant> NextDueAsync(CancellationToken cancellation)
    {
        var page = await stored.RangeAsync(Table.Due, SimulatedTown.Settings.Id, string.Empty, Keys.Prefix("x"), 1, cancellation);
        return page.Rows is [var row] ? Keys.ParseTime(Keys.Parts(row.Key)[0]) : Instant.MaxValue;
    }

    private void Answer(string agency, string subject, string notice)
    {
        // The same notice sent again, after a crash, is answered once: its reader has taken it once.
        lock (answered)
        {
            if (answered.Add(notice) && people.Answer(clock.GetCurrentInstant(), agency, subject, notice) is { } answer) Add(answer);
        }
    }

    private void Invited(MailContent.Meeting mail)
    {
        if (meetings.Answer(mail, clock.GetCurrentInstant()) is not var (meeting, contact, comes, at)) return;
        Add(new SimulatedMessage(at, mail.To.Contact, string.Empty, string.Empty)
        {
            Does = async (then, cancellation) => await then.Meetings.AnswerInvitation.RunAsync(meeting, null, contact, comes, await then.Directory.NowAsync(cancellation), cancellation),
        });
    }

    private void ForgetMails()
    {
        mailer.Forget();
        lock (answered) answered.Clear();
    }

    private void Add(SimulatedMessage message) => coming.Enqueue(message, (message.At, sequence++));
}

/// <summary>What goes wrong in a simulation.</summary>
internal interface IMishaps
{
    /// <summary>Whether the process has died: nothing it does has an effect any more.</summary>
    bool Died { get; }

    /// <summary>The ports of a process that starts.</summary>
    SimulatedPorts Through(SimulatedPorts ports);

    /// <summary>Whether the message that was just taken comes once more.</summary>
    bool ComesAgain();
}

/// <summary>A month that has passed.</summary>
/// <param name="Month">The month.</param>
/// <param name="Operations">What was asked of storage, queues and mail from its first day to its last.</param>
/// <param name="Elapsed">How long it took: the only figure that is another each time.</param>
internal sealed record SimulatedMonth(YearMonth Month, IReadOnlyDictionary<string, long> Operations, TimeSpan Elapsed)
{
    /// <summary>How it ended, as it was mailed; null before.</summary>
    public MonthReport? Report { get; init; }

    /// <summary>Requests to storage.</summary>
    public long Requests => CountedTables.Requests.Sum(name => Operations.GetValueOrDefault(name));
}

/// <summary>A simulation that has run.</summary>
/// <param name="Size">How large it was.</param>
/// <param name="Months">Its months.</param>
/// <param name="After">The first days after, in which the last month is reported.</param>
/// <param name="Operations">All that was asked, the set-up included.</param>
internal sealed record SimulationResult(
    SimulationSize Size, IReadOnlyList<SimulatedMonth> Months, SimulatedMonth After, IReadOnlyDictionary<string, long> Operations);
