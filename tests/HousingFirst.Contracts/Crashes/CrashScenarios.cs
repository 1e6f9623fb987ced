using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;

namespace HousingFirst.Contracts.Crashes;

/// <summary>A job that is cut off.</summary>
/// <param name="PrepareAsync">Brings the world to where the job begins, and gives its message; null where the job is a tick or a command.</param>
public sealed record CrashScenario(Func<HubWorld, Task<InboundMessage?>> PrepareAsync)
{
    /// <summary>What an operator's command does, where the job is one: cut off, the operator runs it again.</summary>
    public Func<HubWorld, Task>? CommandAsync { get; init; }
}

/// <summary>The jobs worth cutting off: at least one of every kind the hub does.</summary>
public static class CrashScenarios
{
    private const string Given = """
        "consent":{"id":"T1","recipient":"income-support","allows":["B","money","housing"],"from":"2026-12-01","to":"2027-11-30","method":"written","form":"2026-1"}
        """;

    public static IReadOnlyDictionary<string, CrashScenario> All { get; } = new Dictionary<string, CrashScenario>
    {
        ["an urgent change, by queue and mail"] = Message(w => w.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"")),
        ["a change for digests"] = Message(w => w.Change("river-icm", "HF-7Q2K", "housing.leaseChanged")),
        ["a change for its hour"] = Message(w => w.Change("prairie-hospital", "PH-0018", "away.hospital.in")),
        ["a change with a call task"] = new(CallTaskAsync),
        ["a consent withdrawn"] = new(WithdrawalAsync),
        ["a consent given"] = Message(w => w.Change("river-icm", "HF-7Q2K", "consent.given", Given)),
        ["a correction before its digest"] = new(w => CorrectionAsync(w, told: false)),
        ["a correction of what was told"] = new(w => CorrectionAsync(w, told: true)),
        ["a partner leaves"] = Message(w => w.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"income-support\"}")),
        ["a partner takes itself off"] = Message(
            w => w.Change("prairie-hospital", "PH-0018", "team.left", "\"member\":{\"organisation\":\"prairie-hospital\",\"contact\":\"marieve\"}")),
        ["a client begins"] = Message(w => w.Change("river-icm", "HF-NEW1", "program.enrolled")),
        ["a partner joins"] = Message(w => w.Change(
            "river-icm",
            "HF-9ZTD",
            "team.joined",
            "\"member\":{\"organisation\":\"income-support\",\"contact\":\"gurpreet\",\"role\":\"INC\",\"visits\":false,\"theirRef\":\"IS-200\"}")),
        ["a message refused, to a queue"] = Message(w => w.Change("river-icm", "HF-0000", "housing.moveIn")),
        ["a message refused, by mail"] = Message(w => w.Change("southside-housing", "SH-12B", "no.such.code")),
        ["the last refusal a day"] = new(ManyRefusalsAsync),
        ["an incident by card"] = Message(w => w.Change("downtown-police", "DP-K7", "safety.incident")),
        ["an acknowledgement"] = new(AcknowledgementAsync),
        ["an offer of help"] = UrgentJobs.OfferOfHelp,
        ["an urgent notice that nobody answers"] = UrgentJobs.Silence,
        ["an alternate who stays silent too"] = UrgentJobs.SilentAlternate,
        ["phone first, unanswered by night"] = UrgentJobs.SilentNight,
        ["a change with a call list"] = Message(w => w.Change("river-icm", "HF-7Q2K", "safety.crisis")),
        ["a call list that could not be sent"] = UrgentJobs.LateCallList,
        ["a call logged"] = UrgentJobs.Call,
        ["a digest run"] = new(DigestAsync),
        ["a second digest on one day"] = DigestJobs.SecondOfADay,
        ["two digests of one person"] = DigestJobs.TwoSides,
        ["a digest with the contacts of the month"] = DigestJobs.WithContacts,
        ["a mail at its hour"] = new(DueMailAsync),
        ["a fan-out"] = new(FanOutAsync),
        ["a stop to more than a batch holds"] = new(w => FormerRecipients.StopAsync(w, FormerRecipients.Few)),
        ["a death corrected"] = new(ResumeAsync),
        ["a partner suggested"] = Message(w => w.Suggest("river-icm", "Galt Street Library")),
        ["a partner suggested by a second agency"] = new(w => AfterAsync(
            w, w.Suggest("river-icm", "Galt Street Library"), w.Suggest("prairie-hospital", "GALT STREET LIBRARY", why: "rooms"))),
        ["a suggestion refused, to a queue"] = new(w => AfterAsync(
            w, w.Suggest("river-icm", "Galt Street Library", id: "same"), w.Suggest("river-icm", "Another Library", id: "same"))),
        ["the specialist asked"] = Message(w => w.Activity(
            "prairie-hospital", MessageTypes.SpecialistRequested, "\"about\":\"mediation\",\"with\":\"river-icm\",\"note\":\"a form\"", "PH-0018")),
        ["a surprise reported"] = Message(w => w.Activity("prairie-hospital", MessageTypes.SurpriseReported, "\"change\":\"housing.moveIn\"", "PH-0018")),
        ["a surprise traced"] = new(SpecialistJobs.SurpriseAsync),
        ["a surprise of nobody traced"] = new(SpecialistJobs.StrangerAsync),
        ["a contact recorded"] = new(ContactJobs.TalkAsync),
        ["a contact that confirms an entry"] = new(ContactJobs.ConfirmingAsync),
        ["a contact of the month before"] = new(ContactJobs.LateAsync),
        ["a tap on the page of the month"] = ContactJobs.Tap,
        ["a form on the page of the month"] = ContactJobs.Form,
        ["a morning mail"] = new(SpecialistJobs.MorningAsync),
        ["a day to ask again"] = NetworkJobs.DayToAskAgain,
        ["a step recorded"] = NetworkJobs.Step,
        ["a prospect removed"] = NetworkJobs.Removal,
        ["terms mapped"] = NetworkJobs.Terms,
        ["a change in an agency's own terms"] = new(NetworkJobs.OwnTermsAsync),
        ["a team from a sheet"] = new(w => TeamAsync(w, tell: false)),
        ["a team from a sheet that is told"] = new(w => TeamAsync(w, tell: true)),
        ["a sheet that changes a team"] = new(ChangedTeamAsync),
        ["a consent that ends soon"] = new(w => ExpiringAsync(w, new LocalDate(2027, 5, 31), daysAhead: 30)),
        ["a consent in its last week"] = new(w => ExpiringAsync(w, new LocalDate(2027, 5, 31), daysAhead: 7)),
        ["warnings of what an older version recorded"] = new(OlderRows.OfAsync) { CommandAsync = w => w.Hub.CatchUpWarnings.RunAsync(default).AsTask() },
        ["an address stopped"] = new(_ => Task.FromResult<InboundMessage?>(null)) { CommandAsync = UnsubscribedAsync },
        ["agreements that end soon"] = new(w => ExpiringAsync(w, new LocalDate(2027, 3, 31), daysAhead: 30)),
    };

    private static CrashScenario Message(Func<HubWorld, InboundMessage> make) => new(w => Task.FromResult<InboundMessage?>(make(w)));

    private static async Task UnsubscribedAsync(HubWorld world) =>
        await world.Hub.StopAddress.RunAsync("luc", StopReason.Unsubscribed, await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);

    private static async Task<InboundMessage?> AfterAsync(HubWorld world, InboundMessage before, InboundMessage message)
    {
        await world.ReceiveAsync(before);
        return message;
    }

    private static async Task<InboundMessage?> CallTaskAsync(HubWorld world)
    {
        await world.RenewAgreementAsync("legal-aid");
        return world.Change("river-icm", "HF-7Q2K", "away.custody.in");
    }

    private static async Task<InboundMessage?> WithdrawalAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(2));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        return world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K1\"}");
    }

    private static async Task<InboundMessage?> CorrectionAsync(HubWorld world, bool told)
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents", id: "wrong"));
        if (told) await world.AdvanceToAsync(1, 9, 0);
        return world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"wrong\"");
    }

    private static async Task<InboundMessage?> ManyRefusalsAsync(HubWorld world)
    {
        for (var i = 0; i < 20; i++) await world.ReceiveAsync(world.Change("coulee-act", "HF-0000", "housing.moveIn"));
        return world.Change("coulee-act", "HF-0001", "housing.moveIn");
    }

    private static async Task<InboundMessage?> AcknowledgementAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("downtown-police", "DP-K7", "safety.incident"));
        return world.Acknowledge("river-icm", "HF-7Q2K", world.NoticesOf("river-icm").Single());
    }

    private static async Task<InboundMessage?> DigestAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "away.familyFriends.in"));
        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "program.enrolled"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "away.familyFriends.in"));
        world.Clock.Reset(Instant.FromUtc(2026, 12, 2, 13, 41));
        return null;
    }

    private static async Task<InboundMessage?> DueMailAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        world.Clock.Advance(Duration.FromHours(1));
        return null;
    }

    private static async Task<InboundMessage?> FanOutAsync(HubWorld world)
    {
        await world.ReceiveAsync((await FormerRecipients.StopAsync(world, FormerRecipients.Few))!);
        return null;
    }

    private static async Task<InboundMessage?> ResumeAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.deceased", id: "death"));
        await world.AdvanceToAsync(1, 9, 0);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "correction.issued", "\"corrects\":\"death\""));
        return null;
    }

    private const string Sheet = TeamsSteps.Heads + """
        RI-2001,2026-11-01,,,,,,,,,,,,,
        RI-2001,,bridge-outreach,luc,OUT,yes,BO-2001,,,B housing,2026-11-02,2027-11-01,written,,2026-1
        RI-2001,,prairie-hospital,marieve,HLT,no,PH-2001,C-1,,B health,2026-11-02,2027-11-01,written,,2026-1
        """;

    private static async Task<InboundMessage?> TeamAsync(HubWorld world, bool tell)
    {
        await world.ImportAsync(Sheet, tell: tell);
        return world.Own(world.Queues.Messages[^1]);
    }

    private static async Task<InboundMessage?> ChangedTeamAsync(HubWorld world)
    {
        await world.LoadAsync(Sheet);
        await world.ImportAsync(Sheet.Replace("OUT,yes,BO-2001", "COO,no,BO-2001", StringComparison.Ordinal).Replace("B health", "B", StringComparison.Ordinal));
        return world.Own(world.Queues.Messages[^1]);
    }

    private static async Task<InboundMessage?> ExpiringAsync(HubWorld world, LocalDate lastDay, int daysAhead)
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.given", Given.Replace("2027-11-30", "2027-05-31", StringComparison.Ordinal)));
        world.Clock.Reset(lastDay.PlusDays(-daysAhead).At(new LocalTime(5, 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant());
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        world.Clock.Reset(lastDay.PlusDays(-daysAhead).At(new LocalTime(7, 30)).InZoneStrictly(DateTimeZoneProviders.Tzdb["America/Edmonton"]).ToInstant());
        return null;
    }
}
