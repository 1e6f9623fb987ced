using System.Collections.Immutable;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using NodaTime;

namespace HousingFirst.Mail.Tests;

/// <summary>One mail of every sort in both languages, with the fictional community's people.</summary>
internal static class Samples
{
    public static readonly Instant At = Instant.FromUtc(2026, 12, 1, 16, 7, 5);

    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Edmonton"];

    public static readonly Uri Link = new("https://hub.housingfirst.example/n/AQEAAAAA.c2lnbmF0dXJl");

    /// <summary>Links as long as the longest real ones.</summary>
    public static readonly MailFooter LongFooter = new(
        new Uri("https://hub.housingfirst.example/my/" + new string('m', 309)), new Uri("https://hub.housingfirst.example/ask/" + new string('a', 309)),
        new Uri("https://hub.housingfirst.example/stop/" + new string('s', 285) + "." + new string('s', 22)), null);

    public static readonly IReadOnlyDictionary<string, MailContent> All =
        new[] { Language.English, Language.French }.SelectMany(Each).ToImmutableSortedDictionary(sample => sample.Name, sample => sample.Mail, StringComparer.Ordinal);

    public static MailRecipient To(Language language) => language == Language.French
        ? new("marieve", "Marie-Ève Caron", "marieve@prairie-hospital.example", language)
        : new("sam", "Sam Osei", "sam@river-icm.example", language);

    public static Caller Dana(Language language) =>
        new(language == Language.French ? "Équipe GIC Rivière" : "River ICM Team", "Dana Kowalchuk", "+1 403 555 0101");

    public static Caller Priya(Language language) =>
        new(language == Language.French ? "Équipe SIM des Coulées" : "Coulee ACT Team", "Priya Raman", "+1 403 555 0102");

    private static string Bridge(Language language) => language == Language.French ? "Équipe de proximité du Pont" : "Bridge Outreach";

    private static string Access(Language language) => language == Language.French ? "Guichet d’accès coordonné" : "Coordinated Access Desk";

    public static MailContent.Notice Notice(
        Language language, Urgency urgency, NoticeKind kind = NoticeKind.Change, string? code = null, ZonedDateTime? ackBy = null, Caller? call = null) =>
        new($"n-7f3c21-{urgency}-1", To(language), At, kind, urgency,
            code is null ? MailLabel.Generic(urgency) : MailLabel.Of(Vocabulary.Current[code]), call ?? Dana(language), ackBy, Link);

    public static MailContent.Meeting Meeting(Language language, MeetingMailKind kind) => new(
        $"meetings-2026-12-09.river-icm.sam.{kind}", To(language), At, kind,
        new MeetingTime("meetings-2026-12-09", Local(9, 13, 30), Local(9, 15, 0), "City Hall, room 2; north door", new Uri("https://meet.example/housing-first")),
        new Caller(language == Language.French ? "Spécialiste de l’approche Logement d’abord" : "Housing First Specialist", "Robin Achterberg", "+1 403 555 0115"),
        new Uri(Link, "/meeting/AQgAAAAA.bWVldGluZw"))
    {
        Needed = kind is MeetingMailKind.Agenda ? 3 : kind is MeetingMailKind.Reminder ? 1 : 0,
        Actions = kind is MeetingMailKind.Agenda or MeetingMailKind.Minutes ? 2 : 0,
        Overdue = kind is MeetingMailKind.Agenda ? 1 : 0,
        Calendar = kind switch
        {
            MeetingMailKind.Call => Entry(0, isOff: false),
            MeetingMailKind.Moved => Entry(1, isOff: false),
            MeetingMailKind.Cancelled => Entry(2, isOff: true),
            _ => null,
        },
    };

    private static CalendarEntry Entry(int sequence, bool isOff) => new(
        "meetings-2026-12-09.lethbridge@housing-first", sequence, isOff, "Spécialiste de l’approche Logement d’abord", "robin@housing-first.example");

    public static ZonedDateTime Local(int day, int hour, int minute) => new LocalDateTime(2026, 12, day, hour, minute).InZoneStrictly(Zone);

    /// <summary>Every reader has a foot; who works for a program has their team's pages too. Who is not in the directory has none.</summary>
    private static MailFooter Footer(MailContent mail) => new(
        new Uri(Link, "/my/AQIAAAAA.c2V0dGluZ3M"),
        new Uri(Link, "/ask/AQUAAAAA.YXNr"),
        new Uri(Link, "/stop/AQMAAAAA.c3RvcA"),
        mail is MailContent.CallTask ? new Uri(Link, "/team/AQQAAAAA.dGVhbQ") : null)
    {
        Month = mail is MailContent.CallTask or MailContent.ContactList or MailContent.Digest { Contacts.Count: > 0 } ? new Uri(Link, "/month/AQgAAAAA.bW9udGg") : null,
    };

    private static IEnumerable<(string Name, MailContent Mail)> Each(Language language)
    {
        var tag = language == Language.French ? "fr" : "en";
        var to = To(language);
        IEnumerable<(string, MailContent)> mails =
        [
            ("notice-u1", Notice(language, Urgency.U1)),
            ("notice-u2", Notice(language, Urgency.U2, code: "housing.moveIn")),
            ("notice-u3", Notice(language, Urgency.U3, code: "housing.notice", ackBy: Local(1, 13, 30))),
            ("notice-u3-next-day", Notice(language, Urgency.U3, ackBy: Local(2, 8, 30))),
            ("notice-u3-no-clock", Notice(language, Urgency.U3, code: "housing.moveIn")),
            ("notice-u4", Notice(language, Urgency.U4, ackBy: Local(1, 10, 7))),
            ("notice-u4-number-only", Notice(language, Urgency.U4, call: new Caller(null, null, "+1 403 555 0101 ext. 12"))),
            ("notice-correction", Notice(language, Urgency.U2, NoticeKind.Correction, "correction.issued")),
            ("notice-withdrawal", Notice(language, Urgency.U3, NoticeKind.Withdrawal, "consent.revoked", Local(1, 16, 0))),
            ("notice-escalation", Notice(language, Urgency.U3, NoticeKind.Escalation)),
            ("digest-next-meeting", new MailContent.Digest("d-20261203-0730-sam", to, At, new LocalDate(2026, 12, 3), [new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), Link)])
            {
                NextMeeting = Meeting(language, MeetingMailKind.Agenda).Time,
            }),
            .. Enum.GetValues<MeetingMailKind>().Select(kind => ($"meeting-{kind.ToString().ToLowerInvariant()}", (MailContent)Meeting(language, kind))),
            ("meeting-call-prospect", Meeting(language, MeetingMailKind.Call) with { Link = null }),
            ("digest", new MailContent.Digest("d-20261201-0730-sam", to, At, new LocalDate(2026, 12, 1),
            [
                new(Urgency.U2, MailLabel.Of(Vocabulary.Current["housing.moveIn"]), Dana(language), Link),
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), new Uri(Link, "b.2")),
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Dana(language), new Uri(Link, "c.3")),
            ])),
            ("digest-sections", new MailContent.Digest("digest.2026-12-01.5f0c1e9a7b3d", to, At, new LocalDate(2026, 12, 1),
            [
                new(Urgency.U3, MailLabel.Of(Vocabulary.Current["housing.notice"]), Dana(language), Link) { Section = DigestSection.ActionNeeded, Kind = NoticeKind.Escalation, On = new LocalDate(2026, 12, 15) },
                new(Urgency.U1, MailLabel.Of(Vocabulary.Current["correction.issued"]), Dana(language), new Uri(Link, "b.2")) { Section = DigestSection.ActionNeeded, Kind = NoticeKind.Correction },
                new(Urgency.U1, MailLabel.Of(Vocabulary.Current["consent.narrowed"]), Priya(language), new Uri(Link, "c.3")) { Section = DigestSection.ActionNeeded, Kind = NoticeKind.Withdrawal },
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), new Uri(Link, "d.4")) { Section = DigestSection.ComingUp, On = new LocalDate(2026, 12, 10) },
                new(Urgency.U1, MailLabel.Of(Vocabulary.Current["housing.moveIn"]), Dana(language), new Uri(Link, "e.5")) { Section = DigestSection.ComingUp, On = new LocalDate(2027, 1, 1) },
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Dana(language), new Uri(Link, "f.6")),
            ])),
            ("digest-two-organisations", new MailContent.Digest("digest.2026-12-01.0d4b2c6e8f1a", to, At, new LocalDate(2026, 12, 1),
            [
                new(Urgency.U1, MailLabel.Of(Vocabulary.Current["housing.moveIn"]), Dana(language), Link) { Section = DigestSection.ComingUp, On = new LocalDate(2026, 12, 10), Organisation = Bridge(language) },
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), new Uri(Link, "b.2")) { Organisation = Bridge(language) },
                new(Urgency.U1, MailLabel.Generic(Urgency.U1), Dana(language), new Uri(Link, "c.3")) { Organisation = Access(language) },
            ])),
            ("digest-weekly", new MailContent.Digest("digest.2026-12-07.3a5d7f9b1c2e", to, At, new LocalDate(2026, 12, 7),
                [new(Urgency.U1, MailLabel.Generic(Urgency.U1), Dana(language), Link)]) { IsWeekly = true }),
            ("digest-contacts", new MailContent.Digest("digest.2026-12-02.7c1e5a9b2d4f", to, At, new LocalDate(2026, 12, 2), [new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), Link)])
            {
                Contacts = [new DigestContactList(new LocalDate(2026, 12, 31), Partners(language)) { Coming = new ComingPartners(new LocalDate(2026, 12, 9), 4, 6) }],
            }),
            ("digest-contacts-two", new MailContent.Digest("digest.2026-12-02.1b3d5f7a9c2e", to, At, new LocalDate(2026, 12, 2), [new(Urgency.U1, MailLabel.Generic(Urgency.U1), Priya(language), Link) { Organisation = Bridge(language) }])
            {
                Contacts =
                [
                    new DigestContactList(new LocalDate(2026, 12, 31), [.. Partners(language).Take(1)]) { Organisation = Bridge(language), Coming = new ComingPartners(new LocalDate(2026, 12, 9), 1, 6) },
                    new DigestContactList(new LocalDate(2026, 12, 31), [.. Partners(language).Skip(1).Take(1)]) { Organisation = Priya(language).Organisation },
                ],
            }),
            ("rejection", new MailContent.Rejection("r-91be02", to, At, Local(1, 9, 6), "data.invalid",
                ["`data.change`: not a code; did you mean `away.hospital.in`?", "`data.occurredOn`: not a day; write it as 2026-12-01"])),
            ("task-address", new MailContent.SpecialistTask("t-1", to, At, SpecialistTaskKind.AddressStopped, "Coordinated Access Desk", "Inès Moreau")),
            ("task-address-nobody", new MailContent.SpecialistTask("t-2", to, At, SpecialistTaskKind.AddressStopped, "Coordinated Access Desk", null)),
            ("task-unanswered", new MailContent.SpecialistTask("t-9", to, At, SpecialistTaskKind.Unanswered, "River ICM Team", null)),
            ("task-attendance", new MailContent.SpecialistTask("t-8", to, At, SpecialistTaskKind.AttendanceFalls, "Housing First Specialist", null)),
            ("task-queue", new MailContent.SpecialistTask("t-3", to, At, SpecialistTaskKind.QueueUnread, "Prairie Hospital Social Work", null)),
            ("task-suspended", new MailContent.SpecialistTask("t-6", to, At, SpecialistTaskKind.AgencySuspended, "River ICM Team", null)),
            ("task-unknown-clients", new MailContent.SpecialistTask("t-4", to, At, SpecialistTaskKind.ManyUnknownClients, "Southside Housing", null)),
            ("task-hub-failed", new MailContent.SpecialistTask("t-5", to, At, SpecialistTaskKind.HubFailed, "Southside Housing", null)),
            ("task-mail-down", new MailContent.SpecialistTask("t-9", to, At, SpecialistTaskKind.MailDown, "Lethbridge", null)),
            ("task-partner-suggested", new MailContent.SpecialistTask("t-6", to, At, SpecialistTaskKind.PartnerSuggested, "Galt Street Library", null)),
            ("task-ask-again", new MailContent.SpecialistTask("t-7", to, At, SpecialistTaskKind.AskAgain, "Galt Street Library", null)),
            ("task-rest-over", new MailContent.SpecialistTask("t-8", to, At, SpecialistTaskKind.RestOver, "Galt Street Library", null)),
            ("task-asked", new MailContent.SpecialistTask("t-9", to, At, SpecialistTaskKind.Asked, Dana(language).Organisation!, "Dana Kowalchuk") { Call = Dana(language) }),
            ("task-asked-agency", new MailContent.SpecialistTask("t-10", to, At, SpecialistTaskKind.Asked, Dana(language).Organisation!, null) { Call = Dana(language) }),
            ("task-contacts-silent", new MailContent.SpecialistTask("t-11", to, At, SpecialistTaskKind.ContactsSilent, Priya(language).Organisation!, null)),
            ("morning", Morning(language)),
            .. SurpriseCauses.All.Select(cause => ($"surprise-{cause.Word()}", (MailContent)new MailContent.Surprise($"s-{cause}", to, At, Priya(language), cause))),
            ("surprise-number-only", new MailContent.Surprise("s-7", to, At, new Caller(null, null, "+1 403 555 0107"), SurpriseCause.NoConsent)),
            ("agreements", new MailContent.AgreementsEnd("a-1", to, At, new LocalDate(2027, 3, 31), ["Prairie Hospital", "Southside Housing"])),
            ("task-partner-quiet", new MailContent.SpecialistTask("t-12", to, At, SpecialistTaskKind.PartnerQuiet, Priya(language).Organisation!, null)),
            ("contacts-nudge", Contacts(language, ContactListAsk.Nudge)),
            ("contacts-team-lead", Contacts(language, ContactListAsk.TeamLead)),
            ("month-end", MonthEnd(language, programs: 8)),
            ("month-end-few", MonthEnd(language, programs: 3)),
            ("call-u1", CallTask(language, Urgency.U1)),
            ("call-u2", CallTask(language, Urgency.U2)),
            ("call-u3", CallTask(language, Urgency.U3)),
            ("call-u4", CallTask(language, Urgency.U4)),
            ("new-link", new MailContent.NewLink("link.sam.1764605225-1", to, At, Dana(language), Link)),
            ("code", new MailContent.Code("code.sam.1764605225-1", to, At, "042617")),
            ("answer-can-help", Answer(language, NoticeAnswer.CanHelp, Urgency.U3)),
            ("answer-not-for-me", Answer(language, NoticeAnswer.NotForMe, Urgency.U2)),
            ("call-list", CallList(language, (Role.OUT, new CallListAlternate("Amina Diallo", "+1 403 555 0106")))),
            ("call-list-without-roles", CallList(language, (null, null))),
            ("another-channel", new MailContent.AnotherChannel("ch-1", to, At, Noor(language))),
            ("receipt", new MailContent.Receipt("p-3", to, At, Local(1, 9, 6))),
        ];
        return mails.Select(mail => ($"{mail.Item1}.{tag}", mail.Item2 with { Footer = Footer(mail.Item2) }))
            .Append(($"notice-no-footer.{tag}", Notice(language, Urgency.U1)));
    }

    /// <summary>A program's partners of the month: a line of every mode, one of a partner nobody has ever talked with, one with something left open.</summary>
    private static IReadOnlyList<ContactLine> Partners(Language language)
    {
        var fr = language == Language.French;
        Caller Partner(string en, string french, string worker, string phone) => new(fr ? french : en, worker, phone);
        return
        [
            new(Partner("Prairie Hospital Social Work", "Service social de l’Hôpital des Prairies", "Marie-Ève Caron", "+1 403 555 0107"), Language.French, new LocalDate(2026, 11, 12), ContactMode.Phone, true, false)
            {
                Topics = fr ? "les congés du vendredi" : "Friday discharges",
                FollowUp = fr ? "visiter l’unité ensemble" : "visit the ward together",
            },
            new(Partner("Income Support Office", "Bureau du soutien du revenu", "Gurpreet Sandhu", "+1 403 555 0111"), Language.English, new LocalDate(2026, 12, 1), ContactMode.InPerson, false, true),
            new(Partner("Southside Housing", "Logements Southside", "Morgan Tait", "+1 403 555 0109"), Language.English, new LocalDate(2026, 9, 1), ContactMode.Video, true, false),
            new(new Caller(fr ? "Guichet d’accès coordonné" : "Coordinated Access Desk", null, "+1 403 555 0158"), null, null, null, true, false),
            new(Partner("Legal Aid Clinic", "Clinique d’aide juridique", "Noor Haddad", "+1 403 555 0114 ext. 12"), Language.English, new LocalDate(2026, 11, 30), ContactMode.Text, true, false),
            new(Partner("Galt Street Library", "Bibliothèque de la rue Galt", "Ana Petrov", fr ? "au comptoir" : "at the desk"), Language.French, new LocalDate(2026, 11, 2), ContactMode.Email, false, false),
        ];
    }

    private static MailContent.Morning Morning(Language language)
    {
        var (dana, priya) = (Dana(language), Priya(language));
        MorningLine Line(MorningFact fact, Caller? call = null, string command = "hub tasks list") =>
            new(fact, call is null ? new MorningAction.Run(command) : new MorningAction.Call(call));
        return new MailContent.Morning("morning.2026-12-01", To(language), At, new LocalDate(2026, 12, 1),
        [
            new(MorningSubject.SilentNotices, [Line(new MorningFact.Task(SpecialistTaskKind.AgencySuspended, dana.Organisation!, null, 1), dana)], 0),
            new(MorningSubject.Undelivered,
            [
                Line(new MorningFact.Task(SpecialistTaskKind.AddressStopped, priya.Organisation!, "Priya Raman", 3), priya),
                Line(new MorningFact.Task(SpecialistTaskKind.HubFailed, priya.Organisation!, null, 1), command: "hub dead-letters list"),
            ], 2),
            new(MorningSubject.UnreadQueues, [Line(new MorningFact.Task(SpecialistTaskKind.QueueUnread, dana.Organisation!, null, 1), dana)], 0),
            new(MorningSubject.ContactsBehind, [Line(new MorningFact.Task(SpecialistTaskKind.ContactsSilent, priya.Organisation!, null, 1), priya)], 0),
            new(MorningSubject.Requests,
            [
                Line(new MorningFact.RequestLate(dana.Organisation!, "Dana Kowalchuk", new LocalDate(2026, 11, 27), 1), dana),
                Line(new MorningFact.RequestIdle(priya.Organisation!, null, new LocalDate(2026, 11, 9), 2), priya),
                Line(new MorningFact.Task(SpecialistTaskKind.PartnerSuggested, "Galt Street Library", null, 1), command: "hub network show galt-street-library"),
            ], 0),
            new(MorningSubject.Surprises, [Line(new MorningFact.Surprise(priya.Organisation!, SurpriseCause.DigestTooLate, 2), command: "hub surprises")], 0),
            new(MorningSubject.Endings,
            [
                Line(new MorningFact.AgreementEnds(priya.Organisation!, new LocalDate(2026, 12, 8)), priya),
                Line(new MorningFact.ConsentsEnd(dana.Organisation!, 1), dana),
                Line(new MorningFact.ConsentsEnd(priya.Organisation!, 4), priya),
            ], 0),
            new(MorningSubject.Unconfirmed, [Line(new MorningFact.Unconfirmed(dana.Organisation!, "Dana Kowalchuk"), dana)], 0),
        ]);
    }

    private static MailContent.ContactList Contacts(Language language, ContactListAsk ask) => new(
        $"contacts.2026-12.river-icm.{ask}", To(language), At, ask, new YearMonth(2026, 12), new LocalDate(2026, 12, 31), Partners(language));

    /// <summary>A city's month as the lead organisation reads it; or a small town's, as its committee does.</summary>
    private static MailContent.MonthEnd MonthEnd(Language language, int programs)
    {
        var isFew = programs < SmallNumbers.Fewest;
        var counts = new MonthCounts(Owed: 40, InPerson: 12, Otherwise: 20, Attempted: 3, NotMade: 2, Open: 3, Released: isFew ? 0 : 1, More: isFew ? 0 : 2, Late: isFew ? 0 : 1);
        var before = counts with { InPerson = 10 };
        var report = new MonthReport(new YearMonth(2026, 12), programs, counts, isFew ? null : 80, ["southside-housing"])
        {
            Surprises = isFew ? new([], 1) : new([new Cell<SurpriseCause>(SurpriseCause.DigestTooLate, 9, 9)], 4),
            Quiet = ["prairie-hospital"],
            Trend = [new TrendMonth(new YearMonth(2026, 12), counts)],
        };
        return isFew
            ? new MailContent.MonthEnd("contacts.2026-12.report.sam", To(language), At, report, [], [])
            : new MailContent.MonthEnd(
                "contacts.2026-12.report.sam",
                To(language),
                At,
                report with
                {
                    Specialist = MonthCounts.None with { Owed = 3, InPerson = 1, Open = 2 },
                    Coverage = new ShownCoverage(
                        120, 410, 362, 240, new([new Cell<string>("no-consent", 21, 14), new Cell<string>("consent-lacks", 9, 7)], 5), 13, new([new Cell<Role>(Role.HLT, 17, 12)], 3)),
                    Trend = [new TrendMonth(new YearMonth(2026, 10), before), new TrendMonth(new YearMonth(2026, 11), counts) { Reported = before }, .. report.Trend],
                },
                [Priya(language).Organisation!],
                [Dana(language).Organisation!]);
    }

    private static MailContent.CallList CallList(Language language, params (Role? Role, CallListAlternate? Alternate)[] entries) => new("calls-1", To(language), At,
    [
        new(Dana(language), Role.PRG, new CallListAlternate("Sam Osei", "+1 403 555 0102"), new Uri("https://hub.housingfirst.example/call/AQEAAAAA.Zmlyc3Q")),
        .. entries.Select(e => new CallListEntry(
            new Caller(e.Role is null ? null : "Équipe de proximité du Pont", "Luc Fontaine", "+1 403 555 0104"), e.Role, e.Alternate, new Uri("https://hub.housingfirst.example/call/AQEAAAAA.c2Vjb25k"))),
    ]);

    private static MailContent.PartnerAnswer Answer(Language language, NoticeAnswer answer, Urgency urgency) => new($"a-{answer}", To(language), At, answer, urgency,
        Noor(language));

    private static MailContent.CallTask CallTask(Language language, Urgency urgency) =>
        new($"c-{urgency}", To(language), At, urgency, Noor(language), Link);

    private static Caller Noor(Language language) =>
        new(language == Language.French ? "Clinique d’aide juridique" : "Legal Aid Clinic", "Noor Haddad", "+1 403 555 0107");
}
