using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Tables;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// Sends the digests of one slot, contact by contact, most urgent line first. Each line is decided again and marked as leaving before it
/// leaves; nothing left to say, nothing sent. Cut off anywhere, the next run resumes with the contacts whose lines are still there. A contact
/// whose mail fails holds nobody else up: it is tried again, longer and longer apart, and after ten tries the specialist is asked.
/// </summary>
public sealed partial class SendDigests(
    ClientStore clients, DigestStore digests, DueStore due, ComposeMail compose, IMailer mailer, TellSpecialist specialist, ILogger<SendDigests> log)
{
    /// <summary>Sends everything in the slot of a due row.</summary>
    public async ValueTask RunAsync(DueItem work, Surroundings at, CancellationToken cancellation)
    {
        var slot = work.About is { } of ? Keys.ParseTime(of) : work.At;
        var items = new List<DigestItem>();
        string? from = string.Empty;
        while (from is not null)
        {
            (var page, from) = await digests.PageAsync(slot, from, cancellation);
            items.AddRange(page);
        }

        var attempt = Math.Max(1, work.Attempt);
        var lines = new DigestLines(clients);
        var (failed, wait) = (false, SendMail.Wait(attempt));
        foreach (var contact in items.GroupBy(i => i.Contact))
        {
            try
            {
                await OneAsync(new Batch(slot, contact.Key, [.. contact]), lines, attempt, at, cancellation);
            }
            catch (IOException fault)
            {
                DigestFailed(log, attempt, fault.GetType().Name);
                (failed, wait) = (true, MailLaterException.AtLeast(wait, fault));
            }
        }

        if (failed) await due.AddAsync([Again(slot, attempt, at.Now + wait)], null, cancellation);
    }

    private async ValueTask OneAsync(Batch batch, DigestLines known, int attempt, Surroundings at, CancellationToken cancellation)
    {
        var lines = new List<DigestLines.Line>();
        foreach (var client in batch.Items.GroupBy(i => i.Client))
            lines.AddRange(await known.LeaveAsync(client.Key, batch.Contact, [.. client.Select(i => i.Notice)], at, cancellation));

        var told = lines.Where(l => l.Leaves).ToArray();
        var outcome = told.Length == 0 ? (MailOutcome?)null : await SendAsync(batch, told, attempt, at, cancellation);
        var elsewhere = lines.Where(l => !l.Leaves && l.Decided.Mail == Leg.Pending).ToArray();
        if (elsewhere.Length > 0)
            await due.AddAsync([.. elsewhere.Select(l => SendMail.Due(l.Decided, l.Client, at.Now, attempt: 1))], null, cancellation);
        foreach (var client in lines.GroupBy(l => l.Client))
        {
            foreach (var some in client.Chunk(AcceptChange.FirstLines))
            {
                var byId = some.ToDictionary(l => l.Stored.Id);
                await clients.MoveAsync(
                    client.Key, [.. some.Select(l => l.Stored)], now => Moved(now, byId[now.Id], outcome, at.Now), null, cancellation);
            }
        }

        await digests.RemoveAsync(batch.Slot, batch.Items, cancellation);
    }

    private async ValueTask<MailOutcome> SendAsync(
        Batch batch, DigestLines.Line[] told, int attempt, Surroundings at, CancellationToken cancellation)
    {
        var agency = told[0].Decided.Recipient!.Agency;
        var contact = told.Select(l => at.Directory.Contact(l.Decided.Recipient!.Agency, batch.Contact)).FirstOrDefault(c => c is not null);
        var outcome = MailOutcome.Refused;
        if (contact is not null && ComposeMail.IsMailable(contact))
        {
            var written = new List<DigestLine>();
            foreach (var line in told.OrderByDescending(l => l.Decided.Urgency).ThenBy(l => l.Decided.Decided))
                written.Add(await compose.LineAsync(line.Decided, line.Change, line.State, contact, at, cancellation));
            try
            {
                var day = batch.Slot.InZone(at.Community.Zone).Date;
                outcome = await mailer.SendAsync(
                    new MailContent.Digest(batch.MailId, ComposeMail.Recipient(contact), at.Now, day, written), cancellation);
            }
            catch (IOException fault) when (attempt >= SendMail.MostAttempts)
            {
                DigestFailed(log, attempt, fault.GetType().Name);
            }
        }

        // No delivery fails silently (promise 7).
        if (outcome == MailOutcome.Refused)
            await specialist.RunAsync(SpecialistTaskKind.AddressStopped, batch.MailId, agency, batch.Contact, at, cancellation);
        return outcome;
    }

    private static DueItem Again(Instant slot, int attempt, Instant when) =>
        new(when, DueKind.Digest, $"again-{Keys.Time(slot)}")
        {
            About = Keys.Time(slot),
            Attempt = Math.Min(attempt + 1, SendMail.MostAttempts),
        };

    private static Notice Moved(Notice now, DigestLines.Line line, MailOutcome? outcome, Instant sentAt)
    {
        var moved = DecideAgain.Apply(now, line.Stored, line.Decided);
        return outcome is { } sent && line.Leaves ? SendMail.After(moved, sent, sentAt) : moved;
    }

    [LoggerMessage(LogLevel.Warning, "A digest could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void DigestFailed(ILogger log, int attempt, string fault);

    /// <summary>
    /// One contact's lines in one slot. The mail's id is made from the slot and every line that was put there, told or not: they are taken off
    /// last and at once, so a run after a crash makes the same mail, whatever the crash had left done.
    /// </summary>
    private sealed record Batch(Instant Slot, string Contact, IReadOnlyList<DigestItem> Items)
    {
        public string MailId { get; } = Id(Slot, Items);

        private static string Id(Instant slot, IReadOnlyList<DigestItem> items)
        {
            var held = string.Join('\n', items.Select(i => i.Notice.ToString()).Order(StringComparer.Ordinal));
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(held));
            return $"digest.{Keys.Time(slot)[..16].Replace(":", string.Empty, StringComparison.Ordinal)}.{Convert.ToHexStringLower(hash)[..12]}";
        }
    }
}
