using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Hub.Inbox;

/// <summary>
/// The same first steps for every queue: prove the sender before anything is believed, then parse by the contract. What doesn't pass is to be
/// refused.
/// </summary>
public sealed class TakeMessage(ProveSender prove, ReadMessage read, HubOptions options)
{
    /// <summary>Takes a message as far as its parsed text.</summary>
    public async ValueTask<Taken> RunAsync(InboundMessage message, Surroundings at, CancellationToken cancellation)
    {
        switch (prove.Prove(message.Body, message.Signature, options.Community, at.Directory.Ids))
        {
            case SenderProof.Foreign foreign:
                return Refused(foreign.Agency, RefuseMessage.Foreign, null);
            case SenderProof.Proven proven when at.Directory.Find(proven.Agency) is { Standing.IsActive: false }:
                return Refused(proven.Agency, RefuseMessage.Suspended, null);
            case SenderProof.Proven proven:
                return await read.RunAsync(proven.Body, at, message.Queue, proven.Agency, cancellation) switch
                {
                    ParsedMessage.Invalid { Known: not null } invalid when message.Queue == QueueNames.ClientChanges && message.MayBeRepeat =>
                        new Taken.Read(invalid, proven.Agency, proven.Body, at),
                    ParsedMessage.Invalid invalid => Refused(proven.Agency, new Decision.Refused(invalid.Reason, invalid.Defects), invalid.Id),
                    var parsed => new Taken.Read(parsed, proven.Agency, proven.Body, at),
                };
            case SenderProof.Own own when message.Queue == QueueNames.ClientChanges:
                return OwnChanges.Read(own.Body, at.Community, at.Now) switch
                {
                    OwnReading.Changes changes => new Taken.Own(changes.All, at),
                    OwnReading.Invalid invalid => Refused(null, new Decision.Refused(invalid.Reason, invalid.Defects), null),
                    _ => throw new InvalidOperationException("A list of the hub's own is read or not."),
                };
            default:
                return Refused(null, RefuseMessage.Unproven, null);
        }
    }

    private static Taken.Refused Refused(string? agency, Decision.Refused why, string? id) => new(new Refusal(agency, why, id));
}

/// <summary>How far a message was taken.</summary>
public abstract record Taken
{
    private Taken()
    {
    }

    /// <summary>Proven and parsed; of client changes also one that comes again and reads otherwise by now: its term was taken back, or a day has passed.</summary>
    /// <param name="Message">What it says.</param>
    /// <param name="Agency">Who sent it.</param>
    /// <param name="Body">The event's bytes.</param>
    /// <param name="At">The community, the directory, the clock.</param>
    public sealed record Read(ParsedMessage Message, string Agency, ReadOnlyMemory<byte> Body, Surroundings At) : Taken;

    /// <summary>Changes that the hub itself states for an agency, in their order.</summary>
    /// <param name="Changes">The changes.</param>
    /// <param name="At">The community, the directory, the clock.</param>
    public sealed record Own(IReadOnlyList<OwnChange> Changes, Surroundings At) : Taken;

    /// <summary>It is not.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Refused(Refusal Why) : Taken;
}
