using System.Globalization;
using System.Security.Cryptography;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.ClientChanges;

/// <summary>
/// Decides a change and writes everything that follows from it in one batch of the client's partition: the change (which is the inbox key),
/// the head by its ETag, team and consents as they become, and one row a recipient.
/// </summary>
public sealed class AcceptChange(
    ClientStore clients, ReferenceStore references, DueStore due, FindClient findClient, ReadPast readPast)
{
    /// <summary>Lines written with the change; the rest follow by fan-out. Leaves room in the batch for the change, the head and the team.</summary>
    public const int FirstLines = 90;

    /// <summary>Someone else changing the same client again and again is a fault to retry later, not to wait for.</summary>
    private const int MostTries = 25;

    private readonly ClientTurns turns = new();

    /// <summary>Accepts, recognises a repeat, or refuses.</summary>
    /// <param name="change">The change as stated.</param>
    /// <param name="body">Its body as sent.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops before the batch; never halfway.</param>
    public async ValueTask<AcceptOutcome> RunAsync(
        ClientChange change, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        if (await findClient.RunAsync(change, at, cancellation) is { } found) return await OfClientAsync(found, change, body, at, cancellation);
        return await SeenElsewhereAsync(change.Sender, change.Key, Hash(body), cancellation) ?? (AcceptOutcome)new AcceptOutcome.Refused(Refusals.NotYours);
    }

    /// <summary>A change that was accepted before from the same bytes, or null: found without knowing what they say.</summary>
    /// <param name="sender">The proven sender.</param>
    /// <param name="subject">Its reference for the client.</param>
    /// <param name="key">The change's key.</param>
    /// <param name="body">Its body as sent.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public async ValueTask<AcceptOutcome.Repeat?> FindRepeatAsync(
        string sender, ClientReference subject, string key, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var bodyHash = Hash(body);
        return await findClient.RunAsync(sender, subject, at, cancellation) is { } found
            && await SeenAsync(found.Client, key, bodyHash, cancellation) is AcceptOutcome.Repeat repeat
            ? repeat
            : await SeenElsewhereAsync(sender, key, bodyHash, cancellation);
    }

    /// <summary>Accepts, recognises a repeat, or refuses a change of a client that is known: what the hub itself says needs no reference.</summary>
    /// <param name="found">The client.</param>
    /// <param name="change">The change as stated.</param>
    /// <param name="body">Its body as sent.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops before the batch; never halfway.</param>
    public async ValueTask<AcceptOutcome> OfClientAsync(
        FoundClient found, ClientChange change, ReadOnlyMemory<byte> body, Surroundings at, CancellationToken cancellation)
    {
        var bodyHash = Hash(body);
        using var turn = await turns.TakeAsync(found.Client, cancellation);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await clients.ReadAsync(found.Client, cancellation);
            var past = await readPast.RunAsync(change, found, stored.State, cancellation);
            var decision = ChangeRules.Decide(change, stored.State, past, at);
            if (decision is Decision.Refused refused)
                return await SeenAsync(found.Client, change.Key, bodyHash, cancellation) ?? new AcceptOutcome.Refused(refused);

            var accepted = (Decision.Accepted)decision;
            var written = Write(change, found.Client, body, bodyHash, past, accepted, at);
            await AddReferenceAsync(change, found.Client, accepted, cancellation);
            var outcome = await clients.WriteAsync(found.Client, await WritesAsync(written, stored, accepted, past, cancellation), cancellation);
            switch (outcome)
            {
                case BatchOutcome.Committed committed:
                    return new AcceptOutcome.Accepted(
                        found.Client, written.Change with { ETag = committed.ETags[0] }, WithETags(written.Notices, committed), accepted.Next, accepted);
                case BatchOutcome.Conflict { Index: 0, Kind: ConflictKind.AlreadyExists }:
                    return await SeenAsync(found.Client, change.Key, bodyHash, cancellation)
                        ?? throw new InvalidOperationException("A change was there and is gone: it was purged this moment. Try again.");
                case BatchOutcome.Conflict { Kind: ConflictKind.AlreadyExists } conflict when conflict.Index <= written.Notices.Count:
                    // Known no more as a change (400 days), but who was told of it is (7 years).
                    return new AcceptOutcome.Refused(Refusals.IdReused);
            }
        }

        throw new IOException($"The client's team or consents changed {MostTries} times while one change was decided. Try again.");
    }

    private static string Hash(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));

    private async ValueTask<AcceptOutcome?> SeenAsync(ClientId client, string key, string bodyHash, CancellationToken cancellation)
    {
        if (await clients.ChangeAsync(client, key, cancellation) is not { } known) return null;
        return known.BodyHash == bodyHash ? new AcceptOutcome.Repeat(client, known) : new AcceptOutcome.Refused(Refusals.IdReused);
    }

    /// <summary>A repeat may come after the membership that sent it ended: it is still a repeat, not a stranger.</summary>
    private async ValueTask<AcceptOutcome.Repeat?> SeenElsewhereAsync(string sender, string key, string bodyHash, CancellationToken cancellation)
    {
        foreach (var client in await due.ClientsOfAsync(key, cancellation))
        {
            if (await SeenAsync(client, key, bodyHash, cancellation) is AcceptOutcome.Repeat repeat && repeat.Change.Sender == sender)
                return repeat;
        }

        return null;
    }

    /// <summary>References are added before the truth they point to, so that no membership is ever without one.</summary>
    private async ValueTask AddReferenceAsync(ClientChange change, ClientId client, Decision.Accepted accepted, CancellationToken cancellation)
    {
        if (change.Code.Code is not (Codes.Enrolled or Codes.Joined)) return;
        var agency = change.Member?.Organisation ?? change.Sender;
        var reference = change.Member?.TheirRef ?? change.Subject;
        var contact = accepted.Next.Memberships.Last(m => m.Agency == agency && m.TheirRef == reference).Contact;
        await references.AddAsync(agency, reference, client, contact, cancellation);
    }

    private static (StoredChange Change, IReadOnlyList<Notice> Notices) Write(
        ClientChange change, ClientId client, ReadOnlyMemory<byte> body, string bodyHash, Past past, Decision.Accepted accepted, Surroundings at)
    {
        var notices = NoticesOf.Lines(change, client, accepted, at);
        var overflow = notices.Skip(FirstLines).ToArray();
        var stored = new StoredChange
        {
            Key = change.Key,
            Sender = change.Sender,
            Code = change.Code,
            Effective = accepted.EffectiveCode,
            Urgency = accepted.Urgency,
            Class = accepted.Class,
            Facet = accepted.Facet,
            OccurredOn = change.OccurredOn,
            Deadline = change.Deadline,
            ExpectedOn = change.ExpectedOn,
            Accepted = at.Now,
            BodyHash = bodyHash,
            Body = body.ToArray(),
            Lines = notices.Count,
            Overflow = overflow.Length == 0 ? null : NoticeOverflow.Write(overflow),
            Consent = change.Consent?.Whole?.Id,
            Corrects = past.Corrected?.Key,
            Closed = accepted.Closed,
        };
        return (stored, [.. notices.Take(FirstLines)]);
    }

    private async ValueTask<IReadOnlyList<RowWrite>> WritesAsync(
        (StoredChange Change, IReadOnlyList<Notice> Notices) written, StoredClient stored, Decision.Accepted accepted, Past past,
        CancellationToken cancellation)
    {
        var writes = new List<RowWrite> { new RowWrite.Insert(written.Change.ToRow()) };
        writes.AddRange(written.Notices.Select(n => new RowWrite.Insert(NoticeRows.ToRow(n))));
        writes.AddRange(stored.WritesTo(accepted.Next));
        if (accepted.Next.Head.Version != stored.State.Head.Version) writes.Add(Journal(written.Change, accepted.Next.Head.Version));
        if (past.Corrected is { } corrected && await clients.ChangeAsync(stored.State.Head.Client, corrected.Key, cancellation) is { } wrong)
            writes.Add(new RowWrite.Update((wrong with { CorrectedBy = written.Change.Key }).ToRow(), wrong.ETag!));
        return writes;
    }

    /// <summary>Every move of team, consent, plan: which change made it, for the disclosure statement's "under which consent".</summary>
    private static RowWrite.Insert Journal(StoredChange change, long version) => new(
        RowVersions.NewRow(Keys.Of("g", version.ToString("D12", CultureInfo.InvariantCulture)))
            .With("change", change.Key)
            .With("code", change.Code.Code)
            .With("at", change.Accepted));

    private static List<Notice> WithETags(IReadOnlyList<Notice> notices, BatchOutcome.Committed committed) =>
        [.. notices.Select((n, i) => n with { ETag = committed.ETags[i + 1] })];
}

/// <summary>What became of a change.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome()
    {
    }

    /// <summary>Accepted now.</summary>
    /// <param name="Client">The client.</param>
    /// <param name="Change">The change as stored.</param>
    /// <param name="Notices">Its lines, as stored.</param>
    /// <param name="State">The client's state after it.</param>
    /// <param name="Decision">The decision.</param>
    public sealed record Accepted(
        ClientId Client, StoredChange Change, IReadOnlyList<Notice> Notices, ClientState State, Decision.Accepted Decision) : AcceptOutcome;

    /// <summary>Accepted before: the same <c>source</c>, <c>id</c> and body.</summary>
    public sealed record Repeat(ClientId Client, StoredChange Change) : AcceptOutcome;

    /// <summary>Refused.</summary>
    public sealed record Refused(Decision.Refused Decision) : AcceptOutcome;
}

/// <summary>Refusals that the shell makes.</summary>
public static class Refusals
{
    /// <summary>The one answer to an unknown client, another's client and an ended membership.</summary>
    public static Decision.Refused NotYours { get; } = ChangeRules.NotYours;

    /// <summary>The same source and id came before with another body.</summary>
    public static Decision.Refused IdReused { get; } = new(
        RefusalReasons.IdReused, [new Defect("id", "used before for another message", "give every message an id of its own; repeat a message unchanged")]);
}
