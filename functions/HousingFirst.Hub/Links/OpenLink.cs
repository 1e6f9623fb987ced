using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>Opens a link of a mail: says whom to call, and nothing that could change with what happens to the client.</summary>
public sealed class OpenLink(LinkSigner links, ClientStore clients, DueStore due, DirectoryCache directory, IClock clock) : ILinkReader
{
    /// <inheritdoc/>
    public async ValueTask<HeldLink?> ReadAsync(string token, LinkPurpose purpose, CancellationToken cancellation)
    {
        if (links.Read(token, clock.GetCurrentInstant()) is not LinkReading.Valid { Token: var link } valid || link.Purpose != purpose) return null;
        var at = await directory.NowAsync(cancellation);
        return at.Directory.Entries(link.Contact).FirstOrDefault() is { } contact && at.Directory.LinkEpoch(link.Contact) == link.Epoch
            ? new HeldLink(link, valid.Expired, contact, at)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation) =>
        await ReadAsync(token, LinkPurpose.Open, cancellation) is { } held
            ? new LinkPage(await CallAsync(held, cancellation), held.Contact.Language)
            : null;

    /// <inheritdoc/>
    public async ValueTask<Caller> CallAsync(HeldLink link, CancellationToken cancellation)
    {
        var language = link.Contact.Language;
        if (NoticeId.TryParse(link.Token.Notice) is not { } id) return Callers.OfLead(language, link.At);
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            var notice = await clients.NoticeAsync(client, id, cancellation);
            var change = await clients.ChangeAsync(client, id.Change, cancellation);
            if (notice?.Recipient is null || change is null) continue;
            return Callers.Of(notice, change, (await clients.ReadAsync(client, cancellation)).State, language, link.At);
        }

        return Callers.OfLead(language, link.At);
    }
}
