using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Hub.Calls;

/// <summary>
/// The sender of an urgent change logs a call of its list: by the link in its mail, or an operator in its name. Someone who was reached has
/// heard: nobody else is asked (rule 7).
/// </summary>
public sealed class LogCall(
    ClientStore clients, DueStore due, LinkSigner links, SendCallList callList, DirectoryCache directory, AuditLog audit) : ICallLog
{
    /// <inheritdoc/>
    public async ValueTask<CallLink?> OpenAsync(string token, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await ReadAsync(token, at, cancellation) is not var (found, id, reader, _)) return null;
        // Looks the same, whatever has become of the notice since.
        if (found.Callees.FirstOrDefault(c => c.Notice.Id == id) is not { } callee) return new CallLink(Callers.OfLead(reader.Language, at), null, null, reader.Language);
        var (call, role) = SendCallList.Named(callee, found.Change, found.State, reader.Language, at);
        return new CallLink(call, role, callee.StandIn, reader.Language);
    }

    /// <inheritdoc/>
    public async ValueTask<CallLogging> LogAsync(string token, CallResult result, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await ReadAsync(token, at, cancellation) is not var (found, id, reader, expired)) return CallLogging.NoLink;
        if (expired)
        {
            await callList.AgainAsync(found.Change, found.State, found.Callees, reader, at, cancellation);
            return CallLogging.Expired;
        }

        return await RunAsync(id, reader.Id, result, at, cancellation) ? CallLogging.Logged : CallLogging.NoLink;
    }

    /// <summary>Logs a call by link.</summary>
    /// <param name="id">The notice.</param>
    /// <param name="contact">Whose link it was: must be of the sender.</param>
    /// <param name="result">How the call went.</param>
    /// <param name="at">The community, the directory, the clock.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where that contact has no such call to make.</returns>
    public async ValueTask<bool> RunAsync(NoticeId id, string contact, CallResult result, Surroundings at, CancellationToken cancellation)
    {
        if (await FindAsync(id.Change, id.ClientMark, at, cancellation) is not { } found) return false;
        if (at.Directory.Contact(found.Change.Sender, contact) is null) return false;
        if (found.Callees.FirstOrDefault(c => c.Notice.Id == id) is not { } callee) return false;
        await WriteAsync(found, callee, new LoggedCall(at.Now, result, contact), cancellation);
        return true;
    }

    /// <summary>The list as an operator sees it in the sender's name: leaves an audit row.</summary>
    /// <param name="change">The change's key.</param>
    /// <param name="agency">The sender.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>Null where that agency sent no such change.</returns>
    public async ValueTask<IReadOnlyList<CallToMake>?> ListAsync(string change, string agency, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await FindAsync(change, null, at, cancellation) is not { } found || found.Change.Sender != agency) return null;
        await audit.AddAsync("calls", $"{agency} {change}", cancellation);
        return [.. found.Callees.Select(c => new CallToMake(
            $"{c.Organisation.Id}.{c.Notice.Recipient!.Contact}",
            c.Organisation.NameEn,
            c.Contact?.Name,
            c.Notice.Role,
            c.Phone,
            c.Alternate?.Name,
            c.Alternate?.Phone,
            c.Notice.IsHeard,
            LoggedCall.Read(c.Notice.Calls)))];
    }

    /// <summary>An operator logs a call in the sender's name: leaves an audit row.</summary>
    /// <param name="change">The change's key.</param>
    /// <param name="agency">The sender.</param>
    /// <param name="who">Who was called: <c>AGENCY.CONTACT</c>, as the list shows it.</param>
    /// <param name="result">How the call went.</param>
    /// <param name="cancellation">Stops it; it can be done again.</param>
    /// <returns>False where nobody of that name is on the list.</returns>
    public async ValueTask<bool> ByOperatorAsync(string change, string agency, string who, CallResult result, CancellationToken cancellation)
    {
        var at = await directory.NowAsync(cancellation);
        if (await FindAsync(change, null, at, cancellation) is not { } found || found.Change.Sender != agency) return false;
        if (found.Callees.FirstOrDefault(c => $"{c.Organisation.Id}.{c.Notice.Recipient!.Contact}" == who) is not { } callee) return false;
        await audit.AddAsync("calls.log", $"{agency} {change} {who} {CallResults.Word(result)}", cancellation);
        await WriteAsync(found, callee, new LoggedCall(at.Now, result, agency), cancellation);
        return true;
    }

    private async ValueTask<(Found Found, NoticeId Id, Contact Reader, bool Expired)?> ReadAsync(
        string token, Surroundings at, CancellationToken cancellation)
    {
        if (links.Read(token, at.Now) is not LinkReading.Valid { Token.Purpose: LinkPurpose.Call } valid) return null;
        if (NoticeId.TryParse(valid.Token.Notice) is not { } id || await FindAsync(id.Change, id.ClientMark, at, cancellation) is not { } found) return null;
        return at.Directory.Contact(found.Change.Sender, valid.Token.Contact) is { } reader && reader.LinkEpoch == valid.Token.Epoch
            ? (found, id, reader, valid.Expired)
            : null;
    }

    private ValueTask WriteAsync(Found found, Callee callee, LoggedCall call, CancellationToken cancellation) => clients.MoveAsync(
        found.Client, [callee.Notice], now => now with { Calls = LoggedCall.Add(now.Calls, call) }, null, cancellation);

    private async ValueTask<Found?> FindAsync(string key, string? mark, Surroundings at, CancellationToken cancellation)
    {
        foreach (var client in await due.ClientsOfAsync(key, cancellation))
        {
            if (mark is not null && NoticeId.Mark(key, client) != mark) continue;
            if (await clients.ChangeAsync(client, key, cancellation) is not { } change) continue;
            var state = (await clients.ReadAsync(client, cancellation)).State;
            return new Found(client, change, state, CallList.Of(change, await clients.NoticesAsync(client, key, cancellation), state, at));
        }

        return null;
    }

    private sealed record Found(ClientId Client, StoredChange Change, ClientState State, IReadOnlyList<Callee> Callees);
}

/// <summary>A call of a list, as an operator sees it.</summary>
/// <param name="Who"><c>AGENCY.CONTACT</c>.</param>
/// <param name="Organisation">The organisation's public name.</param>
/// <param name="Name">The contact's name; null where it has left the directory.</param>
/// <param name="Role">The role.</param>
/// <param name="Phone">The number.</param>
/// <param name="AlternateName">Who stands in, or null.</param>
/// <param name="AlternatePhone">That one's number, or null.</param>
/// <param name="Heard">Whether a person has heard: reached by a call, or answered.</param>
/// <param name="Calls">The calls logged, oldest first.</param>
public sealed record CallToMake(
    string Who, string Organisation, string? Name, Role Role, string Phone, string? AlternateName, string? AlternatePhone, bool Heard,
    IReadOnlyList<LoggedCall> Calls);
