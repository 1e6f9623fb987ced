using System.Globalization;
using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Simulating;

/// <summary>A message of an agency, and when it sends it.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Sender">The agency.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Body">The CloudEvent.</param>
internal sealed record SimulatedMessage(Instant At, string Sender, string Queue, string Body)
{
    /// <summary>What a person does on a page instead, by a link; null for a message.</summary>
    public Func<HousingFirstHub, CancellationToken, Task>? Does { get; init; }
}

/// <summary>
/// What people do in a simulated month: programs and partners talk, try to, or don't; agencies tell of client changes and answer notices. Ordinary
/// months of an ordinary town, with a program now and then silent and a partner with whom nobody talks for a while.
/// </summary>
internal sealed class SimulatedMessages(SimulationSize size, SimulatedTown town, DateTimeZone zone)
{
    private const int ChangesAClient = 2;

    private static readonly string[] Modes = ["video", "phone", "phone", "text", "email"];

    private static readonly string[] Codes =
        ["housing.leaseChanged", "housing.matched", "housing.moveIn", "assessment.done", "person.documents", "away.hospital.in", "client.details", "program.worker"];

    private readonly Draw draw = new(size.Seed);

    /// <summary>How every client begins: enrolled, the team joins, the client agrees.</summary>
    public IEnumerable<SimulatedMessage> Beginnings(Instant at)
    {
        var day = at.InZone(zone).Date;
        for (var client = 0; client < size.Clients; client++)
        {
            var program = SimulatedTown.Program(client);
            yield return Change(at, program, client, "program.enrolled", day, string.Empty);
            foreach (var (agency, role) in town.Team(client))
            {
                yield return Change(
                    at, program, client, "team.joined", day,
                    $$""","member":{"organisation":"{{agency}}","contact":"{{SimulatedTown.Contact(agency)}}","role":"{{role}}","visits":false,"theirRef":"{{SimulatedTown.Reference(agency, client)}}"}""",
                    agency);
            }

            foreach (var consent in Consents(at, client, day, 0)) yield return consent;
        }
    }

    /// <summary>What happens in a month, in no order.</summary>
    /// <param name="month">The month.</param>
    /// <param name="number">Its number, from 0.</param>
    public IEnumerable<SimulatedMessage> Of(YearMonth month, int number)
    {
        for (var program = 0; program < size.Programs; program++)
        {
            // Every tenth program is mostly silent, and no month is perfect.
            var silent = program % 10 == 9 && draw.Share(1, number, program) < 0.7;
            for (var partner = 0; partner < size.Partners && !silent; partner++)
            {
                if (IsQuiet(partner, number)) continue;
                foreach (var contact in Contacts(month, number, program, partner)) yield return contact;
            }
        }

        for (var client = 0; client < size.Clients; client++)
        {
            // A consent lasts a year at most: it is given anew before it ends.
            if (number > 0 && number % 11 == 0)
            {
                foreach (var consent in Consents(At(month, 2, 10, 0), client, month.OnDayOfMonth(2), number)) yield return consent;
            }

            for (var n = 0; n < ChangesAClient; n++)
            {
                var code = Codes[draw.Below(Codes.Length, 2, number, client, n)];
                var at = At(month, 1 + draw.Below(28, 3, number, client, n), 9 + draw.Below(8, 4, number, client, n), draw.Below(60, 5, number, client, n));
                var team = town.Team(client);
                var sender = code == "program.worker" || draw.Share(6, number, client, n) < 0.5
                    ? SimulatedTown.Program(client)
                    : team[draw.Below(team.Count, 7, number, client, n)].Agency;
                yield return Change(at, sender, client, code, at.InZone(zone).Date, string.Empty, string.Create(CultureInfo.InvariantCulture, $"{number}-{n}"));
            }
        }
    }

    /// <summary>Who reads its queue answers most notices within a day; a few stay without an answer.</summary>
    public SimulatedMessage? Answer(Instant sent, string agency, string subject, string notice)
    {
        var about = notice.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
        if (draw.Share(8, about) > 0.8) return null;
        return new SimulatedMessage(
            sent + Duration.FromMinutes(7 + draw.Below(1_200, 9, about)),
            agency,
            QueueNames.PartnerActivity,
            Event(MessageTypes.NoticeAcknowledged, agency, "answer-" + notice, subject, $$"""{"notice":"{{notice}}","answer":"received","by":"human"}"""));
    }

    /// <summary>The last partner of a larger town is left alone for two months of each half-year.</summary>
    private bool IsQuiet(int partner, int month) => size.Partners >= 8 && partner == size.Partners - 1 && month % 6 is 2 or 3;

    private IEnumerable<SimulatedMessage> Contacts(YearMonth month, int number, int program, int partner)
    {
        var share = draw.Share(10, number, program, partner);
        if (share >= 0.88) yield break;
        var day = 1 + draw.Below(28, 11, number, program, partner);
        if (share >= 0.83)
        {
            yield return Contact(month, number, program, partner, day, "notMade", "\"reason\":\"partnerAway\"");
            yield break;
        }

        var mode = share < 0.30 ? "inPerson" : Modes[draw.Below(Modes.Length, 12, number, program, partner)];
        if (share >= 0.75)
        {
            yield return Contact(month, number, program, partner, day, "attempted", $"\"mode\":\"{mode}\"");
            if (share < 0.79 && day < 24) yield return Contact(month, number, program, partner, day + 3, "made", $"\"mode\":\"{mode}\"");
            yield break;
        }

        yield return Contact(month, number, program, partner, day, "made", $"\"mode\":\"{mode}\"");
    }

    private SimulatedMessage Contact(YearMonth month, int number, int program, int partner, int day, string outcome, string extra)
    {
        // One in a hundred is recorded only when the month is over; one in five by the partner.
        var late = draw.Share(13, number, program, partner, day) < 0.01;
        var at = At(late ? month.PlusMonths(1) : month, late ? 6 : day, 9 + draw.Below(7, 14, number, program, partner), draw.Below(60, 15, number, program, partner));
        var (sender, other) = (SimulatedTown.Program(program), SimulatedTown.Partner(partner));
        if (draw.Share(16, number, program, partner) < 0.2) (sender, other) = (other, sender);
        return new SimulatedMessage(
            at,
            sender,
            QueueNames.PartnerActivity,
            Event(
                MessageTypes.ContactMade,
                sender,
                string.Create(CultureInfo.InvariantCulture, $"contact-{number}-{program}-{partner}-{day}"),
                null,
                $$"""{"with":"{{other}}","on":"{{LocalDatePattern.Iso.Format(month.OnDayOfMonth(day))}}","outcome":"{{outcome}}",{{extra}}}"""));
    }

    private IEnumerable<SimulatedMessage> Consents(Instant at, int client, LocalDate from, int number)
    {
        foreach (var (agency, role) in town.Team(client))
        {
            // Half of the clients don't agree that their health be spoken of; a tenth agree to nothing for outreach.
            if (role == Role.OUT && draw.Share(17, client) < 0.1) continue;
            var allows = role == Role.HLT && draw.Share(18, client) < 0.5 ? "\"B\",\"housing\",\"health\"" : "\"B\",\"housing\"";
            yield return Change(
                at, SimulatedTown.Program(client), client, "consent.given", from,
                string.Create(CultureInfo.InvariantCulture, $$""","consent":{"id":"K-{{role}}-{{number}}","recipient":"{{agency}}","allows":[{{allows}}],"from":"{{LocalDatePattern.Iso.Format(from)}}","to":"{{LocalDatePattern.Iso.Format(from.PlusDays(364))}}","method":"written","form":"1"}"""),
                string.Create(CultureInfo.InvariantCulture, $"{role}-{number}"));
        }
    }

    private static SimulatedMessage Change(Instant at, string sender, int client, string code, LocalDate day, string extra, string tag = "") => new(
        at,
        sender,
        QueueNames.ClientChanges,
        Event(
            MessageTypes.ClientChanged,
            sender,
            string.Create(CultureInfo.InvariantCulture, $"{code}-{client}-{tag}"),
            SimulatedTown.Reference(sender, client),
            $$"""{"change":"{{code}}","occurredOn":"{{LocalDatePattern.Iso.Format(day)}}"{{extra}}}"""));

    /// <summary>A CloudEvent of an agency.</summary>
    public static string Event(string type, string sender, string id, string? subject, string data) =>
        $$"""{"specversion":"1.0","type":"{{type}}","source":"/agencies/{{sender}}","id":"{{id}}",{{(subject is null ? string.Empty : $"\"subject\":{JsonSerializer.Serialize(subject)},")}}"datacontenttype":"application/json","data":{{data}}}""";

    private Instant At(YearMonth month, int day, int hour, int minute) =>
        month.OnDayOfMonth(day).At(new LocalTime(hour, minute)).InZoneLeniently(zone).ToInstant();
}
