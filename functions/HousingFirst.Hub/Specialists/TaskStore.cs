using HousingFirst.Core.Requests;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Specialists;

/// <summary>The specialist's tasks: one partition a community, key <c>kind|cause</c>, small enough to read whole.</summary>
public sealed class TaskStore(ITables tables, string community)
{
    /// <summary>Somebody else moving the same task again and again is a fault to try later.</summary>
    private const int MostTries = 25;

    /// <summary>Adds a task: one request, two where the same cause came before.</summary>
    /// <returns>The task as it stands: as given, or as it came before and may be done since.</returns>
    public async ValueTask<(SpecialistTask Task, bool IsNew)> AddAsync(SpecialistTask task, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await tables.BatchAsync(Table.Due, Partition, [new RowWrite.Insert(ToRow(task))], cancellation) is BatchOutcome.Committed committed)
                return (task with { ETag = committed.ETags[0] }, true);
            if (await tables.GetAsync(Table.Due, Partition, Key(task), cancellation) is { } known) return (Read(known), false);
        }

        throw new IOException($"The same task was added and forgotten {MostTries} times. Try again.");
    }

    /// <summary>Every task, oldest first: one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<SpecialistTask>> AllAsync(CancellationToken cancellation) =>
        await RangeAsync(string.Empty, null, cancellation);

    /// <summary>Every task of a kind, oldest first: one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<SpecialistTask>> OfKindAsync(SpecialistTaskKind kind, CancellationToken cancellation)
    {
        var prefix = Keys.Prefix(kind.ToString());
        return await RangeAsync(prefix, Keys.End(prefix), cancellation);
    }

    /// <summary>Says that a task is done. One that is done stays as it is.</summary>
    /// <param name="task">The task.</param>
    /// <param name="now">When (UTC).</param>
    /// <param name="by">Who says so; null where its cause is gone.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The task as it stands; null where it is forgotten.</returns>
    public async ValueTask<SpecialistTask?> DoneAsync(SpecialistTask task, Instant now, string? by, CancellationToken cancellation) =>
        await ChangeAsync(task, known => known.Done is null ? known with { Done = now, DoneBy = by } : known, cancellation);

    /// <summary>Forgets what somebody wrote with a task, and about whom; the task stays.</summary>
    public async ValueTask ForgetWordsAsync(SpecialistTask task, CancellationToken cancellation) => await ChangeAsync(
        task, known => known.Request is { } request ? known with { Request = request with { Note = null, Subject = null } } : known, cancellation);

    /// <summary>Forgets tasks.</summary>
    public async ValueTask ForgetAsync(IEnumerable<SpecialistTask> gone, CancellationToken cancellation)
    {
        foreach (var batch in gone.Select(t => (RowWrite)new RowWrite.Delete(Key(t), null)).Chunk(Limits.BatchRows))
            await tables.BatchAsync(Table.Due, Partition, batch, cancellation);
    }

    /// <summary>Changes a task, on the state it has by then.</summary>
    /// <returns>The task as it stands; null where it is forgotten.</returns>
    internal async ValueTask<SpecialistTask?> ChangeAsync(
        SpecialistTask task, Func<SpecialistTask, SpecialistTask> change, CancellationToken cancellation)
    {
        SpecialistTask? known = task;
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (known is null || change(known) is var next && next == known) return known;
            if (await tables.BatchAsync(Table.Due, Partition, [new RowWrite.Update(ToRow(next), known.ETag!)], cancellation) is BatchOutcome.Committed committed)
                return next with { ETag = committed.ETags[0] };
            known = await tables.GetAsync(Table.Due, Partition, Key(task), cancellation) is { } row ? Read(row) : null;
        }

        throw new IOException($"The same task was changed {MostTries} times while one change was made. Try again.");
    }

    private async ValueTask<IReadOnlyList<SpecialistTask>> RangeAsync(string from, string? before, CancellationToken cancellation)
    {
        var all = new List<SpecialistTask>();
        await foreach (var row in tables.EachAsync(Table.Due, Partition, from, before, cancellation)) all.Add(Read(row));
        return [.. all.OrderBy(t => t.Since).ThenBy(t => t.Id, StringComparer.Ordinal)];
    }

    private static string Key(SpecialistTask task) => Keys.Of(task.Kind.ToString(), task.Cause);

    private static Row ToRow(SpecialistTask task) => RowVersions.NewRow(Key(task))
        .With("since", task.Since)
        .With("agency", task.Agency)
        .With("contact", task.Contact)
        .With("organisation", task.Organisation)
        .With("entry", task.Entry)
        .With("about", task.Request?.About.ToString())
        .With("with", task.Request?.With)
        .With("note", task.Request?.Note)
        .With("subject", task.Request?.Subject)
        .With("promised", task.Course?.Promised)
        .With("taken", task.Course?.Taken)
        .With("takenBy", task.Course?.TakenBy)
        .With("agreedOn", task.Course?.AgreedOn)
        .With("agreed", task.Course?.Agreed)
        .With("owner", task.Course?.Owner)
        .With("outcome", task.Course?.Outcome)
        .With("done", task.Done)
        .With("doneBy", task.DoneBy);

    private static SpecialistTask Read(Row row)
    {
        RowVersions.Readable(row);
        if (Keys.Parts(row.Key) is not [var word, var cause] || !Enum.TryParse<SpecialistTaskKind>(word, out var kind) || row.Time("since") is not { } since)
            throw new InvalidDataException("A task of the specialist is of a kind this program doesn't know: it was written by a newer one, or is damaged.");
        return new SpecialistTask(kind, cause, since)
        {
            Agency = row.Text("agency"),
            Contact = row.Text("contact"),
            Organisation = row.Text("organisation"),
            Entry = row.Text("entry"),
            Request = row.Text("about") is { } about
                ? new RequestedHelp(Enum.Parse<HelpAbout>(about), row.Text("with"), row.Text("note"), row.Text("subject"))
                : null,
            Course = row.Date("promised") is { } promised
                ? new RequestCourse(promised)
                {
                    Taken = row.Time("taken"),
                    TakenBy = row.Text("takenBy"),
                    AgreedOn = row.Time("agreedOn"),
                    Agreed = row.Text("agreed"),
                    Owner = row.Text("owner"),
                    Closed = row.Time("done"),
                    Outcome = row.Text("outcome"),
                }
                : null,
            Done = row.Time("done"),
            DoneBy = row.Text("doneBy"),
            ETag = row.ETag,
        };
    }

    private string Partition => Keys.Of(community, "tasks");
}
