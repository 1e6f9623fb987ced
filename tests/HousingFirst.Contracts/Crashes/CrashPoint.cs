using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Contracts.Crashes;

/// <summary>What happens at the chosen effect.</summary>
public enum Mishap
{
    /// <summary>The process dies before the effect.</summary>
    DiesBefore,

    /// <summary>The process dies after it: the effect is done, its answer lost.</summary>
    DiesAfter,

    /// <summary>The port throws once instead of the effect, and works again.</summary>
    FailsBefore,

    /// <summary>The port throws once after the effect.</summary>
    FailsAfter,
}

/// <summary>
/// Counts everything a hub does to the world (batches, sendings, mails) and lets one of them go wrong. A process that has died does nothing
/// any more: every later call throws, whoever catches it.
/// </summary>
public sealed class CrashPoint(int effect, Mishap mishap)
{
    private readonly Lock gate = new();
    private readonly List<string> effects = [];
    private volatile bool dead;

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Effects
    {
        get
        {
            lock (gate) return [.. effects];
        }
    }

    /// <summary>Whether the chosen effect was reached.</summary>
    public bool Happened { get; private set; }

    /// <summary>Only what happens from here on counts.</summary>
    public bool Armed { get; set; }

    /// <summary>One that never goes wrong.</summary>
    public static CrashPoint Never() => new(int.MaxValue, Mishap.DiesBefore);

    /// <summary>Puts it between a hub and its ports.</summary>
    public Ports Through(Ports ports) => new(new CountedTables(ports.Tables, this), new Sender(ports.Sender, this), new Mailer(ports.Mailer, this));

    private void Living()
    {
        if (dead) throw new DiedException();
    }

    private async ValueTask<T> DoAsync<T>(string what, Func<ValueTask<T>> does)
    {
        Living();
        if (!Armed) return await does();
        bool now;
        lock (gate)
        {
            effects.Add(what);
            now = effects.Count == effect;
        }

        if (now && (mishap is Mishap.DiesBefore or Mishap.FailsBefore)) Fail();
        var answer = await does();
        if (now) Fail();
        return answer;
    }

    private void Fail()
    {
        Happened = true;
        if (mishap is Mishap.FailsBefore or Mishap.FailsAfter) throw new IOException("The port failed, this once.");
        dead = true;
        throw new DiedException();
    }

    private sealed class CountedTables(ITables tables, CrashPoint point) : ITables
    {
        public ValueTask<Row?> GetAsync(Table table, string partition, string key, CancellationToken cancellation)
        {
            point.Living();
            return tables.GetAsync(table, partition, key, cancellation);
        }

        public ValueTask<RowPage> RangeAsync(
            Table table, string partition, string from, string? before, int limit, CancellationToken cancellation)
        {
            point.Living();
            return tables.RangeAsync(table, partition, from, before, limit, cancellation);
        }

        public ValueTask<BatchOutcome> BatchAsync(
            Table table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellation) =>
            point.DoAsync($"batch {table}", () => tables.BatchAsync(table, partition, writes, cancellation));
    }

    private sealed class Sender(IQueueSender sender, CrashPoint point) : IQueueSender
    {
        public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation) =>
            point.DoAsync("send", () => sender.SendAsync(messages, cancellation));
    }

    private sealed class Mailer(IMailer mailer, CrashPoint point) : IMailer
    {
        public ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation) =>
            point.DoAsync("mail", () => mailer.SendAsync(mail, cancellation));
    }
}

/// <summary>The process died.</summary>
public sealed class DiedException : Exception
{
    /// <summary>Died.</summary>
    public DiedException()
        : base("The process died here.")
    {
    }
}
