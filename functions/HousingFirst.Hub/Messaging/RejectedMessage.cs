using System.Collections.Immutable;
using System.Text.Json;
using HousingFirst.Core.Messaging;
using NodaTime;

namespace HousingFirst.Hub.Messaging;

/// <summary>A <c>message.rejected.v1</c>: the answer to a message that was not taken, on the sender's own queue.</summary>
/// <param name="Community">The community it comes from.</param>
/// <param name="Id">The CloudEvents id of this answer.</param>
/// <param name="Time">When the hub wrote it (UTC).</param>
/// <param name="Rejects">The CloudEvents id of the message, only where it is valid: <see cref="ParsedMessage.Invalid.Id"/>.</param>
/// <param name="MessageId">The broker's id of it, or null.</param>
/// <param name="ReceivedAt">When the queue took it (UTC).</param>
/// <param name="Reason">One of <see cref="RefusalReasons"/>.</param>
/// <param name="Defects">What is wrong with it.</param>
public sealed record RejectedMessage(
    string Community,
    string Id,
    Instant Time,
    string? Rejects,
    string? MessageId,
    Instant ReceivedAt,
    string Reason,
    ImmutableArray<Defect> Defects)
{
    /// <summary>The CloudEvent, structured mode, UTF-8.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new Wire.Event<Wire.Rejection>(
            MessageTypes.MessageRejected,
            Senders.OwnSource.Of(Community),
            Id,
            Wire.Text(Time),
            Subject: null,
            new Wire.Rejection(
                Rejects, MessageId, Wire.Text(ReceivedAt), Reason, [.. Defects.Select(d => new Wire.Defect(d.Path, d.Rule, d.Mend))])),
        WireJson.Readable.EventRejection);
}
