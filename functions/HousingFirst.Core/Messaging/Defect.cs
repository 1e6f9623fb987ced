namespace HousingFirst.Core.Messaging;

/// <summary>One thing wrong with a message: where, which rule, what to do. Never holds a value that was sent, nor client data.</summary>
/// <param name="Path">The JSON path: <c>data.change</c>, <c>subject</c>; <c>$</c> for the whole.</param>
/// <param name="Rule">What is wrong, as the rule it breaks: "not a code".</param>
/// <param name="Mend">What to do: "did you mean `away.hospital.in`?".</param>
public sealed record Defect(string Path, string Rule, string Mend)
{
    /// <summary>One line: <c>`data.change`: not a code; did you mean `away.hospital.in`?</c></summary>
    public override string ToString() => Mend.Length == 0 ? $"`{Path}`: {Rule}" : $"`{Path}`: {Rule}; {Mend}";
}

/// <summary>
/// The reasons a message is refused for: the dead letter's reason and the <c>reason</c> of <c>message.rejected.v1</c>.
/// docs/integrating.md lists them; a test compares.
/// </summary>
public static class RefusalReasons
{
    /// <summary>No signature, or one that no live agency key made. Answered to nobody.</summary>
    public const string SenderUnproven = "sender.unproven";

    /// <summary>The signature is one agency's, <c>source</c> names another.</summary>
    public const string SourceForeign = "source.foreign";

    /// <summary>The agency is suspended, or has left: nothing of it is taken.</summary>
    public const string SenderSuspended = "sender.suspended";

    /// <summary>Over 32 KiB.</summary>
    public const string MessageTooLarge = "message.tooLarge";

    /// <summary>Not JSON, or not UTF-8.</summary>
    public const string EventMalformed = "event.malformed";

    /// <summary>JSON, but not a CloudEvent 1.0.</summary>
    public const string EventInvalid = "event.invalid";

    /// <summary>A CloudEvent of a type the hub doesn't take.</summary>
    public const string TypeUnknown = "type.unknown";

    /// <summary>A type that belongs on the other queue.</summary>
    public const string TypeWrongQueue = "type.wrongQueue";

    /// <summary>Data or attributes that break the contract, one defect each.</summary>
    public const string DataInvalid = "data.invalid";

    /// <summary>Unknown client, another's client, ended membership: the same answer to all.</summary>
    public const string ClientNotYours = "client.notYours";

    /// <summary>On the team, but this code is not this sender's to send.</summary>
    public const string SenderNotAllowed = "sender.notAllowed";

    /// <summary>The same source and id came before with another body.</summary>
    public const string IdReused = "id.reused";

    /// <summary>Failed ten times for the hub's own reasons.</summary>
    public const string HubFailed = "hub.failed";
}
