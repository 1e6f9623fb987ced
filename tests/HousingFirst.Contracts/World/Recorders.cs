using System.Globalization;
using System.Text;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Contracts.World;

/// <summary>Queues in memory that keep what was sent; a message id still there is not added again.</summary>
public sealed class RecordingQueues : IQueueSender
{
    private readonly Lock gate = new();
    private readonly List<OutgoingMessage> held = [];

    public IReadOnlyList<OutgoingMessage> Messages
    {
        get
        {
            lock (gate) return [.. held];
        }
    }

    public IEnumerable<string> BodiesOf(string agency) =>
        Messages.Where(m => m.Queue == QueueNames.OfAgency(agency)).Select(m => Encoding.UTF8.GetString(m.Body.Span));

    public ValueTask<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        lock (gate)
        {
            foreach (var message in messages)
            {
                if (!held.Exists(m => m.Queue == message.Queue && m.MessageId == message.MessageId)) held.Add(message);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<SendOutcome>>([.. messages.Select(_ => SendOutcome.Sent)]);
    }
}

/// <summary>A mailer that keeps what was sent, once for each mail id, as the mail folder does.</summary>
public sealed class RecordingMailer : IMailer
{
    private readonly Lock gate = new();
    private readonly List<MailContent> mails = [];

    /// <summary>What the next mails become; Sent where null.</summary>
    public Func<MailContent, MailOutcome>? Answer { get; set; }

    public IReadOnlyList<MailContent> Mails
    {
        get
        {
            lock (gate) return [.. mails];
        }
    }

    public IEnumerable<MailContent> To(string contact) => Mails.Where(m => m.To.Contact == contact);

    public ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        var outcome = Answer?.Invoke(mail) ?? MailOutcome.Sent;
        if (outcome == MailOutcome.Refused) return ValueTask.FromResult(outcome);
        lock (gate)
        {
            if (!mails.Exists(m => m.MailId == mail.MailId && m.To == mail.To)) mails.Add(mail);
        }

        return ValueTask.FromResult(outcome);
    }
}

/// <summary>Fixed keys, the last two of each purpose being live.</summary>
public sealed class FixedKeyRing : IKeyRing
{
    private int newest = 1;

    /// <summary>A new key of each purpose.</summary>
    public void Rotate() => newest++;

    public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => newest == 1 ? [Key(purpose, 1)] : [Key(purpose, newest), Key(purpose, newest - 1)];

    private static RingKey Key(KeyPurpose purpose, int version) => new(
        version.ToString(CultureInfo.InvariantCulture), Enumerable.Range(0, 32).Select(i => (byte)(i + (int)purpose + (100 * (version - 1)))).ToArray());
}
