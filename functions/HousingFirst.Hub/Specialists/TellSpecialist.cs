using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Puts before the specialist what only a person can mend. The same cause again is the same task. The task is kept first, then a mail goes where
/// its kind goes at once: cut off in between, the same again sends the mail, and the morning mail has it in any case.
/// </summary>
public sealed class TellSpecialist(IMailer mailer, TaskStore tasks)
{
    /// <summary>Tells of a task about an agency, or about one of its contacts.</summary>
    /// <param name="task">What happened.</param>
    /// <param name="cause">What makes the task the only one of its kind: letters, digits, hyphens, dots.</param>
    /// <param name="agency">The agency it is about; null where it is about none.</param>
    /// <param name="contact">Its contact, where it is about one.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where nobody at the lead organisation has an address that takes it: `hub check` says so.</returns>
    public ValueTask<bool> RunAsync(
        SpecialistTaskKind task, string cause, string? agency, string? contact, Surroundings at, CancellationToken cancellation) =>
        RunAsync(
            new SpecialistTask(task, cause, at.Now)
            {
                Agency = agency,
                Contact = contact,
                Entry = task == SpecialistTaskKind.AddressStopped ? SpecialistTask.EntryOf(agency, contact, at) : null,
            },
            at,
            cancellation);

    /// <summary>Tells of a task about an organisation that is in no directory yet.</summary>
    public async ValueTask OfProspectAsync(
        SpecialistTaskKind task, string cause, string organisation, Surroundings at, CancellationToken cancellation) =>
        await RunAsync(new SpecialistTask(task, cause, at.Now) { Organisation = organisation }, at, cancellation);

    /// <summary>Tells of a task.</summary>
    /// <returns>False where it must go at once, and nobody at the lead organisation has an address that takes it: `hub check` says so.</returns>
    public async ValueTask<bool> RunAsync(SpecialistTask task, Surroundings at, CancellationToken cancellation)
    {
        var (kept, isNew) = await tasks.AddAsync(task, cancellation);
        if (kept.Done is not null || !kept.Kind.GoesAtOnce() || (isNew && await IsToldAsync(kept, cancellation))) return true;
        if (ComposeMail.Specialist(kept.Kind, kept.Cause, kept.Agency, kept.Contact, at) is not { } mail) return false;
        if (await mailer.SendAsync(mail, cancellation) != MailOutcome.Refused) return true;
        // The specialist's own address is refused: whoever else is there is asked.
        foreach (var colleague in at.Directory.Find(at.Community.LeadOrganisation)!.Contacts.Where(c => ComposeMail.IsMailable(c) && c.Id != mail.To.Contact))
        {
            if (await mailer.SendAsync(mail with { To = ComposeMail.Recipient(colleague) }, cancellation) != MailOutcome.Refused) return true;
        }

        return false;
    }

    /// <summary>
    /// A contact whose address has stopped is on many teams: the first notice that doesn't reach it is told at once, the others are in the morning
    /// mail, in the same line.
    /// </summary>
    private async ValueTask<bool> IsToldAsync(SpecialistTask task, CancellationToken cancellation) =>
        task is { Kind: SpecialistTaskKind.AddressStopped, Contact: not null }
        && (await tasks.OfKindAsync(task.Kind, cancellation))
            .Any(t => t.Done is null && t.Id != task.Id && t.Agency == task.Agency && t.Contact == task.Contact);
}
