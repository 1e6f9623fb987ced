using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using NodaTime;

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
            outcome = await OneAsync(program.Id, partner.Id, contact, at.Today, cancellation);
            if (outcome == RecordOutcome.AnotherBody) break;
        }

        return outcome;
    }

    private async ValueTask<RecordOutcome> OneAsync(string program, string partner, ContactMade contact, LocalDate today, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, contact.On.ToYearMonth(), cancellation);
            if (stored.Month.Obligations.SelectMany(o => o.Recorded).Any(c => c.Key == contact.Key && c.Body != contact.Body)) return RecordOutcome.AnotherBody;
            var next = With(stored.Month, partner, contact);
            if (next != stored.Month && !await contacts.WriteAsync(stored, next, cancellation)) continue;
            await contacts.ShowAsync(next, next.Obligations.First(o => o.Partner == partner), cancellation);
            await contacts.ShowAsync(next, cancellation);
            await CarryAsync(next.Obligations.First(o => o.Partner == partner), next, today, cancellation);
            return RecordOutcome.Recorded;
        }

        throw Moved();
    }

    /// <summary>What is recorded for an earlier month is the last contact that the months since then begin with.</summary>
    private async ValueTask CarryAsync(Obligation recorded, ProgramMonth of, LocalDate today, CancellationToken cancellation)
    {
        var last = recorded.Last;
        for (var month = of.Month.PlusMonths(1); month <= today.ToYearMonth(); month = month.PlusMonths(1))
            last = await CarryAsync(recorded.Partner, last, of.Program, month, cancellation);
    }

    private async ValueTask<LastContact?> CarryAsync(
        string partner, LastContact? last, string program, YearMonth month, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, month, cancellation);
            if (stored.Month.Obligations.FirstOrDefault(o => o.Partner == partner) is not { } known) return last;
            var next = known.Before == last ? known : known with { Before = last };
            if (next == known || await contacts.WriteAsync(stored, stored.Month with { Obligations = stored.Month.Obligations.Replace(known, next) }, cancellation))
                return next.Last;
        }

        throw Moved();
    }

    private static IOException Moved() => new($"The month of a program moved {MostTries} times while one contact was recorded. Try again.");

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
