using Amqp.Framing;
using Amqp.Transactions;
using Amqp.Types;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>What a receiver wants done with a message.</summary>
internal abstract record Settlement
{
    /// <summary>The key of a dead letter's reason, in an error's information as in application properties.</summary>
    public const string ReasonKey = "DeadLetterReason";

    /// <summary>The key of a dead letter's description.</summary>
    public const string DescriptionKey = "DeadLetterErrorDescription";

    /// <summary>The most characters of a dead letter's reason and of its description, as in Service Bus.</summary>
    private const int LongestText = 4096;

    private Settlement()
    {
    }

    /// <summary>What an outcome says; null where it says nothing yet.</summary>
    public static Settlement? Of(DeliveryState? state) => state switch
    {
        Accepted => new Complete(),
        Released or Modified { UndeliverableHere: false } => new Abandon(),
        Modified => new Unknown("nothing is deferred here: complete the message, abandon it or make it a dead letter"),
        Rejected rejected => Bury(Text(rejected.Error, ReasonKey) ?? (string?)rejected.Error?.Condition, Text(rejected.Error, DescriptionKey) ?? rejected.Error?.Description),
        TransactionalState => new Unknown("the queues have no transactions"),
        _ => null,
    };

    /// <summary>What a request to <c>$management</c> says; its words are Service Bus's, misspelt as there.</summary>
    public static Settlement Of(string? status, string? reason, string? description) => status switch
    {
        "completed" => new Complete(),
        "abandoned" => new Abandon(),
        "suspended" => Bury(reason, description),
        "defered" or "deferred" => Of(new Modified { UndeliverableHere = true })!,
        _ => new Unknown("`disposition-status` is none of completed, abandoned and suspended"),
    };

    private static DeadLetter Bury(string? reason, string? description) => new(Bounded(reason) is { Length: > 0 } given ? given : "Rejected", Bounded(description));

    private static string? Text(Error? error, string key) => error?.Info?[new Symbol(key)] as string;

    private static string? Bounded(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;

    /// <summary>Handled: take it off the queue.</summary>
    public sealed record Complete : Settlement;

    /// <summary>Not handled: give it back.</summary>
    public sealed record Abandon : Settlement;

    /// <summary>Can't be handled: move it to the dead-letter queue.</summary>
    /// <param name="Reason">Why, in a word.</param>
    /// <param name="Description">Why, in words.</param>
    public sealed record DeadLetter(string Reason, string? Description) : Settlement;

    /// <summary>What the queues don't do.</summary>
    /// <param name="Why">Which rule, and what to do.</param>
    public sealed record Unknown(string Why) : Settlement;
}
