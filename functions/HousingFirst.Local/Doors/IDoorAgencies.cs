namespace HousingFirst.Local.Doors;

/// <summary>What a door must know of agencies: their live keys and whether they have a queue. Answers from memory.</summary>
internal interface IDoorAgencies
{
    /// <summary>The agency's live keys, newest first, as the UTF-8 bytes of their text. Empty for an agency this hub doesn't know.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> KeysOf(string agency);

    /// <summary>Whether the agency has a queue to receive from.</summary>
    bool HasQueue(string agency);

    /// <summary>Whether the agency is suspended, or has left: its keys open no door.</summary>
    bool IsSuspended(string agency);
}
