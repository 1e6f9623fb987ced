using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;

namespace HousingFirst.Hub.Inbox;

/// <summary>
/// The same first steps for every queue: prove the sender before anything is believed, then parse by the contract. What doesn't pass is refused
/// here, and answered to who truly sent it.
/// </summary>
public sealed class TakeMessage(ProveSender prove, ReadMessage read, DirectoryCache directory, RefuseMessage refuse, HubOptions options)
{
    /// <summary>Takes a message as far as its parsed text, or settles it.</summary>
    public async ValueTask<Taken> RunAsync(InboundMessage message, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var proof = Prove(message, at);
        if (proof is SenderProof.Unproven && await directory.AtOnceAsync(cancellation) is var now && now.Directory.Version != at.Directory.Version)
            (at, proof) = (now, Prove(message, now));
        switch (proof)
        {
            case SenderProof.Foreign foreign:
                return await RefuseAsync(message, foreign.Agency, RefuseMessage.Foreign, null, at, cancellation);
            case SenderProof.Proven proven when at.Directory.Find(proven.Agency) is { Standing.IsActive: false }:
                return await RefuseAsync(message, proven.Agency, RefuseMessage.Suspended, null, at, cancellation);
            case SenderProof.Proven proven:
                return await read.RunAsync(proven.Body, at, message.Queue, proven.Agency, cancellation) switch
                {
                    ParsedMessage.Invalid { Known: not null } invalid when message.Queue == QueueNames.ClientChanges && message.MayBeRepeat =>
                        new Taken.Read(invalid, proven.Agency, proven.Body, at),
                    ParsedMessage.Invalid invalid => await RefuseAsync(
                        message, proven.Agency, new Decision.Refused(invalid.Reason, invalid.Defects), invalid.Id, at, cancellation),
                    var parsed => new Taken.Read(parsed, proven.Agency, proven.Body, at),
                };
            case SenderProof.Own own when message.Queue == QueueNames.ClientChanges:
                return OwnChanges.Read(own.Body, at.Community, at.Now) switch
                {
                    OwnReading.Changes changes => new Taken.Own(changes.All, at),
                    OwnReading.Invalid invalid => await RefuseAsync(
                        message, null, new Decision.Refused(invalid.Reason, invalid.Defects), null, at, cancellation),
                    _ => throw new InvalidOperationException("A list of the hub's own is read or not."),
                };
            default:
                return await RefuseAsync(message, null, RefuseMessage.Unproven, null, at, cancellation);
        }
    }

    private SenderProof Prove(InboundMessage message, Surroundings at) =>
        prove.Prove(message.Body, message.Signature, options.Community, at.Directory.Ids);

    private async ValueTask<Taken.Settled> RefuseAsync(
        InboundMessage message, string? agency, Decision.Refused refused, string? id, Surroundings at, CancellationToken cancellation) =>
        new(await refuse.RunAsync(message, agency, refused, id, at, cancellation));
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

    /// <summary>Refused.</summary>
    public sealed record Settled(Settlement Settlement) : Taken;
}
