using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Digests;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;
using HousingFirst.Hub.Specialists;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Reminds a program of the partners it has not talked with this month: its worker at each nudge, the team lead of a program of which nothing at all
/// was heard, and then the specialist. The mail is taken by ETag, sent, and marked as told, in this order: of two drivers only one sends it, and who was
/// cut off in between leaves it to the next after ten minutes. What can't leave now is due work of its own and holds up no other program.
/// </summary>
public sealed partial class RemindProgram(
    ContactStore contacts, ReleasePartners release, WriteContactLines lines, CountComing coming, IMailer mailer, TellSpecialist specialist, DueStore due, ILogger<RemindProgram> log)
{
    private const int MostTries = 25;

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Does a stage for one program, unless it was done.</summary>
    public ValueTask RunAsync(string program, YearMonth month, string stage, Surroundings at, CancellationToken cancellation) =>
        RunAsync(program, month, stage, attempt: 1, at, cancellation);

    /// <summary>Tries again what could not leave, unless the next stage has begun.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        if (item.Abouts is not [var cycle, var stage, var program] || ContactPlan.MonthOf(cycle) is not { } month)
            throw new InvalidDataException("A due row names no program's month: run `hub check`.");
        var stages = ContactPlan.Of(month, at.Community).Stages;
        var next = stages.SkipWhile(s => s.Name != stage).Skip(1).FirstOrDefault();
        if (next is null || next.At <= at.Now) return;
        await RunAsync(program, month, stage, Math.Max(1, item.Attempt), at, cancellation);
    }

    private async ValueTask RunAsync(string program, YearMonth month, string stage, int attempt, Surroundings at, CancellationToken cancellation)
    {
        if (await TakeAsync(program, month, stage, attempt, at, cancellation) is not var (taken, reader)) return;
        try
        {
            await TellAsync(taken.Month, stage, reader, attempt, at, cancellation);
        }
        catch (IOException fault)
        {
            ReminderFailed(log, attempt, fault.GetType().Name);
            var wait = MailTries.Wait(fault, attempt, MailTries.AgeOf(attempt));
            await LaterAsync(at.Now + wait, program, month, stage, attempt + 1, cancellation);
            await EndAsync(taken, m => m, cancellation);
            return;
        }

        // Without a team lead the specialist hears at the lead's stage, and then not again at its own.
        string[] told = reader is ContactReader.Specialist ? [stage, ContactPlan.Specialist] : [stage];
        await EndAsync(taken, m => m with { Told = [.. m.Told.Union(told, StringComparer.Ordinal)] }, cancellation);
    }

    /// <summary>Takes the stage's mail about a program.</summary>
    /// <returns>The month as taken, and who is told; null where there is nothing to say, or another is at it: then it is looked at again.</returns>
    private async ValueTask<(StoredMonth Taken, ContactReader Reader)?> TakeAsync(
        string program, YearMonth month, string stage, int attempt, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, month, cancellation);
            if (stored.Month.Told.Contains(stage)) return null;
            if (stored.Month.Leaving is { } leaving && leaving.Stage == stage && leaving.Until > at.Now)
            {
                await LaterAsync(leaving.Until, program, month, stage, attempt, cancellation);
                return null;
            }

            var now = await release.RunAsync(stored.Month, at, cancellation);
            if (ContactReaders.Of(now, stage, at) is not { } reader)
            {
                if (now == stored.Month || await contacts.WriteAsync(stored, now, cancellation)) return null;
            }
            else if (await contacts.WriteOnAsync(stored, now with { Leaving = new LeavingReminder(stage, at.Now + LastDigests.Taken) }, cancellation) is { } taken)
            {
                return (taken, reader);
            }
        }

        throw Moved();
    }

    /// <summary>Lets go of what was taken, with what became of it.</summary>
    private async ValueTask EndAsync(StoredMonth taken, Func<ProgramMonth, ProgramMonth> outcome, CancellationToken cancellation)
    {
        var stored = taken;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var leaving = stored.Month.Leaving == taken.Month.Leaving ? null : stored.Month.Leaving;
            if (await contacts.WriteAsync(stored, outcome(stored.Month) with { Leaving = leaving }, cancellation)) return;
            stored = await contacts.ReadAsync(taken.Month.Program, taken.Month.Month, cancellation);
        }

        throw Moved();
    }

    private async ValueTask TellAsync(
        ProgramMonth month, string stage, ContactReader reader, int attempt, Surroundings at, CancellationToken cancellation)
    {
        var cause = $"contacts.{Month.Format(month.Month)}.{month.Program}.{stage}";
        switch (reader)
        {
            case ContactReader.Specialist:
                await specialist.RunAsync(SpecialistTaskKind.ContactsSilent, cause, month.Program, null, at, cancellation);
                return;
            case ContactReader.ByList list:
                if (await SentAsync(month, cause, list, attempt, at, cancellation) == MailOutcome.Refused)
                    await specialist.RunAsync(SpecialistTaskKind.AddressStopped, cause, month.Program, list.Person?.Id, at, cancellation);
                return;
        }
    }

    private async ValueTask<MailOutcome> SentAsync(
        ProgramMonth month, string cause, ContactReader.ByList list, int attempt, Surroundings at, CancellationToken cancellation)
    {
        if (list.Person is not { } person) return MailOutcome.Refused;
        var mail = new MailContent.ContactList(
            cause,
            ComposeMail.Recipient(person),
            at.Now,
            list.Ask,
            month.Month,
            month.Month.ToDateInterval().End,
            await lines.RunAsync(month, person.Language, at, cancellation))
        {
            Coming = await coming.RunAsync(month, at, cancellation),
        };
        try
        {
            return await mailer.SendAsync(mail, cancellation);
        }
        catch (IOException fault) when (MailTries.IsOver(fault, attempt, MailTries.AgeOf(attempt)))
        {
            ReminderFailed(log, attempt, fault.GetType().Name);
            return MailOutcome.Refused;
        }
    }

    private ValueTask LaterAsync(Instant when, string program, YearMonth month, string stage, int attempt, CancellationToken cancellation)
    {
        var cycle = ContactPlan.Id(month);
        return due.AddAsync(
            [new DueItem(when, DueKind.Remind, $"{cycle}.{stage}.{program}") { About = $"{cycle} {stage} {program}", Attempt = attempt }], null, cancellation);
    }

    private static IOException Moved() => new($"The month of a program moved {MostTries} times while it was reminded. Try again.");

    [LoggerMessage(LogLevel.Warning, "A reminder of monthly contacts could not be sent at attempt {Attempt} ({Fault}).")]
    private static partial void ReminderFailed(ILogger log, int attempt, string fault);
}
