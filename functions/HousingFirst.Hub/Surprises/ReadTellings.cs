using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.ClientChanges;
using HousingFirst.Hub.Clients;
using HousingFirst.Hub.Notices;
using NodaTime;

namespace HousingFirst.Hub.Surprises;

/// <summary>What became, for one partner, of the changes about a client that a report may be about.</summary>
public sealed class ReadTellings(ClientStore clients)
{
    /// <summary>Reads them: one request a thousand changes, and one for each that the report may be about.</summary>
    public async ValueTask<IReadOnlyList<Telling>> RunAsync(
        ClientId client, string agency, string? contact, SurpriseReport report, Surroundings at, CancellationToken cancellation)
    {
        var tellings = new List<Telling>();
        foreach (var change in await clients.ChangesAsync(client, cancellation))
        {
            if (change.CorrectedBy is not null) continue;
            var telling = new Telling(
                change.Key, change.Effective, change.OccurredOn, at.Community.Today(change.Accepted), TellingFate.NoLine, null);
            if (!Tracing.IsNear(report, telling)) continue;
            if (change.Sender == agency)
            {
                tellings.Add(telling with { Fate = TellingFate.Source });
                continue;
            }

            var lines = (await clients.NoticesAsync(client, change.Key, cancellation)).Where(n => n.Recipient?.Agency == agency).ToArray();
            var own = lines.Where(n => contact is not null && (n.Recipient!.Contact == contact || n.SentTo == contact)).ToArray();
            tellings.Add((own.Length > 0 ? own : lines).Select(n => Of(n, telling, at)).OrderBy(t => t.Told is null).ThenBy(t => t.Told).FirstOrDefault(telling));
        }

        return tellings;
    }

    private static Telling Of(Notice notice, Telling telling, Surroundings at) => notice.State switch
    {
        NoticeState.Source => telling with { Fate = TellingFate.Source },
        NoticeState.Withheld => telling with { Fate = TellingFate.Withheld },
        NoticeState.Cancelled => telling with
        {
            Fate = notice.Reason == CancelReasons.Code(CancelledBecause.LeftTeam) ? TellingFate.NoLine : TellingFate.Withheld,
        },
        NoticeState.Held or NoticeState.CallTask or NoticeState.AddressStopped or NoticeState.DeadLettered => telling with { Fate = TellingFate.NotDelivered },
        NoticeState.Gap => telling,
        _ => telling with
        {
            Fate = notice is { Urgency: Urgency.U1, Mail: not Leg.None } ? TellingFate.ByDigest : TellingFate.AtOnce,
            Told = ToldAt(notice) is { } told ? at.Community.Today(told) : null,
        },
    };

    /// <summary>When it was truly told: enqueued isn't, fetched is (rule 12).</summary>
    private static Instant? ToldAt(Notice notice)
    {
        var mailed = notice.Mail is Leg.Sent or Leg.Unknown ? (notice.Queue == Leg.None ? notice.Sent : notice.MailAt ?? notice.Sent) : null;
        return new[] { mailed, notice.Fetched, notice.Acknowledged }.Min();
    }
}
