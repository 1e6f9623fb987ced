using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Network;
using HousingFirst.Hub.Surprises;
using NodaTime;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Writes the lines of the specialist's morning mail from what is known: each with its one action, a number to call or a command. It names
/// organisations and their people, never a client.
/// </summary>
internal sealed class ComposeMorning(Surroundings at, Language language)
{
    /// <summary>More lines of one part are read by nobody: they are counted, and the commands list them.</summary>
    public const int MostLines = 10;

    /// <summary>What ends in so many days is said.</summary>
    public const int EndsWithin = 30;

    /// <summary>The groups that have something to say, in their order.</summary>
    public IReadOnlyList<MorningGroup> Groups(
        IReadOnlyList<SpecialistTask> open, IReadOnlyDictionary<string, int> consentsOf, IEnumerable<RecordedSurprise> surprises)
    {
        var lines = Tasks(open)
            .Concat(StoppedBeside(open).Select(line => (MorningSubject.Undelivered, line)))
            .Concat(Surprises(surprises).Select(line => (MorningSubject.Surprises, line)))
            .Concat(Endings(consentsOf).Select(line => (MorningSubject.Endings, line)))
            .Concat(Unconfirmed().Select(line => (MorningSubject.Unconfirmed, line)))
            .ToLookup(l => l.Item1, l => l.Item2);
        return
        [
            .. Enum.GetValues<MorningSubject>().Where(lines.Contains).Select(subject => new MorningGroup(
                subject, [.. lines[subject].Take(MostLines)], Math.Max(0, lines[subject].Count() - MostLines))),
        ];
    }

    private IEnumerable<(MorningSubject, MorningLine)> Tasks(IReadOnlyList<SpecialistTask> open)
    {
        foreach (var same in open.GroupBy(t => (t.Kind, t.Agency, t.Contact, t.Organisation)))
        {
            var task = same.First();
            var organisation = task.Agency is { } agency ? at.Directory.Find(agency) : null;
            var name = task.Organisation ?? organisation?.Name(language) ?? CommunityName;
            var contact = task.Contact is { } id ? organisation?.Contact(id)?.Name : null;
            yield return (task.Kind.Subject(), new MorningLine(
                new MorningFact.Task(task.Kind, name, contact, same.Count()), ActionOf(task, organisation)));
        }
    }

    private MorningAction ActionOf(SpecialistTask task, Organisation? organisation) => task.Kind switch
    {
        SpecialistTaskKind.HubFailed => new MorningAction.Run("hub dead-letters list"),
        _ when ProspectCause.Read(task.Cause) is var (prospect, _) => new MorningAction.Run($"hub network show {prospect}"),
        _ when organisation is not null => Call(organisation, task.Contact),
        _ => new MorningAction.Run($"hub tasks show {task.Id}"),
    };

    /// <summary>Contacts whose address has stopped as the directory says, where no task says so.</summary>
    private IEnumerable<MorningLine> StoppedBeside(IReadOnlyList<SpecialistTask> open) =>
        from known in People()
        where known.Contact.Stopped is not null
            && !open.Any(t => t.Kind == SpecialistTaskKind.AddressStopped && t.Agency == known.Organisation.Id && t.Contact == known.Contact.Id)
        select new MorningLine(
            new MorningFact.Task(SpecialistTaskKind.AddressStopped, known.Organisation.Name(language), known.Contact.Name, 1),
            Call(known.Organisation, known.Contact.Id));

    private IEnumerable<MorningLine> Surprises(IEnumerable<RecordedSurprise> surprises) =>
        from surprise in surprises
        where surprise.Cause is not null
        group surprise by (surprise.Agency, Cause: surprise.Cause!.Value) into same
        orderby same.Key.Cause, same.Key.Agency
        select new MorningLine(
            new MorningFact.Surprise(at.Directory.Find(same.Key.Agency)?.Name(language) ?? CommunityName, same.Key.Cause, same.Count()),
            new MorningAction.Run("hub surprises"));

    private IEnumerable<MorningLine> Endings(IReadOnlyDictionary<string, int> consentsOf)
    {
        var ending = Active().Where(o => o.Agreement is { } a && a.IsInForce(at.Today) && Period.DaysBetween(at.Today, a.Ends) <= EndsWithin);
        foreach (var organisation in ending.OrderBy(o => o.Agreement!.Ends).ThenBy(Sorted))
            yield return new MorningLine(new MorningFact.AgreementEnds(organisation.Name(language), organisation.Agreement!.Ends), Call(organisation, null));
        foreach (var program in Active().Where(o => consentsOf.ContainsKey(o.Id)).OrderBy(Sorted))
            yield return new MorningLine(new MorningFact.ConsentsEnd(program.Name(language), consentsOf[program.Id]), Call(program, null));
    }

    private IEnumerable<MorningLine> Unconfirmed() =>
        from known in People()
        where known.Contact.Stopped is null && known.Contact.IsUnconfirmed(at.Today)
        select new MorningLine(
            new MorningFact.Unconfirmed(known.Organisation.Name(language), known.Contact.Name), Call(known.Organisation, known.Contact.Id));

    private IEnumerable<(Organisation Organisation, Contact Contact)> People() =>
        Active().OrderBy(Sorted).SelectMany(o => o.Contacts.Select(c => (o, c)));

    private IEnumerable<Organisation> Active() => at.Directory.Organisations.Where(o => o.Standing.IsActive);

    private string Sorted(Organisation organisation) => Folding.Of(organisation.Name(language));

    private MorningAction.Call Call(Organisation organisation, string? contact) => new(Callers.OfOrganisation(organisation, contact, language));

    private string CommunityName => language == Language.French ? at.Community.NameFr : at.Community.NameEn;
}
