using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.ContactCycle;
using HousingFirst.Core.MonthEnd;
using HousingFirst.Core.Surprises;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Contacts;

/// <summary><c>hub contacts report</c>: how a month stands, with the numbers of the page that goes by mail. Read-only: it counts, and keeps nothing.</summary>
internal static class MonthReportCommand
{
    private static readonly YearMonthPattern MonthForm = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    public static Command Create(CommandParts parts)
    {
        var month = new Option<string?>("--month") { Description = "The month, 2026-12; without it, the one that is", HelpName = "MONTH" };
        var programs = new Option<bool>("--programs") { Description = "Print the programs' own numbers instead, a line each" };
        var csv = new Option<bool>("--csv") { Description = "Print CSV, for a spreadsheet" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "report",
            "Show how a month stands: contacts made, attempted or not made, who had to know, surprises, the months before",
            "hub contacts report --month 2026-12 --csv > month.csv",
            month, programs, csv, json);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) && result.GetValue(json)) result.AddError("--csv and --json are two forms of the same: choose one.");
        });
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var of = Month(parse.GetValue(month), hub.At.Today);
            if (parse.GetValue(programs))
                return await ProgramsAsync(parts.Terminal, await hub.Hub.Contacts.ReadPrograms.CountsAsync(of, cancellation), of, parse.GetValue(csv), parse.GetValue(json));
            var report = await hub.Hub.Contacts.ReadEnd.RunAsync(of, hub.At, cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(View(report));
            else if (parse.GetValue(csv)) await CsvAsync(parts.Terminal, "month,part,of,count", Numbers(report).Select(n => (string[])[MonthForm.Format(of), n.Part, n.Of, Number(n.Count)]));
            else await PageAsync(parts.Terminal, report);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The report as JSON: the small numbers are left out here as they are in the mail.</summary>
    internal static object View(MonthReport report) => new
    {
        Month = MonthForm.Format(report.Month),
        report.Programs,
        Contacts = Counts(report.Total),
        report.MedianMade,
        Specialist = Counts(report.Specialist),
        report.Silent,
        report.Quiet,
        Coverage = report.Coverage is not { } coverage ? null : new
        {
            coverage.Changes,
            coverage.HadToKnow,
            coverage.Told,
            coverage.Acknowledged,
            coverage.NotReached,
            Withheld = Parts(coverage.Withheld, term => term),
            Gaps = Parts(coverage.Gaps, role => role.ToString()),
        },
        Surprises = Parts(report.Surprises, cause => cause.Word()),
        Trend = report.Trend.Select(t => new { Month = MonthForm.Format(t.Month), Contacts = Counts(t.Counts), Reported = t.Reported is { } was ? Counts(was) : null }),
    };

    private static object Parts<T>(Shown<T> shown, Func<T, string> name) =>
        new { shown.Total, Named = shown.Named.ToDictionary(c => name(c.Of), c => c.Count, StringComparer.Ordinal), shown.Others };

    private static Dictionary<string, int> Counts(MonthCounts counts) =>
        OfCounts(counts).ToDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);

    private static (string Name, int Count)[] OfCounts(MonthCounts c) =>
    [
        ("owed", c.Owed), ("inPerson", c.InPerson), ("otherwise", c.Otherwise), ("attempted", c.Attempted), ("notMade", c.NotMade), ("open", c.Open),
        ("released", c.Released), ("more", c.More), ("late", c.Late),
    ];

    /// <summary>Every number of the page, a line each.</summary>
    private static IEnumerable<(string Part, string Of, int Count)> Numbers(MonthReport report)
    {
        yield return ("contacts", "programs", report.Programs);
        foreach (var (name, count) in OfCounts(report.Total)) yield return ("contacts", name, count);
        if (report.MedianMade is { } median) yield return ("contacts", "medianMadePercent", median);
        foreach (var (name, count) in OfCounts(report.Specialist).Where(c => c.Count > 0)) yield return ("specialist", name, count);
        yield return ("programs", "silent", report.Silent.Length);
        yield return ("partners", "quiet", report.Quiet.Length);
        if (report.Coverage is { } coverage)
        {
            yield return ("coverage", "changes", coverage.Changes);
            yield return ("coverage", "hadToKnow", coverage.HadToKnow);
            yield return ("coverage", "told", coverage.Told);
            yield return ("coverage", "acknowledged", coverage.Acknowledged);
            yield return ("coverage", "notReached", coverage.NotReached);
            foreach (var number in Of("withheld", coverage.Withheld, term => term)) yield return number;
            foreach (var number in Of("gaps", coverage.Gaps, role => role.ToString())) yield return number;
        }

        foreach (var number in Of("surprises", report.Surprises, cause => cause.Word())) yield return number;
        foreach (var trend in report.Trend)
        {
            foreach (var (name, count) in OfCounts(trend.Counts)) yield return ("trend " + MonthForm.Format(trend.Month), name, count);
        }
    }

    private static IEnumerable<(string Part, string Of, int Count)> Of<T>(string part, Shown<T> shown, Func<T, string> name) =>
        [(part, "all", shown.Total), .. shown.Named.Select(c => (part, name(c.Of), c.Count)), .. shown.Named.IsEmpty ? [] : new[] { (part, "others", shown.Others) }];

    private static async Task PageAsync(Terminal terminal, MonthReport report)
    {
        await terminal.Out.WriteLineAsync($"{MonthForm.Format(report.Month)}, as it stands. A cause, role or reason is named only from {SmallNumbers.Fewest} clients up.");
        terminal.Table(["Part", "Of", "Count"], Numbers(report).Where(n => !n.Part.StartsWith("trend", StringComparison.Ordinal)).Select(n => (string[])[n.Part, n.Of, Number(n.Count)]));
        if (report.Coverage is null) await terminal.Out.WriteLineAsync("The month's client changes are about fewer than six clients, or too long ago to count: their coverage isn't shown.");
        if (!report.Silent.IsEmpty) await terminal.Out.WriteLineAsync($"Nothing was heard of: {string.Join(", ", report.Silent)}");
        if (!report.Quiet.IsEmpty) await terminal.Out.WriteLineAsync($"Nobody has talked for two months with: {string.Join(", ", report.Quiet)}");
        terminal.Table(
            ["Month", "Owed", "Made", "In person", "Late"],
            report.Trend.Select(t => (string[])[MonthForm.Format(t.Month), Number(t.Counts.Owed), Number(t.Counts.Made), Number(t.Counts.InPerson), Number(t.Counts.Late)]));
    }

    private static async Task<int> ProgramsAsync(
        Terminal terminal, IReadOnlyList<(string Program, MonthCounts Counts)> programs, YearMonth month, bool csv, bool json)
    {
        var names = OfCounts(MonthCounts.None).Select(c => c.Name).ToArray();
        var rows = programs.Select(p => (string[])[p.Program, .. OfCounts(p.Counts).Select(c => Number(c.Count))]);
        if (json) terminal.Json(new { Month = MonthForm.Format(month), Programs = programs.Select(p => new { p.Program, Contacts = Counts(p.Counts) }) });
        else if (csv) await CsvAsync(terminal, "program," + string.Join(',', names), rows);
        else terminal.Table(["program", .. names], rows);
        return ExitCodes.Done;
    }

    /// <summary>Agency ids and numbers: no cell needs quotes.</summary>
    private static async Task CsvAsync(Terminal terminal, string header, IEnumerable<string[]> rows)
    {
        await terminal.Out.WriteLineAsync(header);
        foreach (var row in rows) await terminal.Out.WriteLineAsync(string.Join(',', row));
    }

    private static YearMonth Month(string? text, LocalDate today) => text is null
        ? today.ToYearMonth()
        : MonthForm.Parse(text).TryGetValue(default, out var month) ? month : throw new CommandFailure("--month is not a month. Write one like 2026-12");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
