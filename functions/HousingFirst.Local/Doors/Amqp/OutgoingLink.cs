using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>A link on which the hub sends: keeps to the client's credit, and answers a drain.</summary>
internal abstract class OutgoingLink(ListenerLink link) : LinkEndpoint
{
    private readonly Lock turn = new();
    private int credit;
    private bool draining;

    /// <summary>Whether the link has ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The link as the library knows it.</summary>
    protected ListenerLink Link => link;

    /// <summary>How many messages the client waits for.</summary>
    protected int Credit
    {
        get
        {
            lock (turn) return credit;
        }
    }

    /// <summary>Opens the link with this end.</summary>
    public void Open(Attach attach)
    {
        attach.InitialDeliveryCount = 0;
        LibraryInternals.InitializeLinkEndpoint(link, this, 0);
        link.CompleteAttach(attach, null);
    }

    /// <inheritdoc/>
    public sealed override void OnFlow(FlowContext flowContext)
    {
        lock (turn)
        {
            credit += flowContext.Messages;
            LibraryInternals.Credit(link) = (uint)Math.Max(credit, 0);
            draining = link.IsDraining;
        }

        OnCredit();
    }

    /// <inheritdoc/>
    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    /// <inheritdoc/>
    public override void OnLinkClosed(ListenerLink link, Error error) => IsClosed = true;

    /// <summary>Called when the client asked for messages, or asked again.</summary>
    protected abstract void OnCredit();

    /// <summary>Sends a message within the client's credit.</summary>
    /// <returns>False where there is no credit or no link any more; nothing was sent.</returns>
    protected bool TrySend(Message message)
    {
        lock (turn)
        {
            if (credit <= 0 || IsClosed) return false;
            try
            {
                link.SendMessage(message);
            }
            catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
            {
                return false;
            }

            credit--;
            return true;
        }
    }

    /// <summary>Gives back the credit of a client that asked for what is there now and no more, so that it stops waiting.</summary>
    protected void AnswerDrain()
    {
        lock (turn)
        {
            if (!draining || IsClosed) return;
            draining = false;
            credit = 0;
            link.CompleteDrain();
            LibraryInternals.Drain(link) = true;
            LibraryInternals.SendFlow(link, 0, 0, true);
        }
    }
}
