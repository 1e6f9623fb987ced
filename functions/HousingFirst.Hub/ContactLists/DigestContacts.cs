using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.ContactCycle;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Hub.ContactLists;

/// <summary>
/// The contacts of the month in a program's digest: in the first that leaves after the month has opened, and in the first after each reminder, while
/// somebody is still to be talked with. It comes with a digest that leaves anyway: the list alone is no news, and sends none. It goes to who answers for
/// the program, as the reminders do.
/// </summary>
public sealed class DigestContacts(ContactStore contacts, WriteContactLines lines, CountComing coming)
{
    /// <summary>
    /// The stage whose list a person's digest of now may hold: <c>contacts-2026-12.nudge-1</c>; null where it has none to hold. Nothing is read.
    /// </summary>
    internal static string? StageOf(PersonPrograms person, Surroundings at)
    {
        if (person.Programs.Count == 0) return null;
        var plan = ContactPlan.Of(at.Today.ToYearMonth(), at.Community);
        if (plan.Stages.Any(s => s.Name == ContactPlan.Close && s.At <= at.Now)) return null;
        return plan.Stages.TakeWhile(s => s.Name != ContactPlan.TeamLead).LastOrDefault(s => s.At <= at.Now) is { } stage ? $"{plan.Cycle}.{stage.Name}" : null;
    }

    /// <summary>Each of the person's programs with whom it has still to talk with. One whose month hasn't opened, or that has talked with all, isn't there.</summary>
    /// <returns>Null where a month hasn't opened: then a later digest has the list.</returns>
    internal async ValueTask<IReadOnlyList<DigestContactList>?> RunAsync(PersonPrograms person, Surroundings at, CancellationToken cancellation)
    {
        var month = at.Today.ToYearMonth();
        var lists = new List<DigestContactList>();
        foreach (var program in person.Programs)
        {
            var stands = (await contacts.ReadAsync(program.Id, month, cancellation)).Month;
            if (stands.Opened is null) return null;
            var wanting = await lines.RunAsync(stands, person.Language, at, cancellation);
            if (wanting.IsEmpty) continue;
            lists.Add(new DigestContactList(month.ToDateInterval().End, wanting)
            {
                Organisation = person.Programs.Count > 1 ? program.Name(person.Language) : null,
                Coming = await coming.RunAsync(stands, at, cancellation),
            });
        }

        return lists;
    }
}

/// <summary>The programs for which a person is written to about contacts.</summary>
/// <param name="Programs">The active funded programs for which the person answers, or stands first among those who can be written to.</param>
/// <param name="Language">The person's language.</param>
internal sealed record PersonPrograms(IReadOnlyList<Organisation> Programs, Language Language)
{
    /// <summary>Those of one of a person's digests.</summary>
    public static PersonPrograms Of(string contact, DigestSide side, Surroundings at)
    {
        Organisation[] programs =
        [
            .. at.Directory.OrganisationsOf(contact)
                .Where(o => o is { Kind: OrganisationKind.FundedProgram, Standing.IsActive: true } && DigestSides.Of(Role.PRG, o) == side)
                .Where(o => o.Contacts.FirstOrDefault(ComposeMail.IsMailable)?.Id == contact)
                .OrderBy(o => o.Id, StringComparer.Ordinal),
        ];
        return new PersonPrograms(programs, programs.Length == 0 ? Language.English : programs[0].Contact(contact)!.Language);
    }
}
