using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
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
    public async ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation)
    {
        if (await ReadAsync(token, LinkPurpose.Open, cancellation) is not var (link, _, contact, at)) return null;
        if (NoticeId.TryParse(link.Notice) is not { } id) return null;
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            var notice = await clients.NoticeAsync(client, id, cancellation);
            var change = await clients.ChangeAsync(client, id.Change, cancellation);
            if (notice?.Recipient is null || change is null) continue;
            var state = (await clients.ReadAsync(client, cancellation)).State;
            return new LinkPage(Callers.Of(notice, change, state, contact.Language, at), contact.Language);
        }

        return new LinkPage(Callers.OfLead(contact.Language, at), contact.Language);
    }
}
