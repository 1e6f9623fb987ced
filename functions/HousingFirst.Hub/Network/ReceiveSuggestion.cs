using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Retention;

namespace HousingFirst.Hub.Network;

/// <summary>
/// Takes an agency's suggestion. Its inbox row comes first and is marked last: a repeat of what was cut off is finished, a repeat of what was
/// done does nothing, even where the prospect has been removed since.
/// </summary>
public sealed class ReceiveSuggestion(MessageInbox inbox, SuggestPartner suggest, DueStore due)
{
    /// <summary>Takes it.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async ValueTask<Decision.Refused?> RunAsync(
        PartnerSuggestion suggestion, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var taken = await inbox.TakeAsync(
            suggestion.Sender, suggestion.Key, Convert.ToHexStringLower(SHA256.HashData(body.Span)), at.Now, cancellation);
        if (taken is TakenMessage.AnotherBody) return Refusals.IdReused;
        if (taken is not TakenMessage.ToDo work) return null;
        await due.AddAsync([Purge.OfMessage(suggestion.Sender, suggestion.Key, work.Received)], null, cancellation);
        await suggest.RunAsync(
            suggestion.Organisation,
            new SuggestionText(suggestion.Sender, null, suggestion.Why, suggestion.Contact, suggestion.Area, suggestion.Role),
            at,
            cancellation);
        await inbox.DoneAsync(work, cancellation);
        return null;
    }
}
