using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Meetings;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Takes a request to the specialist a step further. Each step is decided on the request as it stands and written by its ETag: of two people who do it
/// at once the second decides anew. Taken again, a step changes nothing.
/// </summary>
public sealed class MoveRequest(TaskStore tasks, CheckOpenText check)
{
    /// <summary>Takes it up.</summary>
    public ValueTask<MovedRequest?> TakeUpAsync(string id, string by, Surroundings at, CancellationToken cancellation) =>
        StepAsync(id, by, task => task.CourseIn(at.Community).TakeUp(by, at.Now), at, cancellation);

    /// <summary>Writes down what the parties agreed.</summary>
    public async ValueTask<MovedRequest?> AgreeAsync(
        string id, string what, string? owner, bool anew, string by, Surroundings at, CancellationToken cancellation)
    {
        if (owner is not null && at.Directory.Find(owner) is null)
            return new MovedRequest(null, [new Defect("owner", "no agency here has that id", "`hub community` shows the ids")]);
        if (await WrongAsync(id, "agreed", what, at, cancellation) is { Count: > 0 } wrong) return new MovedRequest(null, wrong);
        return await StepAsync(id, by, task => task.CourseIn(at.Community).Agree(what, owner, IsBarrier(task), anew, by, at.Now), at, cancellation);
    }

    /// <summary>Closes it.</summary>
    public async ValueTask<MovedRequest?> CloseAsync(string id, string? outcome, string by, Surroundings at, CancellationToken cancellation)
    {
        if (outcome is not null && await WrongAsync(id, "outcome", outcome, at, cancellation) is { Count: > 0 } wrong) return new MovedRequest(null, wrong);
        return await StepAsync(id, by, task => task.CourseIn(at.Community).Close(outcome, IsBarrier(task), at.Now), at, cancellation);
    }

    private async ValueTask<MovedRequest?> StepAsync(
        string id, string by, Func<SpecialistTask, RequestOutcome> step, Surroundings at, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } found) return null;
        Defect? why = null;
        var moved = await tasks.ChangeAsync(found, Step, cancellation);
        return moved is null ? null : why is null ? new MovedRequest(ReadRequests.Seen(moved, at), []) : new MovedRequest(null, [why]);

        SpecialistTask Step(SpecialistTask known)
        {
            why = null;
            switch (step(known))
            {
                case RequestOutcome.Refused refused:
                    why = refused.Why;
                    return known;
                case RequestOutcome.Stands { Course: var course } when course == known.CourseIn(at.Community):
                    return known;
                case RequestOutcome.Stands { Course: var course }:
                    return known with { Course = course, Done = course.Closed, DoneBy = course.Closed is null ? null : by };
                default:
                    throw new InvalidOperationException("A step has another outcome: handle it here.");
            }
        }
    }

    /// <summary>What stands here outlives what the asker wrote: it is held to what everyone may read.</summary>
    private async ValueTask<IReadOnlyList<Defect>> WrongAsync(string id, string path, string text, Surroundings at, CancellationToken cancellation)
    {
        var task = await FindAsync(id, cancellation);
        return await check.RunAsync([(path, text)], ((string?[])[task?.Agency, task?.Request!.With]).OfType<string>(), at, cancellation);
    }

    private async ValueTask<SpecialistTask?> FindAsync(string id, CancellationToken cancellation) =>
        (await tasks.OfKindAsync(SpecialistTaskKind.Asked, cancellation)).FirstOrDefault(t => t.Id == id && t.Request is not null);

    private static bool IsBarrier(SpecialistTask task) => task.Request!.About == HelpAbout.Barrier;
}

/// <summary>What a step came to.</summary>
/// <param name="Request">The request as it stands; null where the step was not taken.</param>
/// <param name="Defects">Why not.</param>
public sealed record MovedRequest(SeenRequest? Request, IReadOnlyList<Defect> Defects);
