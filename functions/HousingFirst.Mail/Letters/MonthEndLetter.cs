using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Wording;

namespace HousingFirst.Mail.Letters;

/// <summary>The words of the month end: contacts first, then who had to know, who was caught off guard, and the months before.</summary>
internal sealed class MonthEndLetter(Phrases words)
{
    /// <summary>The mail is one page: the command lists all of them.</summary>
    private const int MostNames = 10;

    public IEnumerable<Block> Blocks(MailContent.MonthEnd end)
    {
        var report = end.Report;
        yield return new Block.Title(words.Fill("MonthEnd.Title", MailDates.Month(report.Month, words.Language)));
        foreach (var block in Contacts(end).Concat(Coverage(report.Coverage)).Concat(Surprises(report.Surprises)).Concat(Trend(report))) yield return block;
        yield return new Block.Small(words["MonthEnd.Few"]);
        yield return new Block.Small(words["Small.System"]);
    }

    private IEnumerable<Block> Contacts(MailContent.MonthEnd end)
    {
        var (report, total) = (end.Report, end.Report.Total);
        yield return new Block.Heading(words["MonthEnd.Contacts"], 2);
        var lines = new List<string>
        {
            words.Fill("MonthEnd.Owed", total.Owed, report.Programs),
            words.Fill("MonthEnd.InPerson", total.InPerson, MonthReport.Share(total.InPerson, total.Owed)),
            words.Fill("MonthEnd.Otherwise", total.Otherwise, MonthReport.Share(total.Otherwise, total.Owed)),
            words.Fill("MonthEnd.Attempted", total.Attempted),
            words.Fill("MonthEnd.NotMade", total.NotMade),
            words.Fill("MonthEnd.Open", total.Open),
        };
        if (total.Released > 0) lines.Add(words.Fill("MonthEnd.Released", total.Released));
        if (total.More > 0) lines.Add(words.Fill("MonthEnd.More", total.More));
        if (total.Late > 0) lines.Add(words.Fill("MonthEnd.Late", total.Late));
        if (report.Specialist is { Owed: > 0 } own) lines.Add(words.Fill("MonthEnd.Specialist", own.Owed, own.Made));
        if (report.MedianMade is { } median) lines.Add(words.Fill("MonthEnd.Median", median));
        yield return new Block.Names(lines);
        foreach (var block in Few(report.Silent.Length, end.Silent, "MonthEnd.Silent").Concat(Few(report.Quiet.Length, end.Quiet, "MonthEnd.Quiet"))) yield return block;
    }

    /// <summary>How many, and who, for whoever may read it.</summary>
    private IEnumerable<Block> Few(int count, IReadOnlyList<string> names, string key)
    {
        if (count == 0 && names.Count == 0) yield break;
        yield return new Block.Sentence(words.Fill(key, count));
        if (names.Count > MostNames) yield return new Block.Names([.. names.Take(MostNames), words.Fill("MonthEnd.More.Names", names.Count - MostNames)]);
        else if (names.Count > 0) yield return new Block.Names(names);
    }

    private IEnumerable<Block> Coverage(ShownCoverage? coverage)
    {
        yield return new Block.Heading(words["MonthEnd.Coverage"], 2);
        if (coverage is null)
        {
            yield return new Block.Sentence(words["MonthEnd.Coverage.Few"]);
            yield break;
        }

        yield return new Block.Names(
        [
            words.Fill("MonthEnd.HadToKnow", coverage.HadToKnow, coverage.Changes),
            words.Fill("MonthEnd.Told", coverage.Told, MonthReport.Share(coverage.Told, coverage.HadToKnow)),
            words.Fill("MonthEnd.Acknowledged", coverage.Acknowledged),
            words.Fill("MonthEnd.NotReached", coverage.NotReached),
            words.Fill("MonthEnd.Withheld", coverage.Withheld.Total),
            .. Parts(coverage.Withheld, term => Label(GlossaryKind.Withheld, term)),
            words.Fill("MonthEnd.Gaps", coverage.Gaps.Total),
            .. Parts(coverage.Gaps, role => Label(GlossaryKind.Role, role.ToString())),
        ]);
    }

    private IEnumerable<Block> Surprises(Shown<SurpriseCause> surprises)
    {
        yield return new Block.Heading(words["MonthEnd.Surprises"], 2);
        yield return new Block.Sentence(words.Fill("MonthEnd.Surprises.Total", surprises.Total));
        if (!surprises.Named.IsEmpty) yield return new Block.Names([.. Parts(surprises, cause => words["Cause." + cause])]);
    }

    /// <summary>What is large enough to be named, and the rest. Where nothing is, the total has said it all.</summary>
    private IEnumerable<string> Parts<T>(Shown<T> shown, Func<T, string> name)
    {
        if (shown.Named.IsEmpty) yield break;
        foreach (var cell in shown.Named) yield return words.Fill("MonthEnd.Part", name(cell.Of), cell.Count);
        if (shown.Others > 0) yield return words.Fill("MonthEnd.Part", words["MonthEnd.Others"], shown.Others);
    }

    private IEnumerable<Block> Trend(MonthReport report)
    {
        if (report.Trend.Length < 2) yield break;
        yield return new Block.Heading(words["MonthEnd.Trend"], 2);
        yield return new Block.Names([.. report.Trend.Reverse().Select(Line)]);
    }

    private string Line(TrendMonth trend)
    {
        var line = Shares("MonthEnd.TrendLine", MailDates.Month(trend.Month, words.Language), trend.Counts);
        return trend.Reported is { } reported ? line + " " + Shares("MonthEnd.Corrected", null, reported) : line;
    }

    private string Shares(string key, string? month, MonthCounts counts) =>
        words.Fill(key, MonthReport.Share(counts.Made, counts.Owed), MonthReport.Share(counts.InPerson, counts.Owed), month);

    private string Label(GlossaryKind kind, string term) =>
        CommonLanguage.Entries.FirstOrDefault(e => e.Kind == kind && e.Term == term)?.Label(words.Language) ?? term;
}
