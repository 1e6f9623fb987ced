using HousingFirst.Core.Glossary;
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
    public async ValueTask<LinkPage?> OpenAsync(string token, CancellationToken cancellation)
    {
        if (links.Read(token, clock.GetCurrentInstant()) is not LinkReading.Valid valid) return null;
        if (NoticeId.TryParse(valid.Token.Notice) is not { } id) return null;
        var at = await directory.NowAsync(cancellation);
        foreach (var client in await due.ClientsOfAsync(id.Change, cancellation))
        {
            if (NoticeId.Mark(id.Change, client) != id.ClientMark) continue;
            var notice = await clients.NoticeAsync(client, id, cancellation);
            var change = await clients.ChangeAsync(client, id.Change, cancellation);
            if (notice?.Recipient is not { } recipient || change is null) continue;
            var language = at.Directory.Organisations.Select(o => o.Contact(valid.Token.Contact)).FirstOrDefault(c => c is not null)?.Language;
            var state = (await clients.ReadAsync(client, cancellation)).State;
            var reader = language ?? Language.English;
            return new LinkPage(Callers.Of(notice, change, state, reader, at), reader);
        }

        return new LinkPage(Callers.OfLead(Language.English, at), Language.English);
    }
}
