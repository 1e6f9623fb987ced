using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Wording;
using NodaTime;

namespace HousingFirst.Board.Caseworkers;

/// <summary>A coverage in the words of who reads it: names from the directory, reasons and states from the glossary.</summary>
/// <param name="words">The page's words.</param>
/// <param name="at">The community, the directory, the clock.</param>
/// <param name="urgency">How soon people hear of the change.</param>
public sealed class CoverageWords(Phrases words, Surroundings at, Urgency urgency)
{
    private const string Lacks = "consent-lacks-";

    /// <summary>The contact's name; where the directory no longer lists it, its id; of a gap, the role.</summary>
    public string Name(CoverageLine line) => line.Agency is null ? Label(GlossaryKind.Role, line.Who) : ContactOf(line)?.Name ?? line.Who;

    /// <summary>Its organisation's public name.</summary>
    public string? Organisation(CoverageLine line) =>
        line.Agency is { } agency ? at.Directory.Find(agency)?.Name(words.Language) ?? agency : null;

    /// <summary>Its number, or its organisation's.</summary>
    public string? Phone(CoverageLine line) => ContactOf(line)?.Phone ?? (line.Agency is { } agency ? at.Directory.Find(agency)?.Phone : null);

    /// <summary>By which way it hears, and when where that is to come: of lines that are told or will be.</summary>
    public string Way(CoverageLine line) => (line.ByQueue, line.Leaves) switch
    {
        (true, null) when line.Sent is not null => Label(GlossaryKind.Channel, "queue"),
        (true, { }) when line.Sent is not null && line.Leaves <= at.Now => Label(GlossaryKind.Channel, "both"),
        (false, { }) when line.Sent is not null => Label(GlossaryKind.Channel, "mail"),
        (true, null) => words["Cover.Way.Queue"],
        (true, { }) when urgency >= Urgency.U3 => words["Cover.Way.BothNow"],
        (true, { } leaves) => words.Fill("Cover.Way.Both", When(leaves)),
        (false, { } leaves) => words.Fill("Cover.Way.Mail", When(leaves)),
        _ => words["Cover.Way.None"],
    };

    /// <summary>Who hears in its place, where its own address doesn't work; else null.</summary>
    public string? Instead(CoverageLine line) =>
        line.SentTo is { } to && to != line.Who ? words.Fill("Cover.Instead", at.Directory.Contact(line.Agency!, to)?.Name ?? to) : null;

    /// <summary>Why it isn't told, in a few words and in a sentence.</summary>
    public (string Short, string Long) Reason(CoverageLine line)
    {
        var code = line.Reason ?? string.Empty;
        if (line.Becomes == NoticeState.Cancelled) return (Label(GlossaryKind.Coverage, nameof(NoticeState.Cancelled)), words["Cover.Cancelled." + code]);
        var entry = Entry(GlossaryKind.Withheld, code.StartsWith(Lacks, StringComparison.Ordinal) ? Lacks.TrimEnd('-') : code);
        if (entry is null) return (code, string.Empty);
        return code.StartsWith(Lacks, StringComparison.Ordinal)
            ? (entry.Label(words.Language), words.Fill("Cover.Lacks", LackOf(code[Lacks.Length..])))
            : (entry.Label(words.Language), entry.Definition(words.Language));
    }

    /// <summary>What a person must do, where no message can; null elsewhere.</summary>
    public string? Task(CoverageLine line) => IsTask(line) ? words["Cover.Task." + line.Becomes] : null;

    /// <summary>What has become of it, latest first to be known: answered, fetched, sent, and when.</summary>
    public IEnumerable<string> Became(CoverageLine line)
    {
        if (line.Answer is { } answer) yield return At(Label(GlossaryKind.Answer, answer), line.Acknowledged);
        if (line.Fetched is { } fetched) yield return At(Label(GlossaryKind.Coverage, nameof(NoticeState.Fetched)), fetched);
        if (line.Answer is null && line.Becomes is NoticeState.Sent or NoticeState.Unknown or NoticeState.Pending)
            yield return At(Label(GlossaryKind.Coverage, line.Becomes.ToString()), line.Sent);
    }

    /// <summary>Whether the message itself goes to the recipient.</summary>
    public static bool IsTold(CoverageLine line) => !IsTask(line) && line.Becomes
        is not (NoticeState.Withheld or NoticeState.Cancelled or NoticeState.Gap or NoticeState.Source);

    /// <summary>Whether only a person can tell it.</summary>
    public static bool IsTask(CoverageLine line) =>
        line.Becomes is NoticeState.CallTask or NoticeState.Held or NoticeState.AddressStopped or NoticeState.DeadLettered;

    /// <summary>How soon people hear of the change.</summary>
    public string HowSoon => Entry(GlossaryKind.Urgency, urgency.ToString()) is { } entry
        ? words.Fill("Cover.Fact", entry.Label(words.Language), entry.Definition(words.Language))
        : urgency.ToString();

    /// <summary>A day as people write it.</summary>
    public string Day(LocalDate day) => WrittenDates.DayAndDate(day, words.Language);

    /// <summary>A label with an instant in the community's zone, where there is one.</summary>
    public string At(string label, Instant? instant) => instant is { } when
        ? words.Fill("Cover.At", label, WrittenDates.DayAndDate(Local(when).Date, words.Language), WrittenDates.Hour(Local(when).TimeOfDay, words.Language))
        : label;

    /// <summary>A word of the glossary.</summary>
    public string Label(GlossaryKind kind, string term) => Entry(kind, term)?.Label(words.Language) ?? term;

    private static GlossaryEntry? Entry(GlossaryKind kind, string term) => CommonLanguage.Entries.FirstOrDefault(e => e.Kind == kind && e.Term == term);

    private string LackOf(string lack) => lack == "B" ? Label(GlossaryKind.Class, "B") : Label(GlossaryKind.Facet, lack);

    private Contact? ContactOf(CoverageLine line) => line.Agency is { } agency ? at.Directory.Contact(agency, line.Who) : null;

    /// <summary>On the quarter-hour: the minute tells too much, and moves.</summary>
    private string When(Instant leaves)
    {
        if (urgency >= Urgency.U3) return words["Cover.When.Now"];
        var local = Local(leaves);
        var hour = WrittenDates.Hour(new LocalTime(local.Hour, local.Minute / 15 * 15), words.Language);
        return local.Date == at.Today
            ? words.Fill("Cover.When.Today", hour)
            : words.Fill("Cover.When.Day", WrittenDates.DayAndDate(local.Date, words.Language), hour);
    }

    private ZonedDateTime Local(Instant instant) => instant.InZone(at.Community.Zone);
}
