using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Meetings;

/// <summary>The actions of every meeting, one partition: what is overdue at the next meeting is found by looking, so that nothing has to be carried over.</summary>
public sealed class ActionStore(ITables tables, string community)
{
    /// <summary>How long a closed action is kept.</summary>
    public const int KeptDays = 400;

    private const int MostTries = 25;

    /// <summary>Every action, by its last day: one request a thousand.</summary>
    public async ValueTask<IReadOnlyList<MeetingAction>> AllAsync(CancellationToken cancellation)
    {
        var all = new List<MeetingAction>();
        await foreach (var row in tables.EachAsync(Table.Cycles, Partition, cancellation)) all.Add(Read(row));
        return [.. all.OrderBy(a => a.Due).ThenBy(a => a.Id, StringComparer.Ordinal)];
    }

    /// <summary>Adds an action. There before, it stays as it is.</summary>
    public async ValueTask AddAsync(MeetingAction action, CancellationToken cancellation) =>
        await tables.BatchAsync(Table.Cycles, Partition, [new RowWrite.Insert(ToRow(action))], cancellation);

    /// <summary>Closes an action. Closed before, it stays as it was.</summary>
    /// <returns>The action, or null where there is none of that id.</returns>
    public async ValueTask<MeetingAction?> CloseAsync(string id, LocalDate on, bool dropped, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await tables.GetAsync(Table.Cycles, Partition, Keys.Of(id), cancellation) is not { } row) return null;
            var known = Read(row);
            if (known.Closed is not null) return known;
            var closed = known with { Closed = on, IsDropped = dropped };
            if (await tables.BatchAsync(Table.Cycles, Partition, [new RowWrite.Update(ToRow(closed), row.ETag!)], cancellation) is BatchOutcome.Committed) return closed;
        }

        throw new IOException($"The same action moved {MostTries} times while it was closed. Try again.");
    }

    /// <summary>Forgets what was closed long ago.</summary>
    public async ValueTask ForgetAsync(LocalDate today, CancellationToken cancellation)
    {
        var old = (await AllAsync(cancellation)).Where(a => a.Closed < today.PlusDays(-KeptDays)).Select(a => (RowWrite)new RowWrite.Delete(Keys.Of(a.Id), null));
        foreach (var batch in old.Chunk(Limits.BatchRows)) await tables.BatchAsync(Table.Cycles, Partition, batch, cancellation);
    }

    private static Row ToRow(MeetingAction action) => RowVersions.NewRow(Keys.Of(action.Id))
        .With("meeting", action.Meeting)
        .With("owner", action.Owner)
        .With("what", action.What)
        .With("due", action.Due)
        .With("agreed", action.Agreed)
        .With("closed", action.Closed)
        .With("dropped", action.IsDropped ? true : null);

    private static MeetingAction Read(Row row)
    {
        RowVersions.Readable(row);
        return new MeetingAction(
            Keys.Parts(row.Key)[0], row.NeedText("meeting"), row.NeedText("owner"), row.NeedText("what"), row.Date("due")!.Value, row.Time("agreed")!.Value)
        {
            Closed = row.Date("closed"),
            IsDropped = row.Flag("dropped"),
            ETag = row.ETag,
        };
    }

    private string Partition => Keys.Of(community, "actions");
}
