using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Retention;

namespace HousingFirst.Hub.Specialists;

/// <summary>
/// Takes an agency's request. Its inbox row comes first and is marked last: a repeat of what was cut off is finished, a repeat of what was done does
/// nothing.
/// </summary>
public sealed class ReceiveRequest(MessageInbox inbox, AskSpecialist ask, FindTeamMember find, DueStore due)
{
    private static Decision.Refused NobodyOfThatId { get; } = new(
        RefusalReasons.DataInvalid, [new Defect("data.with", "no agency here has that id", "write the agency id of the other partner, or leave it out")]);

    /// <summary>Takes it.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async ValueTask<Decision.Refused?> RunAsync(
        SpecialistRequest request, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var taken = await inbox.TakeAsync(
            request.Sender, request.Key, Convert.ToHexStringLower(SHA256.HashData(body.Span)), at.Now, cancellation);
        if (taken is TakenMessage.AnotherBody) return Refusals.IdReused;
        if (taken is not TakenMessage.ToDo work) return null;
        await due.AddAsync([Purge.OfMessage(request.Sender, request.Key, work.Received)], null, cancellation);
        if (request.With is { } with && at.Directory.Find(with) is null) return NobodyOfThatId;
        if (request.Subject is { } subject && await find.RunAsync(request.Sender, subject, at, cancellation) is null) return Refusals.NotYours;
        await ask.RunAsync(
            request.Key, request.Sender, null, new RequestedHelp(request.About, request.With, request.Note, request.Subject?.Value), at, cancellation);
        await inbox.DoneAsync(work, cancellation);
        return null;
    }
}
