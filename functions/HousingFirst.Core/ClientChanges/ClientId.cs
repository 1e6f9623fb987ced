namespace HousingFirst.Core.ClientChanges;

/// <summary>The hub's own id of a client. Text made from it says "client": an id can't reach a log or a mail by accident.</summary>
public readonly record struct ClientId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "client";
}

/// <summary>One agency's own reference for a client (<c>subject</c>, <c>theirRef</c>), or police's card reference. Text made from it hides it.</summary>
public readonly record struct ClientReference(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "reference";
}

/// <summary>What a caseworker wrote for the program: never forwarded, never logged. Text made from it hides it.</summary>
public readonly record struct Note(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => "note";
}
