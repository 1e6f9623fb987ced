using HousingFirst.Core.Glossary;
using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>
/// How fast mail leaves: so many a minute, a few at a time, and not at all for a while after a provider has failed several mails in a row. What is
/// urgent never waits for the others, and counts. All of it is this process's own: a restart asks the provider once more.
/// </summary>
/// <param name="mailer">The provider.</param>
/// <param name="perMinute">How many mails may leave within any minute; null for as many as there are.</param>
/// <param name="clock">The clock.</param>
public sealed class MailPace(IMailer mailer, int? perMinute, IClock clock) : IMailer, IDisposable
{
    /// <summary>So many mails are on their way at once, and as many urgent ones.</summary>
    public const int AtOnce = 4;

    /// <summary>So many mails fail in a row before the provider counts as down: one or two may be at fault themselves.</summary>
    private const int FaultsToRest = 3;

    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly int[] RestMinutes = [1, 2, 5, 15];

    private readonly Lock gate = new();
    private readonly Queue<Instant> left = new();
    private readonly HashSet<string> failed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim urgent = new(AtOnce);
    private readonly SemaphoreSlim other = new(AtOnce);
    private int rests;
    private Instant until = Instant.MinValue;
    private Instant? downSince;

    /// <summary>Since when every mail has failed (UTC); null where the last one left.</summary>
    public Instant? DownSince
    {
        get
        {
            lock (gate) return downSince;
        }
    }

    /// <summary>Whether nothing is sent for a while.</summary>
    public bool Rests
    {
        get
        {
            lock (gate) return clock.GetCurrentInstant() < until;
        }
    }

    /// <summary>How many mails of an urgency may leave now: a few only, while the last one failed.</summary>
    public int Room(Urgency urgency)
    {
        lock (gate)
        {
            var most = downSince is null ? int.MaxValue : AtOnce;
            if (perMinute is not { } limit || IsUrgent(urgency)) return most;
            Forget(clock.GetCurrentInstant());
            return Math.Clamp(limit - left.Count, 0, most);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="MailLaterException">The provider is left alone for a while.</exception>
    public async ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation)
    {
        var turn = IsUrgent(UrgencyOf(mail)) ? urgent : other;
        await turn.WaitAsync(cancellation);
        try
        {
            Begin();
            var outcome = await mailer.SendAsync(mail, cancellation);
            Left();
            return outcome;
        }
        catch (MailDeferredException)
        {
            // It was asked and answered about this mail: it is there.
            Left();
            throw;
        }
        catch (IOException fault)
        {
            Failed(mail.MailId, fault);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        urgent.Dispose();
        other.Dispose();
    }

    private static bool IsUrgent(Urgency urgency) => urgency >= Urgency.U3;

    private static Urgency UrgencyOf(MailContent mail) => mail switch
    {
        MailContent.Notice notice => notice.Urgency,
        MailContent.CallTask task => task.Urgency,
        _ => Urgency.U1,
    };

    private void Begin()
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            if (now < until) throw new MailLaterException("The provider is left alone for a while: it failed several mails.", until - now);
            if (perMinute is null) return;
            Forget(now);
            left.Enqueue(now);
        }
    }

    private void Forget(Instant now)
    {
        while (left.TryPeek(out var first) && first + Minute <= now) left.Dequeue();
    }

    private void Left()
    {
        lock (gate)
        {
            failed.Clear();
            (rests, downSince) = (0, null);
        }
    }

    private void Failed(string mailId, IOException fault)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            if (now < until) return;
            downSince ??= now;
            failed.Add(mailId);
            if (fault is MailLaterException later) until = now + later.Wait;
            else if (failed.Count >= FaultsToRest) until = now + Duration.FromMinutes(RestMinutes[Math.Min(rests++, RestMinutes.Length - 1)]);
        }
    }
}
