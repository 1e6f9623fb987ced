using System.Resources;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Wording;
using NodaTime;

namespace HousingFirst.Mail.Letters;

/// <summary>Chooses the words of each mail. Whom to call comes first, the label next, the answers after, the reader's own links last.</summary>
internal sealed class LetterWriter
{
    internal static readonly ResourceManager Resources = new("HousingFirst.Mail.Letters.MailWords", typeof(LetterWriter).Assembly);

    private readonly Phrases words;

    private LetterWriter(Language language)
    {
        words = new Phrases(Resources, language);
    }

    public static Letter Write(MailContent mail)
    {
        var writer = new LetterWriter(mail.To.Language);
        return new Letter(writer.words.Tag, writer.words["Subject"], [.. writer.Blocks(mail), .. writer.Foot(mail.Footer)]);
    }

    private IEnumerable<Block> Blocks(MailContent mail) => mail switch
    {
        MailContent.Notice notice => Notice(notice),
        MailContent.Digest digest => Digest(digest),
        MailContent.Rejection rejection => Rejection(rejection),
        MailContent.SpecialistTask task => SpecialistTask(task),
        MailContent.Morning morning => Morning(morning),
        MailContent.Surprise surprise => Surprise(surprise),
        MailContent.AgreementsEnd ending => AgreementsEnd(ending),
        MailContent.ContactList list => ContactList(list),
        MailContent.MonthEnd end => new MonthEndLetter(words).Blocks(end),
        MailContent.Meeting meeting => Meeting(meeting),
        MailContent.CallTask task => CallTask(task),
        MailContent.PartnerAnswer answer => PartnerAnswer(answer),
        MailContent.CallList list => CallList(list),
        MailContent.AnotherChannel asked => AnotherChannel(asked),
        MailContent.Receipt receipt => Receipt(receipt),
        MailContent.Code code => Code(code),
        MailContent.NewLink link => NewLink(link),
        _ => throw new InvalidOperationException($"No letter is written for {mail.GetType().Name}: add it here."),
    };

    private IEnumerable<Block> Notice(MailContent.Notice notice)
    {
        yield return new Block.Call(Lead(notice.Urgency), notice.Call);
        var label = notice.Label.Text(words.Language);
        yield return new Block.Label(label);
        if (notice.Kind != NoticeKind.Change) yield return new Block.Sentence(words[$"Kind.{notice.Kind}"]);
        if (notice.AckBy is { } ackBy) yield return new Block.Sentence(AnswerBy(ackBy, notice.At));
        else if (HowSoon(notice.Urgency) is { } howSoon && label != MailLabel(notice.Urgency)) yield return new Block.Sentence(howSoon);
        yield return Answers(notice);
        yield return new Block.Small(words["Small"]);
    }

    /// <summary>
    /// A mail program, or a scanner before it, may open any link: so a button opens the page with its answer ready, and the answer is given
    /// there (promise 9). Nobody can help with sharing that has ended: then there is one answer.
    /// </summary>
    private Block.Answers Answers(MailContent.Notice notice)
    {
        var answers = CommonLanguage.Entries.Where(e => e.Kind == GlossaryKind.Answer).Take(notice.Kind == NoticeKind.Withdrawal ? 1 : int.MaxValue);
        return new(words["Answers"], [.. answers.Select(a => (a.Label(words.Language), new Uri(notice.Link, "?answer=" + a.Term)))]);
    }

    private IEnumerable<Block> Foot(MailFooter? footer)
    {
        if (footer is null) yield break;
        IEnumerable<(string, Uri)> team = footer.Team is { } to
            ? [(words["Foot.Tell"], to), (words["Foot.Told"], new Uri(to.AbsoluteUri + "/told"))]
            : [];
        yield return new Block.Foot(
        [
            .. team,
            .. footer.Month is { } month ? (IEnumerable<(string, Uri)>)[(words["Foot.Month"], month)] : [],
            (words["Foot.Settings"], footer.Settings),
            (words["Foot.Ask"], footer.Ask),
            (words["Foot.Unsubscribe"], footer.Unsubscribe),
        ]);
    }

    private IEnumerable<Block> Digest(MailContent.Digest digest)
    {
        var title = digest.IsWeekly ? "Digest.Title.Weekly" : "Digest.Title";
        yield return new Block.Title(words.Fill(title, MailDates.DayAndDate(digest.Day, words.Language)));
        foreach (var organisation in digest.Lines.GroupBy(line => line.Organisation))
        {
            if (organisation.Key is { } name) yield return new Block.Heading(words.Fill("Digest.Organisation", name), 2);
            foreach (var section in organisation.GroupBy(line => line.Section).OrderBy(s => s.Key))
            {
                var level = organisation.Key is null ? 2 : 3;
                yield return new Block.Heading(words[$"Digest.{section.Key}"], level);
                foreach (var block in section.GroupBy(line => line.Call).SelectMany(caller => DigestCaller(caller.Key, [.. caller], level + 1))) yield return block;
            }
        }

        if (digest.NextMeeting is { } meeting)
        {
            yield return new Block.Heading(words["Digest.NextMeeting"], 2);
            yield return new Block.Sentence(words.Fill("Digest.Meeting", Day(meeting.Starts), Hour(meeting.Starts), meeting.Venue));
        }

        foreach (var block in digest.Contacts.SelectMany(list => DigestContacts(list, digest.Footer))) yield return block;

        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> DigestContacts(DigestContactList list, MailFooter? footer)
    {
        yield return new Block.Heading(list.Organisation is { } of ? words.Fill("Digest.Contacts.Of", of) : words["Digest.Contacts"], 2);
        yield return new Block.Sentence(words["Contacts.Nudge"]);
        foreach (var block in ContactLines(list.Lines, list.Until, list.Coming, footer)) yield return block;
    }

    /// <summary>Whom to talk with, and the page on which one tap records it.</summary>
    private IEnumerable<Block> ContactLines(IReadOnlyList<ContactLine> lines, LocalDate until, ComingPartners? coming, MailFooter? footer)
    {
        yield return new Block.People([.. lines.Select(line => (line.Call, (IReadOnlyList<string>)[.. About(line)]))]);
        if (coming is not null) yield return new Block.Sentence(Coming(coming));
        if (footer?.Month is { } page) yield return new Block.Link(words["Contacts.Open"], page);
        yield return new Block.Sentence(words.Fill("Contacts.Until", MailDates.DayAndDate(until, words.Language)));
    }

    private string Coming(ComingPartners coming)
    {
        var day = MailDates.DayAndDate(coming.On, words.Language);
        return coming.Coming == 1 ? words.Fill("Contacts.Coming.One", day) : words.Fill("Contacts.Coming", coming.Coming, coming.Of, day);
    }

    private IEnumerable<Block> DigestCaller(Caller who, DigestLine[] lines, int level)
    {
        yield return new Block.Call(Lead(lines.Max(line => line.Urgency)), who) { Level = level };
        foreach (var kind in lines.GroupBy(line => line.Kind).OrderByDescending(kind => kind.Key))
        {
            if (kind.Key != NoticeKind.Change) yield return new Block.Sentence(words[$"Kind.{kind.Key}"]);
            yield return new Block.Lines([.. kind.Select(line => (DigestWords(line), line.Link))]);
        }
    }

    private string DigestWords(DigestLine line)
    {
        var label = line.Label.Text(words.Language);
        return line.On is { } day ? words.Fill("Digest.Line", label, MailDates.Date(day, words.Language)) : label;
    }

    private IEnumerable<Block> Rejection(MailContent.Rejection rejection)
    {
        var received = rejection.Received;
        yield return new Block.Title(words["Rejection.Title"]);
        yield return new Block.Sentence(words.Fill("Rejection.Received", Day(received), Hour(received)));
        yield return new Block.Sentence(words.Fill("Rejection.Reason", rejection.Reason));
        if (rejection.Defects.Count > 0)
        {
            yield return new Block.Sentence(words["Rejection.Defects"]);
            yield return new Block.Facts(rejection.Defects);
        }

        yield return new Block.Sentence(words["Rejection.Mend"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<Block> SpecialistTask(MailContent.SpecialistTask task)
    {
        if (task.Call is { } call) yield return new Block.Call(words["Lead.Please"], call);
        else yield return new Block.Title(words[task.Task.IsOfNetwork() ? "Task.Network.Title" : "Task.Title"]);
        yield return new Block.Sentence(What(task.Task, task.Organisation, task.Contact));
        yield return new Block.Sentence(words[$"Task.{task.Task}.Do"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private string What(SpecialistTaskKind task, string organisation, string? contact) =>
        contact is not null && (task is SpecialistTaskKind.AddressStopped or SpecialistTaskKind.Asked)
            ? words.Fill($"Task.{task}.Contact", organisation, contact)
            : words.Fill($"Task.{task}", organisation);

    private IEnumerable<Block> Morning(MailContent.Morning morning)
    {
        yield return new Block.Title(words.Fill("Morning.Title", MailDates.DayAndDate(morning.Day, words.Language)));
        foreach (var group in morning.Groups)
        {
            yield return new Block.Todo(
                words[$"Morning.{group.Subject}"],
                [.. group.Lines.Select(line => (Says(line.Fact), (line.Action as MorningAction.Call)?.Who, (line.Action as MorningAction.Run)?.Command))],
                group.More > 0 ? words.Fill("Morning.More", group.More) : null);
        }

        yield return new Block.Small(words["Small.System"]);
    }

    private string Says(MorningFact fact) => fact switch
    {
        MorningFact.Task task => Times(What(task.Kind, task.Organisation, task.Contact), task.Count),
        MorningFact.RequestLate late => Times(words.Fill("Morning.Late", Who(late.Organisation, late.Contact), MailDates.Date(late.Promised, words.Language)), late.Count),
        MorningFact.RequestIdle idle => Times(words.Fill("Morning.Idle", Who(idle.Organisation, idle.Contact), MailDates.Date(idle.Since, words.Language)), idle.Count),
        MorningFact.AgreementEnds ending => words.Fill("Morning.Agreement", ending.Organisation, MailDates.Date(ending.LastDay, words.Language)),
        MorningFact.ConsentsEnd { Count: 1 } one => words.Fill("Morning.Consent", one.Organisation),
        MorningFact.ConsentsEnd many => words.Fill("Morning.Consents", many.Organisation, many.Count),
        MorningFact.Unconfirmed person => words.Fill("Morning.Person", person.Organisation, person.Contact),
        MorningFact.Surprise surprise => Times(
            $"{words.Fill("Morning.Surprise", surprise.Organisation)} {words[$"Cause.{surprise.Cause}"]}", surprise.Count),
        _ => throw new InvalidOperationException($"No line is written for {fact.GetType().Name}: add it here."),
    };

    private string Who(string organisation, string? contact) => contact is null ? organisation : words.Fill("Morning.Who", organisation, contact);

    private string Times(string text, int count) => count == 1 ? text : words.Fill("Morning.Times", text, count);

    private IEnumerable<Block> Surprise(MailContent.Surprise surprise)
    {
        yield return new Block.Call(words["Lead.Please"], surprise.Call);
        yield return new Block.Sentence(words["Surprise.Why"]);
        yield return new Block.Sentence(words[$"Cause.{surprise.Cause}"]);
        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> AgreementsEnd(MailContent.AgreementsEnd ending)
    {
        yield return new Block.Title(words["Agreements.Title"]);
        yield return new Block.Sentence(words.Fill("Agreements.When", MailDates.Date(ending.LastDay, words.Language)));
        yield return new Block.Names(ending.Organisations);
        yield return new Block.Sentence(words["Agreements.Do"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<Block> ContactList(MailContent.ContactList list)
    {
        yield return new Block.Title(words.Fill($"Contacts.{list.Ask}.Title", MailDates.Month(list.Month, words.Language)));
        yield return new Block.Sentence(words[$"Contacts.{list.Ask}"]);
        foreach (var block in ContactLines(list.Lines, list.Until, list.Coming, list.Footer)) yield return block;
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<string> About(ContactLine line)
    {
        yield return line is { Last: { } on, Mode: { } mode }
            ? words.Fill("Contacts.Last", MailDates.Date(on, words.Language), words[$"Mode.{mode}"])
            : words["Contacts.Never"];
        if (line.Tried) yield return words["Contacts.Tried"];
        if (line.LongWithoutMeeting) yield return words["Contacts.NotInPerson"];
        if (line.Speaks is { } speaks) yield return words[$"Contacts.Speaks.{speaks}"];
        if (line.Topics is { } topics) yield return words.Fill("Contacts.Topics", topics);
        if (line.FollowUp is { } next) yield return words.Fill("Contacts.FollowUp", next);
    }

    private IEnumerable<Block> Meeting(MailContent.Meeting mail)
    {
        var time = mail.Time;
        yield return new Block.Title(words[$"Meeting.{mail.Kind}.Title"]);
        yield return new Block.Label(words.Fill("Meeting.When", Day(time.Starts), Hour(time.Starts), Hour(time.Ends)));
        yield return new Block.Sentence(words[mail is { Link: null, Kind: MeetingMailKind.Call } ? "Meeting.Call.Prospect" : $"Meeting.{mail.Kind}"]);
        if (mail.Kind < MeetingMailKind.Minutes && mail.Kind != MeetingMailKind.Cancelled) yield return new Block.Sentence(words.Fill(mail.Link is null ? "Meeting.Where.Prospect" : "Meeting.Where", time.Venue));
        yield return new Block.Call(words["Lead.KnowMore"], mail.Call);
        if (mail.Needed > 0) yield return new Block.Sentence(mail.Needed == 1 ? words["Meeting.Needed.One"] : words.Fill("Meeting.Needed", mail.Needed));
        if (mail.Actions > 0) yield return new Block.Sentence(words.Fill("Meeting.Actions", mail.Actions, mail.Overdue));
        if (mail is { Link: { } page, Kind: not MeetingMailKind.Cancelled }) yield return new Block.Link(words[mail.Kind >= MeetingMailKind.Minutes ? "Meeting.Open" : "Meeting.Answer"], page);
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<Block> CallTask(MailContent.CallTask task)
    {
        yield return new Block.Call(words["Lead.Please"], task.Call);
        yield return new Block.Sentence(words["CallTask.Why"]);
        yield return new Block.Sentence(words[$"CallTask.{(task.Urgency == Urgency.U0 ? Urgency.U1 : task.Urgency)}"]);
        yield return new Block.Link(words["Link"], task.Link);
        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> PartnerAnswer(MailContent.PartnerAnswer answer)
    {
        yield return new Block.Call(words[answer.Answer == NoticeAnswer.CanHelp ? "Lead.Please" : "Lead.KnowMore"], answer.Call);
        yield return new Block.Sentence(words[$"Answer.{answer.Answer}"]);
        yield return new Block.Sentence(words[answer.Urgency >= Urgency.U3 ? "Answer.Urgent" : "Answer.Notice"]);
        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> CallList(MailContent.CallList list)
    {
        foreach (var entry in list.Entries)
        {
            yield return new Block.Call(words["Lead.Now"], entry.Call);
            if (entry.Role is { } role) yield return new Block.Label(CommonLanguage.OfRole(role).Label(words.Language));
            if (entry.Alternate is { } standIn) yield return new Block.Sentence(words.Fill("CallList.Alternate", standIn.Name, standIn.Phone));
            yield return new Block.Link(words["CallList.Log"], entry.Link);
        }

        yield return new Block.Sentence(words["CallList.Why"]);
        yield return new Block.Sentence(words["CallList.Alone"]);
        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> AnotherChannel(MailContent.AnotherChannel asked)
    {
        yield return new Block.Call(words["Lead.Please"], asked.Partner);
        yield return new Block.Sentence(words["AnotherChannel.Why"]);
        yield return new Block.Sentence(words["AnotherChannel.Do"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<Block> Receipt(MailContent.Receipt receipt)
    {
        yield return new Block.Sentence(words.Fill("Receipt", Day(receipt.Received), Hour(receipt.Received)));
    }

    private IEnumerable<Block> NewLink(MailContent.NewLink link)
    {
        yield return new Block.Call(words["Lead.KnowMore"], link.Call);
        yield return new Block.Sentence(words["NewLink.Use"]);
        yield return new Block.Link(words["NewLink.Open"], link.Link);
        yield return new Block.Small(words["Small"]);
    }

    private IEnumerable<Block> Code(MailContent.Code code)
    {
        yield return new Block.Title(words["Code.Title"]);
        yield return new Block.Label(code.Digits);
        yield return new Block.Sentence(words["Code.Use"]);
        yield return new Block.Sentence(words["Code.NotAsked"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private string Lead(Urgency urgency) => words[urgency switch
    {
        Urgency.U4 => "Lead.Now",
        Urgency.U3 => "Lead.Please",
        _ => "Lead.KnowMore",
    }];

    private string AnswerBy(ZonedDateTime ackBy, Instant at) =>
        at.InZone(ackBy.Zone).Date == ackBy.Date
            ? words.Fill("AnswerBy.Today", Hour(ackBy), MailDates.Date(ackBy.Date, words.Language))
            : words.Fill("AnswerBy.Day", Hour(ackBy), Day(ackBy));

    private string? HowSoon(Urgency urgency) => urgency is Urgency.U2 or Urgency.U3 ? words[$"HowSoon.{urgency}"] : null;

    private string MailLabel(Urgency urgency) => Core.ClientChanges.MailLabel.Generic(urgency).Text(words.Language);

    private string Day(ZonedDateTime at) => MailDates.DayAndDate(at.Date, words.Language);

    private string Hour(ZonedDateTime at) => MailDates.Hour(at.TimeOfDay, words.Language);
}
