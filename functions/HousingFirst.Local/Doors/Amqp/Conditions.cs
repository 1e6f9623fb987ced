using Amqp.Framing;
using Amqp.Types;
using HousingFirst.Local.Doors.Access;

namespace HousingFirst.Local.Doors.Amqp;

/// <summary>
/// The conditions of the door's errors: AMQP's own, and Service Bus's where its clients act on them
/// (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-troubleshoot). The words beside them say what to do.
/// </summary>
internal static class Conditions
{
    public const string Unauthorized = "amqp:unauthorized-access";
    public const string NotFound = "amqp:not-found";
    public const string NotAllowed = "amqp:not-allowed";
    public const string NotImplemented = "amqp:not-implemented";
    public const string DecodeError = "amqp:decode-error";
    public const string TooLarge = "amqp:link:message-size-exceeded";
    public const string TooMany = "amqp:link:transfer-limit-exceeded";
    public const string Forced = "amqp:connection:forced";
    public const string Framing = "amqp:connection:framing-error";

    /// <summary>Try again later, with the same event: Service Bus's clients do so by themselves.</summary>
    public const string Busy = "com.microsoft:server-busy";

    /// <summary>A message that could be sent by nobody.</summary>
    public const string Argument = "com.microsoft:argument-error";

    /// <summary>What was to be settled isn't this receiver's any more.</summary>
    public const string LockLost = "com.microsoft:message-lock-lost";

    /// <summary>An error in words.</summary>
    public static Error Of(string condition, string description) => new(new Symbol(condition)) { Description = description };

    /// <summary>Why a caller may not pass. Service Bus's SDKs know a missing queue by its words alone.</summary>
    public static Error Of(AccessRefusal refusal) => refusal.Problem == AccessProblem.NotFound
        ? Of(NotFound, "The messaging entity asked for could not be found. " + refusal.Detail)
        : Of(Unauthorized, refusal.Detail);
}
