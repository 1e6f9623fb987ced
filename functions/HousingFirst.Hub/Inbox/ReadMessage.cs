using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Terms;

namespace HousingFirst.Hub.Inbox;

/// <summary>
/// Reads a message by the contract, its sender's own terms included. Codes are the rule: only a word that is none costs a look at the sender's
/// table, so a change in codes asks no more of storage than without.
/// </summary>
public sealed class ReadMessage(TermCache terms)
{
    /// <summary>Reads a message.</summary>
    /// <param name="body">The event's bytes, unwrapped.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="queue">The queue it came from.</param>
    /// <param name="sender">The proven sender; null where an operator reads it, who may know whatever <c>source</c> it names.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<ParsedMessage> RunAsync(
        ReadOnlyMemory<byte> body, Surroundings at, string queue, string? sender, CancellationToken cancellation)
    {
        var parsed = MessageParser.Parse(body, at.Community, at.Now, queue, sender);
        if (parsed is not ParsedMessage.Invalid { OwnWordOf: { } agency }) return parsed;
        var own = await terms.OfAsync(sender ?? agency, cancellation);
        return own.Count == 0 ? parsed : MessageParser.Parse(body, at.Community, at.Now, queue, sender, own);
    }
}
