using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Requests;
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
        // What is late comes first: the end of a long part is only counted.
        var waiting = open.Select(task => (Task: task, Course: task.Request is null ? null : task.CourseIn(at.Community))).Where(w => !IsInHand(w.Course));
        foreach (var same in waiting.OrderByDescending(w => IsLate(w.Course)).GroupBy(w => (w.Task.Kind, w.Task.Agency, w.Task.Contact, w.Task.Organisation, w.Course?.State, IsLate(w.Course))))
        {
            var (task, course) = same.First();
            var organisation = task.Agency is { } agency ? at.Directory.Find(agency) : null;
            var name = task.Organisation ?? organisation?.Name(language) ?? CommunityName;
            var contact = task.Contact is { } id ? organisation?.Contact(id)?.Name : null;
            MorningFact fact = course switch
            {
                not null when IsLate(course) => new MorningFact.RequestLate(name, contact, same.Min(w => w.Course!.Promised), same.Count()),
                { State: not RequestState.Asked } => new MorningFact.RequestIdle(name, contact, same.Min(w => IdleSince(w.Course))!.Value, same.Count()),
                _ => new MorningFact.Task(task.Kind, name, contact, same.Count()),
            };
            yield return (task.Kind.Subject(), new MorningLine(fact, ActionOf(task, organisation)));
        }
    }

    private bool IsLate(RequestCourse? course) => course?.IsLate(at.Today) == true;

    /// <summary>Whether somebody works on it: it comes back when nothing has come of it for a while.</summary>
    private bool IsInHand(RequestCourse? course) => course is { State: not RequestState.Asked } && IdleSince(course) is null;

    private LocalDate? IdleSince(RequestCourse? course) => course?.IdleSince(at.Today, at.Community.Zone);

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
