using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Records a talk, an attempt, or why there was none, in the month of its day. The program's month is written first; what is shown of it after, from
/// what it then says: a repeat finishes what was cut off.
/// </summary>
public sealed class RecordContact(ContactStore contacts)
{
    private const int MostTries = 25;

    /// <summary>Records a contact between two organisations.</summary>
    /// <param name="sender">Who records it.</param>
    /// <param name="other">With whom.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask<RecordOutcome> RunAsync(
        Organisation sender, Organisation other, ContactMade contact, Surroundings at, CancellationToken cancellation)
    {
        // A talk between two programs is one for both: each may owe it to the other.
        var outcome = RecordOutcome.NoProgram;
        foreach (var (program, partner) in ((Organisation, Organisation)[])[(sender, other), (other, sender)])
        {
            if (program.Kind != OrganisationKind.FundedProgram && program.Id != at.Community.LeadOrganisation) continue;
            outcome = await OneAsync(program.Id, partner.Id, contact, cancellation);
            if (outcome == RecordOutcome.AnotherBody) break;
        }

        return outcome;
    }

    private async ValueTask<RecordOutcome> OneAsync(string program, string partner, ContactMade contact, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, contact.On.ToYearMonth(), cancellation);
            if (stored.Month.Obligations.SelectMany(o => o.Recorded).Any(c => c.Key == contact.Key && c.Body != contact.Body)) return RecordOutcome.AnotherBody;
            var next = With(stored.Month, partner, contact);
            if (next != stored.Month && !await contacts.WriteAsync(stored, next, cancellation)) continue;
            await contacts.ShowAsync(next, next.Obligations.First(o => o.Partner == partner), cancellation);
            await contacts.ShowAsync(next, cancellation);
            return RecordOutcome.Recorded;
        }

        throw new IOException($"The month of a program moved {MostTries} times while one contact was recorded. Try again.");
    }

    private static ProgramMonth With(ProgramMonth month, string partner, ContactMade contact)
    {
        if (month.Obligations.FirstOrDefault(o => o.Partner == partner) is not { } known)
            return month with { Obligations = month.Obligations.Add(new Obligation(partner, Owed: false, null, [contact], Released: false)) };
        return known.Recorded.Any(c => c.Key == contact.Key)
            ? month
            : month with { Obligations = month.Obligations.Replace(known, known with { Recorded = known.Recorded.Add(contact) }) };
    }
}

/// <summary>What became of a contact that was to be recorded.</summary>
public enum RecordOutcome
{
    /// <summary>Recorded, now or before.</summary>
    Recorded,

    /// <summary>Neither organisation is a funded program: nobody owes the other anything.</summary>
    NoProgram,

    /// <summary>The same <c>source</c> and <c>id</c> came before with another body.</summary>
    AnotherBody,
}
