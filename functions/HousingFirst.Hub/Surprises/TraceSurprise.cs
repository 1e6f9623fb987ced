using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Hub.Surprises;

/// <summary>
/// Traces a reported surprise to its cause, counts it, and asks the client's program to call who was caught off guard. Counted first, by the
/// report's id, with the cause as it was found then; cut off anywhere, the rest is done again.
/// </summary>
public sealed class TraceSurprise(
    FindTeamMember find, ClientStore clients, ReadTellings tellings, SurpriseStore store, DueStore due, IMailer mailer, TellSpecialist specialist)
{
    /// <summary>Does it, unless it is done.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var report = PendingSurprise.Read(item);
        var recorded = await store.FindAsync(report.Day, report.Id, cancellation);
        if (recorded is { IsSettled: true }) return;
        if (await AboutAsync(report, at, cancellation) is not { } about)
        {
            // Of a repeat whose client is the reporter's no more, what was counted stands.
            recorded ??= await store.AddAsync(new RecordedSurprise(report.Day, report.Id, report.Agency, null) { IsSettled = true }, cancellation);
            if (!recorded.IsSettled) await store.SettledAsync(recorded, cancellation);
            return;
        }

        recorded ??= await store.AddAsync(await TraceAsync(report, about, at, cancellation), cancellation);
        if (recorded.Cause is null || await ToldProgramAsync(report, recorded, about.State, item, at, cancellation))
            await store.SettledAsync(recorded, cancellation);
    }

    private async ValueTask<RecordedSurprise> TraceAsync(PendingSurprise report, About about, Surroundings at, CancellationToken cancellation)
    {
        var said = new SurpriseReport(about.OccurredOn ?? report.OccurredOn, about.Change ?? report.Change, report.Day);
        var traced = Tracing.Trace(said, await tellings.RunAsync(about.Client, report.Agency, report.Contact, said, at, cancellation));
        var of = traced.Of?.Code ?? said.Change;
        return new RecordedSurprise(report.Day, report.Id, report.Agency, traced.Cause)
        {
            MayBeNamed = of is { AsCorrected: false, Class: PrivacyClass.A or PrivacyClass.B },
        };
    }

    /// <summary>The client, where it is one of the reporter's today.</summary>
    private async ValueTask<About?> AboutAsync(PendingSurprise report, Surroundings at, CancellationToken cancellation)
    {
        if (report.Notice is { } notice) return await OfNoticeAsync(notice, report, cancellation);
        return report.Reference is { } reference && await find.RunAsync(report.Agency, reference, at, cancellation) is var (client, state)
            ? new About(client, state, null, null)
            : null;
    }

    private async ValueTask<About?> OfNoticeAsync(NoticeId id, PendingSurprise report, CancellationToken cancellation)
    {
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            if (await clients.NoticeAsync(client, id, cancellation) is not { Recipient: { } recipient } || recipient.Agency != report.Agency) return null;
            return await clients.ChangeAsync(client, id.Change, cancellation) is { } change
                ? new About(client, (await clients.ReadAsync(client, cancellation)).State, change.Effective, change.OccurredOn)
                : null;
        }

        return null;
    }

    /// <summary>Asks the program to call, unless it was the program itself that was caught off guard.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    private async ValueTask<bool> ToldProgramAsync(
        PendingSurprise report, RecordedSurprise recorded, ClientState state, DueItem item, Surroundings at, CancellationToken cancellation)
    {
        if (state.Program(at.Today) is not { } program || program.Agency == report.Agency) return true;
        if (at.Directory.Find(report.Agency) is not { } reporter) return true;
        if (ComposeMail.ProgramContact(state, at) is { } worker)
        {
            var who = Callers.OfOrganisation(reporter, report.Contact, worker.Language);
            var mail = new MailContent.Surprise(
                $"surprise.{report.Id}",
                ComposeMail.Recipient(worker),
                at.Now,
                recorded.MayBeNamed ? who : who with { Organisation = null, Worker = null },
                recorded.Cause!.Value);
            var attempt = Math.Max(1, item.Attempt);
            try
            {
                if (await mailer.SendAsync(mail, cancellation) != MailOutcome.Refused) return true;
            }
            catch (IOException fault) when (!MailTries.IsOver(fault, attempt, MailTries.AgeOf(attempt)))
            {
                await due.AddAsync([report.Due(at.Now + MailTries.Wait(fault, attempt, MailTries.AgeOf(attempt)), attempt + 1)], null, cancellation);
                return false;
            }
            catch (IOException)
            {
                // Enough tries: a person is asked.
            }
        }

        await specialist.RunAsync(SpecialistTaskKind.AddressStopped, $"surprise.{report.Id}", program.Agency, program.Contact, at, cancellation);
        return true;
    }

    private sealed record About(ClientId Client, ClientState State, ChangeCode? Change, NodaTime.LocalDate? OccurredOn);
}
