using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Inbox;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Retention;

/// <summary>
/// Forgets what is kept no longer. Each accepted change carries its own due row, which walks through the three ages: bodies and notes 90 days,
/// inbox keys 400 days, disclosure lines 7 years. Another message has only its inbox key.
/// </summary>
public sealed class Purge(ClientStore clients, MessageInbox inbox, DueStore due)
{
    /// <summary>Marks the due row of the last age: the change itself is no longer there to tell which age it is.</summary>
    private const string LinesAge = "lines";

    /// <summary>How long a change's body and note are kept.</summary>
    public static readonly Duration Bodies = Duration.FromDays(90);

    /// <summary>How long a repeat of a change is recognised.</summary>
    public static readonly Duration InboxKeys = Duration.FromDays(400);

    /// <summary>How long it is known who was told.</summary>
    public static readonly Duration DisclosureLines = Duration.FromDays(7 * 365.25);

    /// <summary>The due row a change begins with.</summary>
    public static DueItem First(ClientId client, StoredChange change) => At(client, change.Key, change.Accepted, Bodies);

    /// <summary>The due row of a message that is no change.</summary>
    /// <param name="agency">Who sent it.</param>
    /// <param name="key">Its key.</param>
    /// <param name="received">When it first came (UTC).</param>
    public static DueItem OfMessage(string agency, string key, Instant received) =>
        new(received + InboxKeys, DueKind.Purge, $"{agency}.{key}") { About = $"{agency} {key}" };

    /// <summary>Forgets what has come of age, and moves the due row on.</summary>
    public async ValueTask RunAsync(DueItem item, Instant now, CancellationToken cancellation)
    {
        if (item.Client is null)
        {
            if (item.Abouts is not [var agency, var message]) throw new InvalidDataException("A due row names no message: run `hub check`.");
            await inbox.ForgetAsync(agency, message, cancellation);
            return;
        }

        var (client, key) = (item.Client.Value, item.Abouts[0]);
        if (item.Abouts is [_, LinesAge])
        {
            await clients.ForgetNoticesAsync(client, key, cancellation);
            await due.RemovePointerAsync(key, client, cancellation);
            return;
        }

        // Gone: cut off after that, before this due row was taken off. Who was told stays for its own age.
        if (await clients.ChangeAsync(client, key, cancellation) is not { } change) return;
        if (now < change.Accepted + InboxKeys)
        {
            await ForgetRecentAsync(client, change, cancellation);
            if (change.Body is not null)
                await ForgetAsync(client, new RowWrite.Update((change with { Body = null }).ToRow(), change.ETag!), cancellation);
            await due.AddAsync([At(client, key, change.Accepted, InboxKeys)], null, cancellation);
            return;
        }

        await due.AddAsync([At(client, key, change.Accepted, DisclosureLines) with { About = $"{key} {LinesAge}" }], null, cancellation);
        await ForgetAsync(client, new RowWrite.Delete(StoredChange.RowKey(key), change.ETag), cancellation);
    }

    /// <summary>The lists it may be in: its sender's, and that of whichever program the client had.</summary>
    private async ValueTask ForgetRecentAsync(ClientId client, StoredChange change, CancellationToken cancellation)
    {
        var programs = (await clients.ReadAsync(client, cancellation)).State.Memberships.Where(m => m.Enrolled).Select(m => m.Agency);
        await due.ForgetRecentAsync([change.Sender, .. programs], change.Accepted, change.Key, cancellation);
    }

    private async ValueTask ForgetAsync(ClientId client, RowWrite write, CancellationToken cancellation)
    {
        if (await clients.WriteAsync(client, [write], cancellation) is BatchOutcome.Conflict)
            throw new IOException("A change was touched while it was to be forgotten: the next tick tries again.");
    }

    private static DueItem At(ClientId client, string change, Instant accepted, Duration age) =>
        new(accepted + age, DueKind.Purge, NoticeId.Mark(change, client) + change) { Client = client, About = change };
}
