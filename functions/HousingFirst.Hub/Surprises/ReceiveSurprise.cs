using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Retention;

namespace HousingFirst.Hub.Surprises;

/// <summary>
/// Takes an agency's report. A client that isn't the sender's is taken all the same and counted as a stranger's: a refusal would tell. Its inbox row
/// comes first and is marked last.
/// </summary>
public sealed class ReceiveSurprise(MessageInbox inbox, DueStore due)
{
    /// <summary>Takes it: three requests, whatever it is about.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async ValueTask<Decision.Refused?> RunAsync(
        ReportedSurprise report, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var taken = await inbox.TakeAsync(report.Sender, report.Key, Convert.ToHexStringLower(SHA256.HashData(body.Span)), at.Now, cancellation);
        if (taken is TakenMessage.AnotherBody) return Refusals.IdReused;
        if (taken is not TakenMessage.ToDo work) return null;
        var pending = PendingSurprise.Of(report, at.Community.Today(work.Received));
        await due.AddAsync([Purge.OfMessage(report.Sender, report.Key, work.Received), pending.Due(work.Received)], null, cancellation);
        await inbox.DoneAsync(work, cancellation);
        return null;
    }
}
