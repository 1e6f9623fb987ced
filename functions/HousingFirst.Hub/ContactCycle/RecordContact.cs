using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Inbox;
using NodaTime;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Records a talk, an attempt, or why there was none, in the month of its day. That its message has come is written first, and stays as long as what it
/// recorded: the same id with another day would else be a second contact, in another month. Then the program's month; what is shown of it last, from what
/// it then says. A repeat finishes what was cut off.
/// </summary>
public sealed class RecordContact(ContactStore contacts, MessageInbox inbox)
{
    private const int MostTries = 25;

    private static readonly ContactReceipt.Refused NoProgram = new(new Decision.Refused(
        RefusalReasons.DataInvalid, [new Defect("data.with", "no funded program, and neither are you", "nothing is owed between you: there is nothing to record")]));

    /// <summary>Records a contact between two organisations.</summary>
    /// <param name="sender">Who records it.</param>
    /// <param name="other">With whom.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    public async ValueTask<ContactReceipt> RunAsync(
        Organisation sender, Organisation other, ContactMade contact, Surroundings at, CancellationToken cancellation)
    {
        // A talk between two programs is one for both: each may owe it to the other.
        (Organisation Program, Organisation Partner)[] both = [(sender, other), (other, sender)];
        var owing = both.Where(p => p.Program.Kind == OrganisationKind.FundedProgram || p.Program.Id == at.Community.LeadOrganisation).ToArray();
        if (owing.Length == 0) return NoProgram;
        if (await inbox.TakeAsync(sender.Id, contact.Key, contact.Body, contact.Recorded, cancellation) is not TakenMessage.ToDo taken)
            return ContactReceipt.IdReused;
        foreach (var (program, partner) in owing)
        {
            if (!await OneAsync(program.Id, partner.Id, contact with { Recorded = taken.Received }, at.Today, cancellation)) return ContactReceipt.IdReused;
        }

        return new ContactReceipt.Recorded(taken.Received);
    }

    /// <returns>False where an older version recorded the same id with another body.</returns>
    private async ValueTask<bool> OneAsync(string program, string partner, ContactMade contact, LocalDate today, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, contact.On.ToYearMonth(), cancellation);
            if (stored.Month.Obligations.SelectMany(o => o.Recorded).Any(c => c.Key == contact.Key && c.Body != contact.Body)) return false;
            var next = With(stored.Month, partner, contact);
            if (next != stored.Month && !await contacts.WriteAsync(stored, next, cancellation)) continue;
            var recorded = next.Obligations.First(o => o.Partner == partner);
            await contacts.ShowAsync(next, recorded, cancellation);

            // An open month is read from the programs' own months.
            if (next is not { Opened: not null, Closed: null }) await contacts.ShowAsync(next, cancellation);
            await CarryAsync(recorded, next, today, cancellation);
            return true;
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
public abstract record ContactReceipt
{
    private ContactReceipt()
    {
    }

    /// <summary>The same <c>source</c> and <c>id</c> came before with another body: what that said stays as it is.</summary>
    public static Refused IdReused { get; } = new(Refusals.IdReused);

    /// <summary>Recorded, now or before.</summary>
    /// <param name="At">When it first came (UTC): the same for a repeat.</param>
    public sealed record Recorded(Instant At) : ContactReceipt;

    /// <summary>Refused: nothing was written.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Refused(Decision.Refused Why) : ContactReceipt;
}
