using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>Who is told of a program at a reminder: what is sent, and what the plan says beforehand.</summary>
internal static class ContactReaders
{
    /// <summary>Whom a stage tells of a program's month, as it stands now; null where there is nothing to say.</summary>
    public static ContactReader? Of(ProgramMonth month, string stage, Surroundings at)
    {
        if (at.Directory.Find(month.Program) is not { Standing.IsActive: true } program || !month.Wanting.Any()) return null;
        if (stage is not (ContactPlan.TeamLead or ContactPlan.Specialist)) return new ContactReader.ByList(program, Worker(program), ContactListAsk.Nudge);
        if (!month.IsSilent) return null;
        var lead = TeamLead(program);
        if (stage == ContactPlan.TeamLead && lead is not null) return new ContactReader.ByList(program, lead, ContactListAsk.TeamLead);

        // The specialist's own program has nobody after its lead.
        return program.Id == at.Community.LeadOrganisation ? null : new ContactReader.Specialist(program);
    }

    /// <summary>The worker who answers for the program, or whoever of it can be written to.</summary>
    private static Contact? Worker(Organisation program) => program.Contacts.FirstOrDefault(ComposeMail.IsMailable);

    /// <summary>The team lead: who stands in for the worker who answers for the program; null where nobody does, or cannot be written to.</summary>
    private static Contact? TeamLead(Organisation program) =>
        program.Contacts is [{ Alternate: { } alternate }, ..] && program.Contact(alternate) is { } lead && ComposeMail.IsMailable(lead) ? lead : null;
}

/// <summary>Who is told of a program.</summary>
/// <param name="Program">The program.</param>
internal abstract record ContactReader(Organisation Program)
{
    /// <summary>A person of the program, by its list.</summary>
    /// <param name="Program">The program.</param>
    /// <param name="Person">Who; null where nobody of it can be written to, and the specialist is asked for an address.</param>
    /// <param name="Ask">What the list asks.</param>
    public sealed record ByList(Organisation Program, Contact? Person, ContactListAsk Ask) : ContactReader(Program);

    /// <summary>The specialist, by a task.</summary>
    public sealed record Specialist(Organisation Program) : ContactReader(Program);
}
