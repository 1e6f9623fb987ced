using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Messaging;
using NodaTime;

namespace HousingFirst.Hub.Mailing;

/// <summary>Renders and sends one mail to one person.</summary>
public interface IMailer
{
    /// <summary>
    /// Sends the mail. The same <see cref="MailContent.MailId"/> sent again is the same mail: where the provider can tell, it goes once.
    /// </summary>
    /// <exception cref="MailDeferredException">A fault of this one mail that may pass: try again later, a few times.</exception>
    /// <exception cref="IOException">The provider's fault, which says nothing about this mail: try again later.</exception>
    ValueTask<MailOutcome> SendAsync(MailContent mail, CancellationToken cancellation);
}

/// <summary>What became of a mail.</summary>
public enum MailOutcome
{
    /// <summary>The provider (or the mail folder) has it.</summary>
    Sent,

    /// <summary>The answer was lost: it may have gone.</summary>
    Unknown,

    /// <summary>The provider refuses this address for good.</summary>
    Refused,
}

/// <summary>
/// Everything a mail may say. No case has a place for a client's name, reference, code or note, nor for the time of an event, so no template
/// can print one: privacy is the type. A digest may hold the day of what is still to come.
/// </summary>
/// <param name="MailId">Made from what caused the mail: letters, digits, hyphens, dots.</param>
/// <param name="To">The one recipient.</param>
/// <param name="At">When it was made (UTC); the mail's date.</param>
public abstract record MailContent(string MailId, MailRecipient To, Instant At)
{
    /// <summary>The reader's own links; null for who is not in the directory.</summary>
    public MailFooter? Footer { get; init; }

    /// <summary>One notice, sent by itself: U2 at its hour, U3 and U4 at once.</summary>
    /// <param name="MailId">The notice's id and generation.</param>
    /// <param name="To">The recipient.</param>
    /// <param name="At">When.</param>
    /// <param name="Kind">What sort of notice.</param>
    /// <param name="Urgency">How soon.</param>
    /// <param name="Label">The few words (rule 9).</param>
    /// <param name="Call">Whom to call: first on the page, before the link.</param>
    /// <param name="AckBy">By when an answer is needed, in the community's zone; U3 and U4 only.</param>
    /// <param name="Link">A page that says whom to call.</param>
    public sealed record Notice(
        string MailId, MailRecipient To, Instant At, NoticeKind Kind, Urgency Urgency, MailLabel Label, Caller Call,
        ZonedDateTime? AckBy, Uri Link) : MailContent(MailId, To, At);

    /// <summary>The digest of one slot; most urgent first.</summary>
    /// <param name="MailId">The day, the contact and which of their digests.</param>
    /// <param name="To">The recipient.</param>
    /// <param name="At">When.</param>
    /// <param name="Day">The slot's local day.</param>
    /// <param name="Lines">At least one, in the order in which they are read.</param>
    public sealed record Digest(string MailId, MailRecipient To, Instant At, LocalDate Day, IReadOnlyList<DigestLine> Lines)
        : MailContent(MailId, To, At)
    {
        /// <summary>Whether it tells of a week; else of a day.</summary>
        public bool IsWeekly { get; init; }

        /// <summary>The contacts of the month of each of the reader's programs; mostly none.</summary>
        public IReadOnlyList<DigestContactList> Contacts { get; init; } = [];

        /// <summary>The next meeting, where it is near and the reader's organisation is invited; null otherwise.</summary>
        public MeetingTime? NextMeeting { get; init; }
    }

    /// <summary>To an agency without a reading queue: a message of it was refused. Says neither its id nor what it held.</summary>
    /// <param name="MailId">Made from the message.</param>
    /// <param name="To">Who answers for the agency.</param>
    /// <param name="At">When.</param>
    /// <param name="Received">When the message arrived, in the community's zone: how the sender finds it.</param>
    /// <param name="Reason">The reason's code.</param>
    /// <param name="Defects">Each a path, a rule, a mend.</param>
    public sealed record Rejection(
        string MailId, MailRecipient To, Instant At, ZonedDateTime Received, string Reason, IReadOnlyList<string> Defects)
        : MailContent(MailId, To, At);

    /// <summary>To the specialist: something only a person can mend.</summary>
    /// <param name="MailId">Made from the cause.</param>
    /// <param name="To">The specialist.</param>
    /// <param name="At">When.</param>
    /// <param name="Task">What happened.</param>
    /// <param name="Organisation">The partner it is about.</param>
    /// <param name="Contact">The partner's contact person, where it is about one.</param>
    public sealed record SpecialistTask(
        string MailId, MailRecipient To, Instant At, SpecialistTaskKind Task, string Organisation, string? Contact)
        : MailContent(MailId, To, At)
    {
        /// <summary>Whom to call; null where calling isn't what is asked for.</summary>
        public Caller? Call { get; init; }
    }

    /// <summary>To the specialist, each working day: everything that waits for a person.</summary>
    /// <param name="MailId">The day.</param>
    /// <param name="To">The specialist.</param>
    /// <param name="At">When.</param>
    /// <param name="Day">The day, in the community's zone.</param>
    /// <param name="Groups">At least one: where nothing waits, no mail goes.</param>
    public sealed record Morning(string MailId, MailRecipient To, Instant At, LocalDate Day, IReadOnlyList<MorningGroup> Groups)
        : MailContent(MailId, To, At);

    /// <summary>To the program: a partner was caught off guard about one of its clients: call them.</summary>
    /// <param name="MailId">Made from the report.</param>
    /// <param name="To">The program's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Call">Who was; a number alone where the name would tell.</param>
    /// <param name="Cause">Why, as far as the hub can tell.</param>
    public sealed record Surprise(string MailId, MailRecipient To, Instant At, Caller Call, SurpriseCause Cause)
        : MailContent(MailId, To, At);

    /// <summary>To the specialist: agreements that end soon, all with the same last day.</summary>
    /// <param name="MailId">The last day and how many days ahead.</param>
    /// <param name="To">The specialist.</param>
    /// <param name="At">When.</param>
    /// <param name="LastDay">The last day, included.</param>
    /// <param name="Organisations">The partners' public names, at least one.</param>
    public sealed record AgreementsEnd(string MailId, MailRecipient To, Instant At, LocalDate LastDay, IReadOnlyList<string> Organisations)
        : MailContent(MailId, To, At);

    /// <summary>To a program: the partners it has not talked with this month.</summary>
    /// <param name="MailId">The month, the program and the stage.</param>
    /// <param name="To">The program's worker or team lead.</param>
    /// <param name="At">When.</param>
    /// <param name="Ask">What it asks of the reader.</param>
    /// <param name="Month">The month.</param>
    /// <param name="Until">Its last day.</param>
    /// <param name="Lines">The partners, at least one.</param>
    public sealed record ContactList(
        string MailId, MailRecipient To, Instant At, ContactListAsk Ask, YearMonth Month, LocalDate Until, IReadOnlyList<ContactLine> Lines)
        : MailContent(MailId, To, At)
    {
        /// <summary>How many of the program's partners come to the next meeting; null where none is called, or none comes.</summary>
        public ComingPartners? Coming { get; init; }
    }

    /// <summary>To the lead organisation and the committee: how a month ended, on one page. Numbers large enough to be about nobody.</summary>
    /// <param name="MailId">The month and the reader.</param>
    /// <param name="To">The reader.</param>
    /// <param name="At">When.</param>
    /// <param name="Report">The numbers.</param>
    /// <param name="Silent">The public names of the programs of which nothing was heard; none for the committee.</param>
    /// <param name="Quiet">The public names of the partners with whom nobody has talked for two months; none for the committee.</param>
    public sealed record MonthEnd(
        string MailId, MailRecipient To, Instant At, MonthReport Report, IReadOnlyList<string> Silent, IReadOnlyList<string> Quiet)
        : MailContent(MailId, To, At);

    /// <summary>About a complex case consultation: when and where it is, and how much waits for the reader. What it is about is behind the link.</summary>
    /// <param name="MailId">The meeting, the reader and what for.</param>
    /// <param name="To">The reader.</param>
    /// <param name="At">When.</param>
    /// <param name="Kind">What for.</param>
    /// <param name="Time">The meeting.</param>
    /// <param name="Call">Whom to call: the specialist.</param>
    /// <param name="Link">The reader's page of the meeting: come or not; null for a possible partner, who has none.</param>
    public sealed record Meeting(string MailId, MailRecipient To, Instant At, MeetingMailKind Kind, MeetingTime Time, Caller Call, Uri? Link)
        : MailContent(MailId, To, At)
    {
        /// <summary>For how many items the reader's agency is needed.</summary>
        public int Needed { get; init; }

        /// <summary>How many of the agency's actions are open after their last day.</summary>
        public int Overdue { get; init; }

        /// <summary>How many actions of the agency are open.</summary>
        public int Actions { get; init; }

        /// <summary>What goes into the reader's calendar; null where nothing changes there.</summary>
        public CalendarEntry? Calendar { get; init; }
    }

    /// <summary>To the program: someone who may be told has no e-mail, or only a shared one: call them.</summary>
    /// <param name="MailId">The notice's id and generation.</param>
    /// <param name="To">The program's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Urgency">How soon.</param>
    /// <param name="Call">Whom to call.</param>
    /// <param name="Link">A page that says whom to call.</param>
    public sealed record CallTask(string MailId, MailRecipient To, Instant At, Urgency Urgency, Caller Call, Uri Link)
        : MailContent(MailId, To, At);

    /// <summary>To the program: a partner can help and asks for a call, or says that a notice is not for it.</summary>
    /// <param name="MailId">The notice's id and the answer.</param>
    /// <param name="To">The program's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Answer">What the partner answered.</param>
    /// <param name="Urgency">How soon the notice was.</param>
    /// <param name="Call">Who answered.</param>
    public sealed record PartnerAnswer(string MailId, MailRecipient To, Instant At, NoticeAnswer Answer, Urgency Urgency, Caller Call)
        : MailContent(MailId, To, At);

    /// <summary>To the sender of a change whose urgency is "phone first": whom to call.</summary>
    /// <param name="MailId">Made from the change.</param>
    /// <param name="To">The sender's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Entries">At least one, in the order of the coverage.</param>
    public sealed record CallList(string MailId, MailRecipient To, Instant At, IReadOnlyList<CallListEntry> Entries)
        : MailContent(MailId, To, At);

    /// <summary>To a program: a partner on a client's team wants no mail any more; agree on another way. Names no client.</summary>
    /// <param name="MailId">The address's mark, the day, the program.</param>
    /// <param name="To">The program's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Partner">The partner, to be called.</param>
    public sealed record AnotherChannel(string MailId, MailRecipient To, Instant At, Caller Partner) : MailContent(MailId, To, At);

    /// <summary>To police who reported by card: "received by the program" and the time, nothing else (promise 5).</summary>
    /// <param name="MailId">The notice's id.</param>
    /// <param name="To">The unit's contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Received">When the program received it, in the community's zone.</param>
    public sealed record Receipt(string MailId, MailRecipient To, Instant At, ZonedDateTime Received)
        : MailContent(MailId, To, At);

    /// <summary>A new link in place of an old one, asked for on the old one's page.</summary>
    /// <param name="MailId">Made from the contact and the time.</param>
    /// <param name="To">The contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Call">Whom to call: as the old link's page says.</param>
    /// <param name="Link">The new link, to the same page.</param>
    public sealed record NewLink(string MailId, MailRecipient To, Instant At, Caller Call, Uri Link) : MailContent(MailId, To, At);

    /// <summary>A one-time code for the page that asked for it. The subject is the one of every mail: the code is in the body only.</summary>
    /// <param name="MailId">Made from the contact and the time; never from the code.</param>
    /// <param name="To">The contact.</param>
    /// <param name="At">When.</param>
    /// <param name="Digits">Six digits.</param>
    public sealed record Code(string MailId, MailRecipient To, Instant At, string Digits) : MailContent(MailId, To, At)
    {
        /// <summary>Hides the code: contents are written into test failures and debuggers.</summary>
        public override string ToString() => $"code {MailId}";
    }
}

/// <summary>The person a mail goes to.</summary>
/// <param name="Contact">The contact's id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Address">E-mail address from the directory.</param>
/// <param name="Language">The language to write in.</param>
public sealed record MailRecipient(string Contact, string Name, string Address, Language Language);

/// <summary>Whom to call, from the directory: never from a message.</summary>
/// <param name="Organisation">Public name, in the reader's language; null where the name itself would tell (a hospital beside a sensitive
/// notice).</param>
/// <param name="Worker">The worker's name; null with the organisation's.</param>
/// <param name="Phone">The number.</param>
public sealed record Caller(string? Organisation, string? Worker, string Phone);

/// <summary>One line of a digest.</summary>
/// <param name="Urgency">How soon.</param>
/// <param name="Label">The few words.</param>
/// <param name="Call">Whom to call.</param>
/// <param name="Link">A page that says whom to call.</param>
public sealed record DigestLine(Urgency Urgency, MailLabel Label, Caller Call, Uri Link)
{
    /// <summary>Which part of the digest it is in.</summary>
    public DigestSection Section { get; init; } = DigestSection.ForYourInformation;

    /// <summary>What sort of notice; an urgent one that nobody has answered is an escalation.</summary>
    public NoticeKind Kind { get; init; }

    /// <summary>The day of what is still to come, never a time; null where there is none.</summary>
    public LocalDate? On { get; init; }

    /// <summary>The reader's own organisation for which it is, by its public name; null in a digest for one organisation only.</summary>
    public string? Organisation { get; init; }
}

/// <summary>The sorts of notice.</summary>
public enum NoticeKind
{
    /// <summary>A client change.</summary>
    Change,

    /// <summary>An earlier notice was wrong.</summary>
    Correction,

    /// <summary>Sharing has ended or narrowed: stop.</summary>
    Withdrawal,

    /// <summary>Nobody has answered.</summary>
    Escalation,
}

/// <summary>What only a person can mend.</summary>
public enum SpecialistTaskKind
{
    /// <summary>Mail to an address has stopped: it doesn't reach its person.</summary>
    AddressStopped,

    /// <summary>An urgent notice has had no answer from a person, and nobody else may be asked, or hasn't answered either: call the client's program.</summary>
    Unanswered,

    /// <summary>A client's own program is suspended, and there is something that it would have been told.</summary>
    AgencySuspended,

    /// <summary>A queue has gone unread for two working days.</summary>
    QueueUnread,

    /// <summary>An agency asks again and again about clients that are not its own.</summary>
    ManyUnknownClients,

    /// <summary>A message failed ten times for the hub's own reasons.</summary>
    HubFailed,

    /// <summary>The provider takes no mail, of nobody.</summary>
    MailDown,

    /// <summary>An agency suggested a possible partner, and nobody has taken a step yet.</summary>
    PartnerSuggested,

    /// <summary>The day has come on which a possible partner wants to be asked again.</summary>
    AskAgain,

    /// <summary>A possible partner has rested for 90 days.</summary>
    RestOver,

    /// <summary>A partner asks the specialist to call.</summary>
    Asked,

    /// <summary>Nothing was heard of a program's contacts of the month.</summary>
    ContactsSilent,

    /// <summary>No program has talked with a partner for two months.</summary>
    PartnerQuiet,

    /// <summary>Fewer agencies come from meeting to meeting, and the chair was told before.</summary>
    AttendanceFalls,
}
