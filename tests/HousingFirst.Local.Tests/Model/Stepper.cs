using System.Threading.Channels;
using HousingFirst.Contracts.Model;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Tests.Model;

/// <summary>
/// Stands between a hub and its ports and stops it before each effect, so that anything else can happen there, or the hub can die there.
/// Reads pass.
/// </summary>
internal sealed class Stepper(ITables tables, IQueueSender sender, IMailer mailer) : ITables, IQueueSender, IMailer
{
    private readonly Channel<Place> arrived = Channel.CreateUnbounded<Place>();
    private TaskCompletionSource<bool>? go;
    private bool conflict;
    private Exception? fault;
    private bool stepping;

    /// <summary>Before which effect the hub stands; <see cref="Place.Settle"/> at the end.</summary>
    public Place At { get; private set; }

    /// <summary>Starts work and runs it to its first effect.</summary>
    public async Task StartAsync(Func<Task> work)
    {
        (stepping, fault) = (true, null);
        _ = RunAsync(work);
        await ArrivedAsync();
    }

    /// <summary>Lets the effect happen and runs on to the next. A marking that finds its row moved is part of the same step.</summary>
    public async Task GoAsync()
    {
        var marking = At == Place.Mark;
        do
        {
            conflict = false;
            go!.SetResult(true);
            await ArrivedAsync();
        }
        while (marking && conflict && At == Place.Mark);
    }

    /// <summary>Dies before the effect.</summary>
    public async Task DieAsync()
    {
        if (At != Place.Settle)
        {
            go!.SetResult(false);
            await ArrivedAsync();
        }
    }

    public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation) =>
        tables.GetAsync(table, partition, key, cancellation);

    public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation) =>
        tables.RangeAsync(table, partition, from, before, limit, cancellation);

    public async ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        if (PlaceOf(table, writes) is { } place) await PassAsync(place);
        var outcome = await tables.BatchAsync(table, partition, writes, cancellation);
        conflict = outcome is BatchOutcome.Conflict;
        return outcome;
    }

    async ValueTask<IReadOnlyList<SendOutcome>> IQueueSender.SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        await PassAsync(Place.Queue);
        return await sender.SendAsync(messages, cancellation);
    }

    async ValueTask<MailOutcome> IMailer.SendAsync(MailContent mail, CancellationToken cancellation)
    {
        await PassAsync(Place.Mail);
        return await mailer.SendAsync(mail, cancellation);
    }

    /// <summary>Null for what changes nothing in the life of a notice: that a person's digest of the day is taken.</summary>
    private static Place? PlaceOf(Table table, IReadOnlyList<RowWrite> writes) => (table, writes[0]) switch
    {
        (Table.Directory, _) => null,
        (Table.Clients, RowWrite.Insert) => Place.File,
        (Table.Clients, RowWrite.Update { Key: "0" }) => Place.Leave,
        (Table.Clients, RowWrite.Update) => Place.Mark,
        (Table.Digests, RowWrite.Upsert) => Place.Slot,
        (Table.Digests, RowWrite.Delete) => Place.Unslot,
        (Table.Due, RowWrite.Upsert) => Place.Due,
        (Table.Due, RowWrite.Delete) => Place.Undue,
        _ => throw new InvalidOperationException($"An effect the model doesn't know: {writes[0].GetType().Name} in {table}."),
    };

    private async Task RunAsync(Func<Task> work)
    {
        await Task.Yield();
        try
        {
            await work();
        }
        catch (ProcessDiedException)
        {
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        stepping = false;
        arrived.Writer.TryWrite(Place.Settle);
    }

    private async ValueTask PassAsync(Place before)
    {
        if (!stepping) return;
        go = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var mine = go;
        arrived.Writer.TryWrite(before);
        if (!await mine.Task) throw new ProcessDiedException();
    }

    private async Task ArrivedAsync()
    {
        At = await arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        if (fault is not null) throw new InvalidOperationException("The hub failed where the model goes on.", fault);
    }
}

/// <summary>The process ends here: a cancellation, so that nothing catches it as a fault to live with.</summary>
internal sealed class ProcessDiedException : OperationCanceledException;
