namespace HousingFirst.Local.Storage;

/// <summary>What is wrong with the data folder or its database.</summary>
internal enum HubDataProblem
{
    /// <summary>A newer version of the hub wrote it.</summary>
    NewerVersion,

    /// <summary>Not a database, another program's database, or a damaged one.</summary>
    Corrupt,

    /// <summary>Another program holds it for longer than the hub waits.</summary>
    Locked,

    /// <summary>The disk has no space left.</summary>
    DiskFull,

    /// <summary>The folder or the file can't be written.</summary>
    ReadOnly,

    /// <summary>The disk failed to read or write.</summary>
    Unreadable,

    /// <summary>A restore was broken off, or is running.</summary>
    UnfinishedRestore,

    /// <summary>A restore wants an empty folder, a backup a new file.</summary>
    NotEmpty,
}

/// <summary>The hub's data can't be used. The message says what happened and what to do, for the person at the keyboard.</summary>
internal sealed class HubDataException(HubDataProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Which problem, for what a program does about it.</summary>
    public HubDataProblem Problem { get; } = problem;
}
