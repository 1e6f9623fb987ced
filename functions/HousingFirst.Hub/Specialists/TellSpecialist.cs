using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Specialists;

/// <summary>Puts before the specialist what only a person can mend. The same cause again is the same task.</summary>
public sealed class TellSpecialist(IMailer mailer)
{
    /// <summary>Tells of a task about an agency, or about one of its contacts.</summary>
    /// <param name="task">What happened.</param>
    /// <param name="cause">What makes the task the only one of its kind: letters, digits, hyphens, dots.</param>
    /// <param name="agency">The agency it is about; null where it is about none.</param>
    /// <param name="contact">Its contact, where it is about one.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where nobody at the lead organisation has an address that takes it: `hub check` says so.</returns>
    public async ValueTask<bool> RunAsync(
        SpecialistTaskKind task, string cause, string? agency, string? contact, Surroundings at, CancellationToken cancellation)
    {
        if (ComposeMail.Specialist(task, cause, agency, contact, at) is not { } mail) return false;
        if (await SendAsync(mail, cancellation) != MailOutcome.Refused) return true;
        // The specialist's own address is refused: whoever else is there is asked.
        foreach (var colleague in at.Directory.Find(at.Community.LeadOrganisation)!.Contacts.Where(c => ComposeMail.IsMailable(c) && c.Id != mail.To.Contact))
        {
            if (await SendAsync(mail with { To = ComposeMail.Recipient(colleague) }, cancellation) != MailOutcome.Refused) return true;
        }

        return false;
    }

    /// <summary>Tells of a task about an organisation that is in no directory yet.</summary>
    /// <returns>False where the lead organisation has nobody with an address: `hub check` says so.</returns>
    public async ValueTask<bool> OfProspectAsync(
        SpecialistTaskKind task, string cause, string organisation, Surroundings at, CancellationToken cancellation)
    {
        if (ComposeMail.Specialist(task, cause, null, null, at) is not MailContent.SpecialistTask mail) return false;
        await SendAsync(mail with { Organisation = organisation }, cancellation);
        return true;
    }

    private ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation) => mailer.SendAsync(mail, cancellation);
}
