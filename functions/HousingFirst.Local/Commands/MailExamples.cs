using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Delivery;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using NodaTime;

namespace HousingFirst.Local.Commands;

/// <summary>
/// A made-up mail of every sort, as one contact would get it: names and numbers are the directory's, the rest is an example about nobody, and
/// no link acts.
/// </summary>
/// <param name="at">The community, the directory, the clock.</param>
/// <param name="pages">Where the hub's pages are.</param>
/// <param name="reader">Who would get them.</param>
internal sealed class MailExamples(Surroundings at, Uri pages, Contact reader)
{
    private readonly Organisation[] all = [.. at.Directory.Organisations.OrderBy(o => o.Id, StringComparer.Ordinal)];
    private readonly MailRecipient to = ComposeMail.Recipient(reader);

    /// <summary>The sorts of mail, by the names that <see cref="KindOf"/> gives them.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "notice", "digest", "call-task", "call-list", "partner-answer", "surprise", "another-channel", "rejection", "receipt", "new-link", "code", "morning",
        "specialist-task", "agreements-end", "contact-list", "month-end", "meeting",
    ];

    /// <summary>The name of a sort of mail: <c>SpecialistTask</c> is <c>specialist-task</c>.</summary>
    public static string KindOf(Type mail) =>
        string.Concat(mail.Name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>One of every sort, with whom the hub sends it to.</summary>
    public IEnumerable<Example> All()
    {
        var isSource = Own(o => o.Kind == OrganisationKind.SourceOnly);
        var isSpecialist = ComposeMail.SpecialistContact(at)?.Id == reader.Id;
        var isProgram = Own(o => o.Kind == OrganisationKind.FundedProgram);
        yield return Make(Notice(), !isSource, "everyone who may be told");
        yield return Make(Digest(), !isSource, "everyone who may be told");
        yield return Make(CallTask(), isProgram, "the people of a funded program");
        yield return Make(CallList(), !isSource, "whoever sent a change whose urgency is \"phone first\"");
        yield return Make(
            new MailContent.PartnerAnswer("example", to, at.Now, NoticeAnswer.CanHelp, Urgency.U2, Call(0)), isProgram, "the people of a funded program");
        yield return Make(
            new MailContent.Surprise("example", to, at.Now, Call(0), SurpriseCause.DigestTooLate), isProgram, "the people of a funded program");
        yield return Make(new MailContent.AnotherChannel("example", to, at.Now, Call(0)), isProgram, "the people of a funded program");
        yield return Make(Rejection(), Own(o => !o.ReadsQueue), "the people of an agency that doesn't read its queue");
        yield return Make(new MailContent.Receipt("example", to, at.Now, Local(0)), isSource, "police who reported by card");
        yield return Make(new MailContent.NewLink("example", to, at.Now, Call(0), Sample("n")), isSent: true, "whoever opens an old link");
        yield return Make(new MailContent.Code("example", to, at.Now, "000000"), isSent: true, "whoever opens a page that asks for a code");
        yield return Make(Morning(), isSpecialist, "the specialist");
        yield return Make(Task(), isSpecialist, "the specialist");
        yield return Make(AgreementsEnd(), isSpecialist, "the specialist");
        yield return Make(ContactList(), isProgram, "the people of a funded program");
        yield return Make(MonthEnd(), Own(o => o.Id == at.Community.LeadOrganisation), "the people of the lead organisation");
        yield return Make(Meeting(), !isSource, "the guests of a meeting");
    }

    private MailContent.Notice Notice() => new(
        "example", to, at.Now, NoticeKind.Change, Urgency.U3, MailLabel.Of(Vocabulary.Current["housing.notice"]), Call(0), Local(4), Sample("n"));

    private MailContent.Digest Digest() => new("example", to, at.Now, at.Today,
    [
        new(Urgency.U3, MailLabel.Of(Vocabulary.Current["housing.notice"]), Call(0), Sample("n"))
        {
            Section = DigestSection.ActionNeeded, Kind = NoticeKind.Escalation, On = at.Today.PlusDays(14),
        },
        new(Urgency.U1, MailLabel.Of(Vocabulary.Current["housing.moveIn"]), Call(0), Sample("n")) { Section = DigestSection.ComingUp, On = at.Today.PlusDays(9) },
        new(Urgency.U1, MailLabel.Generic(Urgency.U1), Call(1), Sample("n")),
    ]);

    private MailContent.CallTask CallTask() => new("example", to, at.Now, Urgency.U2, Call(0), Sample("n"));

    private MailContent.CallList CallList() => new("example", to, at.Now,
        [new CallListEntry(Call(0), null, null, Sample("call")), new CallListEntry(Call(1), null, null, Sample("call"))]);

    private MailContent.Morning Morning()
    {
        var (first, second) = (Call(0), Call(1));
        return new MailContent.Morning("example", to, at.Now, at.Today,
        [
            new MorningGroup(MorningSubject.UnreadQueues, [Calling(new MorningFact.Task(SpecialistTaskKind.QueueUnread, first.Organisation!, null, 1), first)], 0),
            new MorningGroup(MorningSubject.Endings, [Calling(new MorningFact.AgreementEnds(second.Organisation!, at.Today.PlusDays(30)), second)], 0),
        ]);

        static MorningLine Calling(MorningFact fact, Caller who) => new(fact, new MorningAction.Call(who));
    }

    private MailContent.Rejection Rejection() => new("example", to, at.Now, Local(0), "data.invalid",
        ["`data.change`: not a code; did you mean `away.hospital.in`?"]);

    private MailContent.SpecialistTask Task() =>
        new("example", to, at.Now, SpecialistTaskKind.QueueUnread, Others()[0].Name(reader.Language), null);

    private MailContent.AgreementsEnd AgreementsEnd() =>
        new("example", to, at.Now, at.Today.PlusDays(30), [.. Others().Take(2).Select(o => o.Name(reader.Language))]);

    private MailContent.ContactList ContactList() => new(
        "example", to, at.Now, ContactListAsk.Nudge, at.Today.ToYearMonth(), at.Today.ToYearMonth().ToDateInterval().End,
        [
            new(Call(0), reader.Language, at.Today.PlusDays(-40), ContactMode.Phone, LongWithoutMeeting: true, Tried: true),
            new(Call(1), reader.Language, null, null, LongWithoutMeeting: true, Tried: false),
        ]);

    private MailContent.MonthEnd MonthEnd()
    {
        var month = at.Today.ToYearMonth().PlusMonths(-1);
        var counts = new MonthCounts(Owed: 40, InPerson: 12, Otherwise: 20, Attempted: 3, NotMade: 2, Open: 3, Released: 1, More: 2, Late: 1);
        return new MailContent.MonthEnd(
            "example",
            to,
            at.Now,
            new MonthReport(month, 8, counts, 80, [Others()[0].Id])
            {
                Coverage = new ShownCoverage(31, 96, 84, 52, new Shown<string>([new Cell<string>("no-consent", 7, 6)], 2), 3, new Shown<Role>([new Cell<Role>(Role.HLT, 9, 8)], 1)),
                Surprises = new Shown<SurpriseCause>([], 2),
                Trend = [new TrendMonth(month.PlusMonths(-1), counts), new TrendMonth(month, counts)],
            },
            [Others()[0].Name(reader.Language)],
            []);
    }

    private MailContent.Meeting Meeting()
    {
        var starts = at.Today.PlusDays(2).At(new LocalTime(13, 30)).InZoneLeniently(at.Community.Zone);
        var time = new MeetingTime("example", starts, starts.PlusMinutes(90), "12 Main Street", null);
        return new MailContent.Meeting("example", to, at.Now, MeetingMailKind.Agenda, time, Call(0), Sample("meeting")) { Needed = 2, Actions = 3, Overdue = 1 };
    }

    private Example Make(MailContent mail, bool isSent, string who) => new(
        KindOf(mail.GetType()),
        mail with
        {
            Footer = new MailFooter(Sample("my"), Sample("ask"), Sample("stop"), Own(o => o.Kind == OrganisationKind.FundedProgram) ? Sample("team") : null)
            {
                Month = Own(o => o.Kind != OrganisationKind.SourceOnly) ? Sample("month") : null,
            },
        },
        isSent,
        who);

    private bool Own(Func<Organisation, bool> rule) => all.Any(o => o.Contact(reader.Id) is not null && rule(o));

    /// <summary>Other organisations: for a program's people partners first, for everyone else programs first, as in real notices.</summary>
    private Organisation[] Others()
    {
        var first = Own(o => o.Kind == OrganisationKind.FundedProgram) ? OrganisationKind.Partner : OrganisationKind.FundedProgram;
        Organisation[] others = [.. all.Where(o => o.Contact(reader.Id) is null && o.Kind != OrganisationKind.SourceOnly).OrderBy(o => o.Kind != first)];
        return others.Length > 0 ? others : all;
    }

    private Caller Call(int which)
    {
        var organisation = Others()[Math.Min(which, Others().Length - 1)];
        var worker = organisation.Contacts.Count > 0 ? organisation.Contacts[0] : null;
        return new Caller(organisation.Name(reader.Language), worker?.Name, worker?.Phone ?? organisation.Phone);
    }

    private ZonedDateTime Local(int hoursFromNow) => (at.Now + Duration.FromHours(hoursFromNow)).InZone(at.Community.Zone);

    private Uri Sample(string page) => new($"{pages.AbsoluteUri}{page}/sample-that-does-nothing");

    /// <summary>An example.</summary>
    /// <param name="Kind">The sort of mail.</param>
    /// <param name="Mail">The mail.</param>
    /// <param name="IsSent">Whether the hub sends this sort to the reader.</param>
    /// <param name="Who">Whom it sends it to, in words.</param>
    public sealed record Example(string Kind, MailContent Mail, bool IsSent, string Who);
}
