using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Simulating;

namespace HousingFirst.Local.Tests.Simulating;

/// <summary>
/// A process that dies now and then, before an effect or just after it, wherever the seed says; and messages that come again. A process that has died does
/// nothing any more: every later call throws, whoever catches it.
/// </summary>
internal sealed class RandomMishaps(ulong seed, double dies, double again) : IMishaps
{
    private readonly Draw draw = new(seed);
    private int effects;
    private int taken;
    private volatile bool dead;

    /// <summary>How often a process died.</summary>
    public int Deaths { get; private set; }

    /// <summary>How many messages came again.</summary>
    public int Repeats { get; private set; }

    public bool Died => dead;

    public SimulatedPorts Through(SimulatedPorts ports)
    {
        dead = false;
        return new SimulatedPorts(new Tables(ports.Tables, this), new Sender(ports.Sender, this), new Mailer(ports.Mailer, this));
    }

    public bool ComesAgain()
    {
        if (draw.Share(2, Interlocked.Increment(ref taken)) >= again) return false;
        Repeats++;
        return true;
    }

    private void Living()
    {
        if (dead) throw new DiedException();
    }

    private async ValueTask<T> DoAsync<T>(Func<ValueTask<T>> does)
    {
        Living();
        var share = draw.Share(1, Interlocked.Increment(ref effects));
        if (share < dies / 2) Die();
        var answer = await does();
        if (share >= dies / 2 && share < dies) Die();
        return answer;
    }

    private void Die()
    {
        Deaths++;
        dead = true;
        throw new DiedException();
    }

    private sealed class Tables(ITables tables, RandomMishaps mishaps) : ITables
    {
        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
        {
            mishaps.Living();
            return tables.GetAsync(table, partition, key, cancellation);
        }

        public ValueTask<RowPage> RangeAsync(Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
        {
            mishaps.Living();
            return tables.RangeAsync(table, partition, from, before, limit, cancellation);
        }

        public ValueTask<BatchOutcome> BatchAsync(Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
            mishaps.DoAsync(() => tables.BatchAsync(table, partition, writes, cancellation));
    }

    private sealed class Sender(IQueueSender sender, RandomMishaps mishaps) : IQueueSender
    {
        public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
            mishaps.DoAsync(() => sender.SendAsync(messages, cancellation));
    }

    private sealed class Mailer(IMailer mailer, RandomMishaps mishaps) : IMailer
    {
        public ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation) =>
            mishaps.DoAsync(() => mailer.SendAsync(mail, cancellation));
    }
}
