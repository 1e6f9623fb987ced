using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Senders;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Expiring;

/// <summary>
/// Tells the client's program that a consent ends in 60, 30 or 7 days: a <c>consent.expiring</c> of the hub's own, decided, kept and told like any
/// other change. The due row is what brings it back where it was cut off.
/// </summary>
public sealed class WarnOfConsent(ClientStore clients, AcceptChange accept, HandOver handOver, EndingConsents endings, HubOptions options)
{
    /// <summary>From so many days ahead on it is counted in the specialist's morning mail.</summary>
    internal const int NearDays = 30;

    /// <summary>Warns, unless nothing is lost when the consent ends.</summary>
    public async ValueTask RunAsync(DueItem item, Surroundings at, CancellationToken cancellation)
    {
        var client = item.Client!.Value;
        var (id, lastDay, daysAhead) = ConsentWarnings.Read(item);
        var eventId = "expiring-" + item.Id;
        var key = Envelope.KeyOf(OwnSource.Of(options.Community), eventId);
        if (await clients.ChangeAsync(client, key, cancellation) is { } known)
        {
            await handOver.AgainAsync(client, known, firstDelivery: false, at, cancellation);
            return;
        }

        var state = (await clients.ReadAsync(client, cancellation)).State;
        if (!Expiry.Holds(daysAhead, lastDay, at.Today) || Expiry.WorthAWarning(state, id, lastDay, at.Today) is null) return;
        if (daysAhead <= NearDays) await endings.AddAsync(client, id, lastDay, cancellation);
        var change = new ClientChange
        {
            Key = key,
            Sender = ClientChange.FromHub,
            Id = eventId,
            Subject = state.Program(at.Today)!.TheirRef,
            Code = Vocabulary.Current[Codes.ConsentExpiring],
            OccurredOn = at.Today,
            ExpectedOn = lastDay,
        };
        var body = Encoding.UTF8.GetBytes($$"""{"consent":"{{id}}","to":"{{IsoText.Of(lastDay)}}"}""");
        switch (await accept.OfClientAsync(new FoundClient(client, ByCard: false), change, body, at, cancellation))
        {
            case AcceptOutcome.Accepted accepted:
                await handOver.FreshAsync(accepted, at, cancellation);
                break;
            case AcceptOutcome.Repeat repeat:
                await handOver.AgainAsync(client, repeat.Change, firstDelivery: false, at, cancellation);
                break;
            case AcceptOutcome.Refused:
                throw new InvalidOperationException("A warning of the hub's own was refused: the vocabulary has no `consent.expiring` for the hub to send.");
        }
    }
}
