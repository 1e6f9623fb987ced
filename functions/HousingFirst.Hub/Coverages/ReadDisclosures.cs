using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Coverages;

/// <summary>The disclosure statement (promise 4): for any client, who was told what, when, under which consent. Asking leaves an audit row.</summary>
public sealed class ReadDisclosures(ClientStore clients, DirectoryCache directory, AuditLog audit)
{
    /// <summary>Every disclosure about a client, oldest first; null where the hub knows no such client.</summary>
    public async ValueTask<IReadOnlyList<Disclosure>?> RunAsync(ClientId client, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        var known = await clients.ReadAsync(client, cancellation);
        if (known.ETags.Count == 0) return null;
        await audit.AddAsync("disclosures", client.Value, cancellation);
        var notices = await clients.NoticesAsync(client, cancellation);
        return [.. notices.Where(n => n.Sent is not null && n.Recipient is not null).OrderBy(n => n.Sent).Select(n => Of(n, at))];
    }

    private static Disclosure Of(Notice notice, Surroundings at)
    {
        var organisation = at.Directory.Find(notice.Recipient!.Agency);
        return new Disclosure(
            notice.Sent!.Value,
            notice.Code.Code,
            notice.Code.Label(Language.English),
            notice.SentTo ?? notice.Recipient.Contact,
            organisation?.NameEn ?? notice.Recipient.Agency,
            notice.Consent,
            notice.Consent is not null ? null
                : notice.Recipient.IsProgram ? "the client's own program"
                : notice.Code.IsStop ? "a stop: needs no consent"
                : "a goodbye: needs no consent",
            notice.State is NoticeState.Unknown,
            notice.Fetched,
            notice.Acknowledged);
    }
}

/// <summary>One disclosure.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Code">What of: the code.</param>
/// <param name="Label">The code in words.</param>
/// <param name="Contact">Who was told.</param>
/// <param name="Organisation">Its organisation's public name.</param>
/// <param name="Consent">Under which consent; null where none was needed.</param>
/// <param name="WithoutConsent">Why none was needed, or null.</param>
/// <param name="Uncertain">Whether the answer was lost: it may have been told.</param>
/// <param name="Fetched">When it was fetched (UTC), or null.</param>
/// <param name="Acknowledged">When it was acknowledged (UTC), or null.</param>
public sealed record Disclosure(
    Instant At, string Code, string Label, string Contact, string Organisation, string? Consent, string? WithoutConsent, bool Uncertain,
    Instant? Fetched, Instant? Acknowledged);
