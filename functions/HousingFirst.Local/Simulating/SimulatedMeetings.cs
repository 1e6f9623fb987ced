using System.Globalization;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Local.Simulating;

/// <summary>
/// What people do about a simulated town's meetings: programs bring clients, and now and then something that concerns everyone; who is invited comes, says
/// no, or says nothing. One meeting of the first months is moved and one is cancelled.
/// </summary>
internal sealed class SimulatedMeetings(SimulationSize size, SimulatedTown town, DateTimeZone zone)
{
    /// <summary>An hour after an invitation at the earliest, people answer at a full hour: a hub that was away for a minute gets the same answer.</summary>
    private const int Hour = 60 * 60;

    private static readonly string[] Voices = ["\"invited\"", "\"attending\"", "\"declined\"", "\"sendsMessage\",\"voiceText\":\"please ask me first\""];

    private static readonly string[] Needs = ["a second van", "fewer forms", "later opening hours", "one list of who has a free room"];

    private readonly Draw draw = new(size.Seed);

    /// <summary>The rule: every second Wednesday from the first week on.</summary>
    public static MeetingSeries Series { get; } = new(new LocalDate(2026, 12, 2), 2, new LocalTime(13, 30), 90, "the town hall")
    {
        Changes =
        [
            new MeetingChange("meetings-2027-01-13", MeetingChangeKind.Moved, new LocalDate(2027, 1, 15), new LocalTime(10, 0)),
            new MeetingChange("meetings-2027-02-10", MeetingChangeKind.Cancelled, new LocalDate(2027, 2, 10), new LocalTime(13, 30)),
        ],
    };

    /// <summary>The items of a month, in no order.</summary>
    public IEnumerable<SimulatedMessage> Of(YearMonth month, int number)
    {
        for (var client = 0; client < size.Clients; client++)
        {
            if (draw.Share(30, number, client) >= 0.4) continue;
            var team = town.Team(client);
            var needs = draw.Share(31, number, client) < 0.3 ? $",\"needs\":[\"{team[draw.Below(team.Count, 32, number, client)].Agency}\"]" : string.Empty;
            yield return Item(
                month, number, client, SimulatedTown.Reference(SimulatedTown.Program(client), client),
                $"\"part\":\"case\",\"text\":\"who visits when\",\"voice\":{Voices[draw.Below(Voices.Length, 33, number, client)]}{needs}");
        }

        for (var program = 0; program < size.Programs; program++)
        {
            if (draw.Share(34, number, program) < 0.1)
                yield return Item(month, number, program, null, $"\"part\":\"open\",\"text\":\"{Needs[draw.Below(Needs.Length, 35, number, program)]}\"");
        }
    }

    /// <summary>What somebody who is invited answers, and when; null where they say nothing.</summary>
    /// <returns>The meeting, who answers, whether they come, and when.</returns>
    public (string Meeting, string Contact, bool Comes, Instant At)? Answer(MailContent.Meeting mail, Instant sent)
    {
        if (mail.Kind != MeetingMailKind.Call) return null;
        var meeting = mail.MailId[..MeetingCalendar.Id(Series.First).Length];
        var share = draw.Share(36, (meeting + mail.To.Contact).Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        if (share >= 0.85) return null;
        var soonest = sent.ToUnixTimeSeconds() + Hour;
        return (meeting, mail.To.Contact, share < 0.65, Instant.FromUnixTimeSeconds((soonest + Hour - 1) / Hour * Hour));
    }

    private SimulatedMessage Item(YearMonth month, int number, int program, string? subject, string data)
    {
        // In the mornings: no meeting ends then, so that a minute makes no other meeting the next one.
        var kind = subject is null ? "open" : "case";
        var day = month.OnDayOfMonth(1 + draw.Below(28, 37, number, program, kind.Length + kind[0]));
        var at = day.At(new LocalTime(8 + draw.Below(2, 38, number, program), draw.Below(50, 39, number, program))).InZoneLeniently(zone).ToInstant();
        return new SimulatedMessage(
            at,
            SimulatedTown.Program(program),
            QueueNames.PartnerActivity,
            SimulatedMessages.Event(
                MessageTypes.MeetingItem, SimulatedTown.Program(program), string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}-{program}"), subject, $"{{{data}}}"));
    }
}
