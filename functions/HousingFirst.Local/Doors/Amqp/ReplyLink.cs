using Amqp;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>The half of a request-and-reply pair on which the hub answers.</summary>
internal sealed class ReplyLink(ListenerLink link, string? target) : OutgoingLink(link)
{
    /// <summary>Answers that wait for credit: a client that asks more and reads none is answered no more.</summary>
    private const int MostWaiting = 64;

    private readonly Queue<Message> waiting = new();

    private int unsettled;

    /// <summary>Whether a request's <c>reply-to</c> means this link: by the address the client gave it, or by its name (Service Bus's SDKs).</summary>
    public bool Is(string? replyTo) => replyTo is not null && (replyTo == target || replyTo == Link.Name);

    /// <summary>Sends an answer, now or as soon as the client gives credit.</summary>
    public void Answer(Message message)
    {
        lock (waiting)
        {
            if (waiting.Count >= MostWaiting) return;
            waiting.Enqueue(message);
        }

        OnCredit();
    }

    /// <inheritdoc/>
    protected override void OnCredit()
    {
        lock (waiting)
        {
            while (HasRoom && waiting.TryPeek(out var next) && TrySend(next))
            {
                waiting.Dequeue();
                if (!Link.SettleOnSend) Interlocked.Increment(ref unsettled);
            }
        }

        AnswerDrain();
    }

    /// <inheritdoc/>
    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (!dispositionContext.Settled) dispositionContext.Complete();
        Interlocked.Decrement(ref unsettled);
    }

    /// <summary>
    /// The session remembers every answer until the client has settled it, or has opened its window where they are sent settled.
    /// </summary>
    private bool HasRoom => Link.SettleOnSend ? LibraryInternals.OutgoingWindow(Link.Session) > 0 : Volatile.Read(ref unsettled) < MostWaiting;
}
