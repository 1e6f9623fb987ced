using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace HousingFirst.Hub.Digests;

/// <summary>
/// Sends the digests of a few people of one slot: what each of them is told is decided again, marked as leaving with the id of its mail, taken
/// for the day, sent, and taken off, in this order. Cut off anywhere, the next run makes the same mails of the same lines. The lines of a client
/// are handled together, whoever reads them; the mails leave a few at a time.
/// </summary>
public sealed partial class SendFewDigests(
    ClientStore clients, DigestStore digests, LastDigests last, DueStore due, WriteDigest write, DigestContacts contacts, IMailer mailer,
    TellSpecialist specialist, ILogger<SendFewDigests> log)
{
    /// <summary>Sends them.</summary>
    /// <param name="run">Which slot, and how often it was tried.</param>
    /// <param name="items">Every line of these people in the slot.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    internal async ValueTask<FewSent> RunAsync(DigestRun run, IReadOnlyList<DigestItem> items, Surroundings at, CancellationToken cancellation)
    {
        ClientLines[] about = [.. items.GroupBy(i => i.Client).Select(g => new ClientLines(clients, g.Key, [.. g]))];
        await AtOnce.EachAsync(about, client => client.ReadAsync(at, cancellation));
        var plans = await PlanAsync(run.Slot, about, at, cancellation);
        var planned = about.SelectMany(c => c.Lines).Where(l => l.Leaves).Select(l => l.Item).ToHashSet();
        var leaving = plans.Values.OfType<DigestPlan.Send>().SelectMany(s => s.Lines.Select(l => (l.Item, s.Mail))).ToDictionary(l => l.Item, l => l.Mail);
        await AtOnce.EachAsync(about, client => client.LeaveAsync(leaving, at, cancellation));

        var mails = MailsOf(plans, about, leaving);
        await AtOnce.EachAsync(mails, mail => ListAsync(mail, at, cancellation));
        var taken = await last.TakeAsync(mails.Select(m => (m.Last, m.Id)), at.Today, at.Now, cancellation);
        foreach (var mail in mails.Where(m => taken.ContainsKey(m.Last.Person)))
            mail.Taken = taken[mail.Last.Person];
        await AtOnce.EachAsync(mails.Where(m => m.Taken is not null), mail => SendAsync(mail, run, at, cancellation));
        await FinishAsync(run.Slot, items, plans, mails, about, at, cancellation);

        var failed = mails.Where(m => m is { Taken: not null, Outcome: null }).ToArray();
        await last.LetGoAsync(failed.Select(m => m.Taken!), cancellation);
        Instant[] until =
        [
            .. plans.Values.OfType<DigestPlan.Wait>().Select(w => w.Until),
            .. mails.Where(m => m.Taken is null).Select(_ => at.Now + LastDigests.Taken),
            .. about.SelectMany(c => c.Lines).Where(l => l.Leaves && !planned.Contains(l.Item)).Select(_ => at.Now + Duration.FromMinutes(1)),
        ];
        return new FewSent(
            failed.Length == 0 ? null : failed.Max(m => m.Wait),
            failed.Length == 0 ? run.Attempt : failed.Max(m => m.NextAttempt),
            until.Length == 0 ? null : until.Max(),
            failed.Any(m => m.IsLater));
    }

    private async ValueTask<Dictionary<PersonSide, DigestPlan>> PlanAsync(
        Instant slot, ClientLines[] about, Surroundings at, CancellationToken cancellation)
    {
        var lines = about.SelectMany(c => c.Lines).Where(l => l.Leaves).ToLookup(l => PersonOf(l, at));
        var known = await last.ReadAsync([.. lines.Select(l => l.Key)], cancellation);
        return lines.ToDictionary(l => l.Key, l => DigestPlan.Of(known[l.Key], [.. l], slot, at));
    }

    private static PersonSide PersonOf(WaitingLine line, Surroundings at) => new(
        line.Item.Contact, DigestSides.Of(line.Decided.Role, at.Directory.Find(line.Decided.Recipient!.Agency)));

    /// <summary>The mails as they are once every line is marked: what was decided otherwise meanwhile is not among them.</summary>
    private static List<Mail> MailsOf(Dictionary<PersonSide, DigestPlan> plans, ClientLines[] about, Dictionary<DigestItem, string> leaving)
    {
        var lines = about.SelectMany(c => c.Lines).Where(l => l.Leaves && leaving.ContainsKey(l.Item)).ToLookup(l => leaving[l.Item]);
        return [.. plans.Values.OfType<DigestPlan.Send>().Where(s => lines.Contains(s.Mail)).Select(s => new Mail(s.Mail, s.Last, [.. lines[s.Mail]]))];
    }

    /// <summary>
    /// Puts the contacts of the month into a digest, where none of the person's has held them since the stage they belong to. One that was cut off holds
    /// them again: it is the same mail.
    /// </summary>
    private async ValueTask ListAsync(Mail mail, Surroundings at, CancellationToken cancellation)
    {
        var person = PersonPrograms.Of(mail.Last.Person.Contact, mail.Last.Person.Side, at);
        if (DigestContacts.StageOf(person, at) is not { } stage || (mail.Last.Listed == stage && mail.Last.Mail != mail.Id)) return;
        if (await contacts.RunAsync(person, at, cancellation) is not { } lists) return;
        mail.Contacts = lists;
        mail.Last = mail.Last with { Listed = stage };
    }

    private async ValueTask SendAsync(Mail mail, DigestRun run, Surroundings at, CancellationToken cancellation)
    {
        try
        {
            var outcome = await OutcomeAsync(mail, run, at, cancellation);

            // No delivery fails silently (promise 7).
            if (outcome == MailOutcome.Refused)
            {
                await specialist.RunAsync(
                    SpecialistTaskKind.AddressStopped, ComposeMail.AddressCause(mail.Agency, mail.Last.Person.Contact, mail.Lines.Min(l => l.Decided.Decided), at) ?? mail.Id, mail.Agency,
                    mail.Last.Person.Contact, at, cancellation);
            }

            mail.Outcome = outcome;
        }
        catch (IOException fault)
        {
            DigestFailed(log, run.Attempt, fault.GetType().Name);
            mail.Wait = MailTries.Wait(fault, run.Attempt, mail.Age(at.Now));
            mail.NextAttempt = MailTries.Next(fault, run.Attempt);
            mail.IsLater = fault is MailLaterException;
        }
    }

    private async ValueTask<MailOutcome> OutcomeAsync(Mail mail, DigestRun run, Surroundings at, CancellationToken cancellation)
    {
        try
        {
            var digest = await write.RunAsync(mail.Id, mail.Last.Person.Contact, run.Slot, mail.Lines, mail.Contacts, at, cancellation);
            return digest is null ? MailOutcome.Refused : await mailer.SendAsync(digest, cancellation);
        }
        catch (IOException fault) when (MailTries.IsOver(fault, run.Attempt, mail.Age(at.Now)))
        {
            DigestFailed(log, run.Attempt, fault.GetType().Name);
            return MailOutcome.Refused;
        }
    }

    /// <summary>Everything that follows, before the lines are taken off.</summary>
    private async ValueTask FinishAsync(
        Instant slot, IReadOnlyList<DigestItem> items, Dictionary<PersonSide, DigestPlan> plans, List<Mail> mails, ClientLines[] about,
        Surroundings at, CancellationToken cancellation)
    {
        var outcomes = mails.Where(m => m.Outcome is not null).SelectMany(m => m.Lines.Select(l => (l.Item, m.Outcome))).ToDictionary(l => l.Item, l => l.Outcome!.Value);
        var moves = plans.Values.Select(p => p as DigestPlan.Move ?? (p as DigestPlan.Send)?.Later).OfType<DigestPlan.Move>();
        var later = moves.SelectMany(m => m.Lines.Select(l => (l.Item, m.Slot))).ToDictionary(l => l.Item, l => l.Slot);
        foreach (var to in later.Select(l => (Slot: l.Value, Item: In(l.Key, l.Value, at))).GroupBy(l => l.Slot))
            await digests.AddAsync(to.Key, to.Select(l => l.Item), cancellation);

        var lines = about.SelectMany(c => c.Lines.Select(l => (c.Client, Line: l))).ToArray();
        var elsewhere = lines.Where(l => l.Line.IsElsewhere).Select(l => SendMail.Due(l.Line.Decided, l.Client, at.Now, attempt: 1));
        DueItem[] work = [.. elsewhere, .. later.Select(l => DigestRun.Due(l.Value, In(l.Key, l.Value, at).Spread)).DistinctBy(d => d.Key)];
        if (work.Length > 0) await due.AddAsync(work, null, cancellation);

        var kept = lines.Where(l => l.Line.Leaves && !outcomes.ContainsKey(l.Line.Item) && !later.ContainsKey(l.Line.Item)).Select(l => l.Line.Item).ToHashSet();
        await AtOnce.EachAsync(about, client => client.MoveAsync(
            [.. client.Lines.Where(l => !kept.Contains(l.Item))], (line, now) => Moved(line, now, outcomes, later, at.Now), cancellation));
        await digests.RemoveAsync(slot, items.Where(i => !kept.Contains(i)), cancellation);
    }

    private static Notice Moved(
        WaitingLine line, Notice now, Dictionary<DigestItem, MailOutcome> outcomes, Dictionary<DigestItem, Instant> later, Instant sentAt)
    {
        if (line.IsReminder) return now;
        if (later.TryGetValue(line.Item, out var slot)) return now.Mail == Leg.Pending ? now with { MailAt = slot } : now;
        var moved = DecideAgain.Apply(now, line.Stored, line.Decided);
        return outcomes.TryGetValue(line.Item, out var outcome) ? SendMail.After(moved, outcome, sentAt) : moved;
    }

    private static DigestItem In(DigestItem item, Instant slot, Surroundings at) =>
        item.InSlot(Clocks.DigestSpread(slot, item.Contact, at.Community.Zone));

    [LoggerMessage(LogLevel.Warning, "A digest could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void DigestFailed(ILogger log, int attempt, string fault);

    /// <summary>One mail on its way.</summary>
    private sealed class Mail(string id, LastDigest last, IReadOnlyList<WaitingLine> lines)
    {
        public string Id => id;

        /// <summary>The person's last digest, as read, and what this one holds.</summary>
        public LastDigest Last { get; set; } = last;

        public IReadOnlyList<WaitingLine> Lines => lines;

        /// <summary>The contacts of the month that it holds.</summary>
        public IReadOnlyList<DigestContactList> Contacts { get; set; } = [];

        /// <summary>The day's digest as taken; null where another run took it.</summary>
        public LastDigest? Taken { get; set; }

        /// <summary>What became of it; null where it could not be sent for now.</summary>
        public MailOutcome? Outcome { get; set; }

        /// <summary>One of the organisations it is about.</summary>
        public string Agency => lines[0].Decided.Recipient!.Agency;

        /// <summary>How long to wait before the next try.</summary>
        public Duration Wait { get; set; }

        /// <summary>The how-manieth the next try is.</summary>
        public int NextAttempt { get; set; }

        /// <summary>Since when it has been leaving.</summary>
        public Duration Age(Instant now) => now - lines.Min(l => l.Decided.Leaving ?? now);

        /// <summary>Whether the provider takes no mail for now, whomever to.</summary>
        public bool IsLater { get; set; }
    }
}

/// <summary>What is left to do for some people of a slot.</summary>
/// <param name="RetryAfter">How long to wait before those whose mail failed are tried again; null where none failed.</param>
/// <param name="NextAttempt">The how-manieth that next try is.</param>
/// <param name="LookAgain">When to look again at those whom another run may be at (UTC); null where there are none.</param>
/// <param name="AskedToWait">Whether the provider takes no mail for now: then nobody else is tried either.</param>
internal sealed record FewSent(Duration? RetryAfter, int NextAttempt, Instant? LookAgain, bool AskedToWait);
