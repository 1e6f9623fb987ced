using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Expiring;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Retention;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Communities;

/// <summary>
/// Loads the fictional community on the first start. Its settings are written last: a load that was cut off is done again from the start, every
/// row of it being a function of its line.
/// </summary>
public sealed class LoadCommunity(HousingFirstHub hub, IClock clock)
{
    /// <summary>Loads it where no community is set up yet.</summary>
    /// <returns>Whether it was loaded now.</returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellation)
    {
        if (await hub.Partners.CommunityAsync(cancellation) is not null) return false;
        var settings = FictionalCommunity.Settings;
        var now = clock.GetCurrentInstant();
        var community = new FictionalCommunity(settings.Today(now));
        await hub.Partners.PutAsync([.. community.Organisations()], cancellation);
        foreach (var card in community.Cards()) await hub.Partners.PutAsync(card, cancellation);
        foreach (var client in community.Clients()) await LoadAsync(client, settings, now, cancellation);
        await hub.CatchUpWarnings.NoneMissingAsync(cancellation);
        if (settings.Meetings is { } series && await hub.Meetings.Series.ReadAsync(cancellation) is { Series: null }) await hub.Meetings.Series.WriteAsync(series, null, cancellation);
        await hub.Partners.PutAsync(settings, cancellation);
        return true;
    }

    private async ValueTask LoadAsync(ClientState client, Community settings, Instant now, CancellationToken cancellation)
    {
        var id = client.Head.Client;
        foreach (var member in client.Memberships)
            await hub.References.AddAsync(member.Agency, member.TheirRef, id, member.Contact, cancellation);
        var history = FictionalCommunity.History().Where(h => h.Client == id).Select((line, n) => Past(line, n, client, settings, now)).ToArray();
        var state = history.Aggregate(client, (known, past) => past.Change.Code.Code == Codes.ViolenceBegin
            ? known with { Head = known.Head with { Plan = new SafetyPlan(past.Change.Key, [past.Told.Recipient!.Contact]) } }
            : known);
        var rows = new List<Row> { ClientRows.OfHead(state.Head with { Open = Open(history) }) };
        rows.AddRange(state.Memberships.Select(ClientRows.OfMembership));
        rows.AddRange(state.Consents.Select(ClientRows.OfConsent));
        await hub.Due.AddAsync([.. state.Consents.SelectMany(c => ConsentWarnings.Of(id, c, now, settings.Zone))], null, cancellation);
        foreach (var consent in state.Consents.Where(c => c.Withdrawn is null && c.To <= settings.Today(now).PlusDays(WarnOfConsent.NearDays)))
            await hub.EndingConsents.AddAsync(id, consent.Id, consent.To, cancellation);
        foreach (var (change, told) in history)
        {
            rows.Add(change.ToRow());
            rows.Add(NoticeRows.ToRow(told));
            await hub.Due.AddAsync([Purge.First(id, change)], (change.Key, id), cancellation);
        }

        await hub.Clients.WriteAsync(id, [.. rows.Select(r => new RowWrite.Upsert(r))], cancellation);
    }

    private static ImmutableArray<OpenChange> Open((StoredChange Change, Notice Told)[] history) =>
        [.. history.Where(h => OpenChanges.Waits(h.Change.Code)).Select(h => new OpenChange(h.Change.Code.Code, h.Change.Key, h.Change.OccurredOn))];

    private static (StoredChange Change, Notice Told) Past(HistoryLine line, int n, ClientState client, Community settings, Instant now)
    {
        var day = settings.Today(now).PlusDays(line.Day);
        var at = WorkingHours.At(day, new LocalTime(10, 0), settings.Zone);
        var key = Envelope.KeyOf($"/agencies/{line.Sender}", string.Create(CultureInfo.InvariantCulture, $"history-{line.Client.Value}-{n}"));
        var member = client.Memberships.Single(m => m.Contact == line.Told);
        var change = new StoredChange
        {
            Key = key,
            Sender = line.Sender,
            Code = line.Code,
            Effective = line.Code,
            Urgency = line.Code.Urgency,
            Class = line.Code.IsStop ? PrivacyClass.A : line.Code.Class,
            Facet = line.Code.Facet,
            OccurredOn = day,
            Accepted = at,
            BodyHash = Convert.ToHexStringLower(SHA256.HashData([])),
            Lines = 1,
            HandedOver = true,
        };
        var told = new Notice
        {
            Id = NoticeId.Of(key, line.Client, member.Agency, member.Contact),
            Order = 0,
            State = NoticeState.Sent,
            Role = member.Role,
            Recipient = new Recipient(member.Agency, member.Contact, member.Role, member.TheirRef, IsProgram: false, member.Order, ToldBefore: line.Code.IsStop),
            SentTo = member.Contact,
            Consent = line.Consent,
            Version = 1,
            Code = line.Code,
            Urgency = line.Code.Urgency,
            Decided = at,
            Mail = Leg.Sent,
            MailAt = at,
            Sent = at,
        };
        return (change, told);
    }
}
