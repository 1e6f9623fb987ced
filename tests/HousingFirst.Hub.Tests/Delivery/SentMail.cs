using HousingFirst.Hub.Mailing;
using NodaTime;

namespace HousingFirst.Hub.Tests.Delivery;

/// <summary>Every mail that a provider took, each time it took it: a second copy is seen, which the mail folder would hide.</summary>
internal sealed class SentMail(IMailer mailer, IClock clock) : IMailer
{
    private readonly Lock gate = new();
    private readonly List<(Instant At, MailContent Mail)> all = [];
    private int atOnce;

    /// <summary>How long a mail takes.</summary>
    public TimeSpan Takes { get; init; }

    /// <summary>The most that were on their way together.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<(Instant At, MailContent Mail)> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    public IEnumerable<MailContent> To(string contact) => All.Select(a => a.Mail).Where(m => m.To.Contact == contact);

    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        lock (gate) MostAtOnce = Math.Max(MostAtOnce, ++atOnce);
        try
        {
            if (Takes > TimeSpan.Zero) await Task.Delay(Takes, cancellation);
            var outcome = await mailer.SendAsync(mail, cancellation);
            lock (gate) all.Add((clock.GetCurrentInstant(), mail));
            return outcome;
        }
        finally
        {
            lock (gate) atOnce--;
        }
    }
}
