namespace HousingFirst.Hub.Teams;

/// <summary>What a sheet would do, or did.</summary>
/// <param name="Clients">How many clients it names.</param>
/// <param name="Changes">What it changes, by line.</param>
/// <param name="Kept">What it states otherwise than the hub knows it, and why the hub's stays.</param>
/// <param name="Unchanged">How many memberships and consents are as stated already.</param>
/// <param name="Told">How many would be told, by their own digest or a call.</param>
public sealed record TeamsPlan(
    int Clients, IReadOnlyList<TeamsChange> Changes, IReadOnlyList<TeamsKept> Kept, int Unchanged, int Told)
{
    /// <summary>How many changes of a kind.</summary>
    public int Count(TeamsChangeKind kind) => Changes.Count(c => c.Kind == kind);
}

/// <summary>One change of an import.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Kind">What it does.</param>
public sealed record TeamsChange(int Line, TeamsChangeKind Kind);

/// <summary>A line that changes nothing though the hub knows it otherwise.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Why">Why the hub's stays, and what to do where the line is right.</param>
public sealed record TeamsKept(int Line, string Why);

/// <summary>What became of an import.</summary>
public abstract record TeamsImport
{
    private TeamsImport()
    {
    }

    /// <summary>Nothing was changed.</summary>
    /// <param name="Defects">Everything that is wrong with the file, by line.</param>
    public sealed record Refused(IReadOnlyList<SheetDefect> Defects) : TeamsImport;

    /// <summary>What the file would do; nothing was changed.</summary>
    /// <param name="Plan">The plan.</param>
    public sealed record Planned(TeamsPlan Plan) : TeamsImport;

    /// <summary>On the queue, durable: the hub takes it from there.</summary>
    /// <param name="Plan">What it does.</param>
    /// <param name="Messages">The messages' ids on queue <c>client-changes</c>: one a client.</param>
    public sealed record Queued(TeamsPlan Plan, IReadOnlyList<string> Messages) : TeamsImport;
}
