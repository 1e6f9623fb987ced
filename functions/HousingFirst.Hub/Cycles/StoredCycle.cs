using HousingFirst.Core.Planning;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Cycles;

/// <summary>A cycle as stored: one row, key the cycle's id. Inserting it claims the cycle.</summary>
/// <param name="Id">Its id: <c>contacts-2026-12</c>.</param>
/// <param name="State">How far it has come.</param>
public sealed record StoredCycle(string Id, CycleState State)
{
    private const char Separator = '\n';

    /// <summary>Whom the cycle concerns, in the order of its steps: fixed when it opened, so that a step's number keeps its meaning.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The version of the partner directory that it was opened from; null before it opened, and where nothing is opened from a directory.</summary>
    public long? OpenedFrom { get; init; }

    /// <summary>How often it was gone through to open it: again where that directory moved meanwhile.</summary>
    public int Passes { get; init; }

    /// <summary>When it goes on (UTC); null once it is done. For operators: what wakes it is its due row.</summary>
    public Instant? NextAt { get; init; }

    /// <summary>When it closed (UTC); null while it is open.</summary>
    public Instant? Closed { get; init; }

    /// <summary>The ETag it was read with.</summary>
    public string? ETag { get; init; }

    internal Row ToRow()
    {
        var row = RowVersions.NewRow(Keys.Of(Id))
            .With("done", State.Done)
            .With("running", State.Running)
            .With("steps", State.Running is null ? null : State.Steps)
            .With("cursor", State.Running is null ? null : State.Cursor)
            .With("since", State.Since)
            .With("openedFrom", OpenedFrom)
            .With("passes", Passes == 0 ? null : Passes)
            .With("nextAt", NextAt)
            .With("closed", Closed);
        return Members.Count == 0 ? row : WideColumns.Set(row, System.Text.Encoding.ASCII.GetBytes(string.Join(Separator, Members)));
    }

    internal static StoredCycle Read(Row row)
    {
        RowVersions.Readable(row);
        return new StoredCycle(
            Keys.Parts(row.Key)[0],
            new CycleState(row.Text("done"), row.Text("running"), (int)(row.Number("steps") ?? 0), (int)(row.Number("cursor") ?? 0))
            {
                Since = row.Time("since"),
            })
        {
            Members = WideColumns.Find(row) is { } bytes ? System.Text.Encoding.ASCII.GetString(bytes).Split(Separator) : [],
            OpenedFrom = row.Number("openedFrom"),
            Passes = (int)(row.Number("passes") ?? 0),
            NextAt = row.Time("nextAt"),
            Closed = row.Time("closed"),
            ETag = row.ETag,
        };
    }
}
