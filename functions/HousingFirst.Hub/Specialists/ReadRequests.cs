using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Reads requests to the specialist: every one for the specialist, and for an agency those it is a party to. Nobody else sees any: there is no list of
/// them on a shared page, and no mail says what they are about. One request of storage a thousand.
/// </summary>
public sealed class ReadRequests(TaskStore tasks)
{
    /// <summary>Every request, oldest first.</summary>
    public async ValueTask<IReadOnlyList<SeenRequest>> AllAsync(Surroundings at, CancellationToken cancellation) =>
        [.. (await tasks.OfKindAsync(SpecialistTaskKind.Asked, cancellation)).Where(t => t.Request is not null).Select(t => Seen(t, at))];

    /// <summary>
    /// The requests an agency is a party to, oldest first: its own; those about it, once the specialist has taken them up and is going to call; those it
    /// does what was agreed of. What the asker wrote to the specialist, and about whom, only the asker sees.
    /// </summary>
    /// <param name="agencies">The agency; several where one person works for several, who sees what any of them may.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<IReadOnlyList<SeenRequest>> OfAsync(IReadOnlyCollection<string> agencies, Surroundings at, CancellationToken cancellation) =>
        [.. (await AllAsync(at, cancellation)).Select(r => agencies.Contains(r.By) ? r : agencies.Select(a => As(a, r)).OfType<SeenRequest>().FirstOrDefault()).OfType<SeenRequest>()];

    /// <summary>A request of another agency as one sees it, or null where it is none of its.</summary>
    private static SeenRequest? As(string agency, SeenRequest request)
    {
        var isOther = request.Help.With == agency && request.Course.Taken is not null;
        return isOther || request.Course.Owner == agency
            ? request with { Contact = null, Help = request.Help with { Note = null, Subject = null } }
            : null;
    }

    internal static SeenRequest Seen(SpecialistTask task, Surroundings at) =>
        new(task.Id, task.Agency!, task.Contact, task.Request!, task.Since, task.CourseIn(at.Community));
}

/// <summary>A request to the specialist, as its reader may see it.</summary>
/// <param name="Id">A short name of it for people: 8 hex digits.</param>
/// <param name="By">The agency that asked.</param>
/// <param name="Contact">Which of its people, where one did.</param>
/// <param name="Help">What for, and with whom.</param>
/// <param name="Asked">When (UTC).</param>
/// <param name="Course">What became of it.</param>
public sealed record SeenRequest(string Id, string By, string? Contact, RequestedHelp Help, NodaTime.Instant Asked, RequestCourse Course);
