using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactLists;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.ContactCycle;

/// <summary>
/// Reminds a program of the partners it has not talked with this month: its worker at each nudge, the team lead of a program of which nothing at all
/// was heard, and then the specialist. The mail first, then the mark that it has left: cut off in between, the same mail goes again, which is once.
/// </summary>
public sealed class RemindProgram(ContactStore contacts, ReleasePartners release, WriteContactLines lines, IMailer mailer, TellSpecialist specialist)
{
    private const int MostTries = 25;

    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>Does a stage for one program, unless it was done.</summary>
    public async ValueTask RunAsync(string program, YearMonth month, string stage, Surroundings at, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await contacts.ReadAsync(program, month, cancellation);
            if (stored.Month.Told.Contains(stage)) return;
            var now = await release.RunAsync(stored.Month, at, cancellation);
            if (!await TellAsync(now, stage, at, cancellation) && now == stored.Month) return;
            if (await contacts.WriteAsync(stored, now with { Told = now.Told.Add(stage) }, cancellation)) return;
        }

        throw new IOException($"The month of a program moved {MostTries} times while it was reminded. Try again.");
    }

    /// <summary>Sends what the stage asks for.</summary>
    /// <returns>False where there is nothing to say.</returns>
    private async ValueTask<bool> TellAsync(ProgramMonth month, string stage, Surroundings at, CancellationToken cancellation)
    {
        if (at.Directory.Find(month.Program) is not { Standing.IsActive: true } program) return false;
        if (!month.Wanting.Any() || (stage is ContactPlan.TeamLead or ContactPlan.Specialist && !month.IsSilent)) return false;
        var cause = $"contacts.{Month.Format(month.Month)}.{program.Id}.{stage}";
        var lead = TeamLead(program);
        if (stage == ContactPlan.Specialist || (stage == ContactPlan.TeamLead && lead is null))
        {
            // Without a team lead the specialist hears at the lead's stage, and then not again at its own.
            if (stage == ContactPlan.Specialist && lead is null && month.Told.Contains(ContactPlan.TeamLead)) return false;
            await specialist.RunAsync(SpecialistTaskKind.ContactsSilent, cause, program.Id, null, at, cancellation);
            return true;
        }

        var reader = stage == ContactPlan.TeamLead ? lead : program.Contacts.FirstOrDefault(ComposeMail.IsMailable);
        var sent = reader is null
            ? MailOutcome.Refused
            : await mailer.SendAsync(
                new MailContent.ContactList(
                    cause, ComposeMail.Recipient(reader), at.Now, Ask(stage), month.Month, MonthEnds(month.Month), await lines.RunAsync(month, reader.Language, at, cancellation)),
                cancellation);
        if (sent == MailOutcome.Refused) await specialist.RunAsync(SpecialistTaskKind.AddressStopped, cause, program.Id, reader?.Id, at, cancellation);
        return true;
    }

    /// <summary>The team lead: who stands in for the worker who answers for the program; null where nobody does, or cannot be written to.</summary>
    internal static Contact? TeamLead(Organisation program) =>
        program.Contacts is [{ Alternate: { } alternate }, ..] && program.Contact(alternate) is { } lead && ComposeMail.IsMailable(lead) ? lead : null;

    private static ContactListAsk Ask(string stage) => stage == ContactPlan.TeamLead ? ContactListAsk.TeamLead : ContactListAsk.Nudge;

    private static LocalDate MonthEnds(YearMonth month) => month.ToDateInterval().End;
}
