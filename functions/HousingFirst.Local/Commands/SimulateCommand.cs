using System.CommandLine;
using System.Globalization;
using HousingFirst.Commands;
using HousingFirst.Commands.Contacts;
using HousingFirst.Local.Simulating;
using NodaTime.Text;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub simulate</c>: runs the cycles of a made-up town on a simulated clock, in memory. It touches no data folder, and sends nothing.</summary>
internal static class SimulateCommand
{
    private static readonly YearMonthPattern MonthForm = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    public static Command Create(LocalParts parts)
    {
        var months = Number("--months", "How many months", 1, 1, 120);
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same town and the same bytes, but for elapsed times", HelpName = "S", DefaultValueFactory = _ => 1 };
        var programs = Number("--programs", "Funded programs", 12, 1, 10_000);
        var partners = Number("--partners", "Partners; every program owes each a contact a month", 8, 1, 1_000);
        var json = CommandParts.Json();
        var command = parts.Command(
            "simulate",
            "Run the monthly contacts, meetings and client changes of a made-up town on a simulated clock: its months, reports, and what they ask of storage, queues and mail",
            "hub simulate --months 12 --seed 7 --programs 50 --partners 20",
            months, seed, programs, partners, json);
        command.SetAction(async (parse, cancellation) =>
        {
            var size = new SimulationSize(
                parse.GetRequiredValue(months), unchecked((ulong)parse.GetRequiredValue(seed)), parse.GetRequiredValue(programs), parse.GetRequiredValue(partners));
            var result = await new Simulation(size).RunAsync(
                month => parts.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{MonthForm.Format(month.Month)} passed in {month.Elapsed.TotalSeconds:F1} s")),
                cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(View(result));
            else await PrintAsync(parts.Terminal, result);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = string.Create(CultureInfo.InvariantCulture, $"{description}, {least} to {most}; default {usual}"), HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number from {least} to {most}."));
        });
        return option;
    }

    private static object View(SimulationResult result) => new
    {
        result.Size.Seed,
        result.Size.Programs,
        result.Size.Partners,
        Months = result.Months.Select(Month),
        After = Month(result.After),
        Total = result.Operations,
    };

    private static object Month(SimulatedMonth month) => new
    {
        Month = MonthForm.Format(month.Month),
        month.Operations,
        StorageRequests = month.Requests,
        Report = month.Report is { } report ? MonthReportCommand.View(report) : null,
        ElapsedSeconds = Math.Round(month.Elapsed.TotalSeconds, 3),
    };

    private static async Task PrintAsync(Terminal terminal, SimulationResult result)
    {
        terminal.Table(
            ["Month", "Owed", "In person", "Otherwise", "Attempted", "Not made", "Open", "Late", "Quiet", "Requests", "an owed one", "Mails", "Seconds"],
            result.Months.Select(m => (string[])
            [
                MonthForm.Format(m.Month),
                .. m.Report is { } report
                    ? new[] { report.Total.Owed, report.Total.InPerson, report.Total.Otherwise, report.Total.Attempted, report.Total.NotMade, report.Total.Open, report.Total.Late, report.Quiet.Length }
                        .Select(n => n.ToString(CultureInfo.InvariantCulture))
                    : Enumerable.Repeat(string.Empty, 8),
                m.Requests.ToString(CultureInfo.InvariantCulture),
                m.Report is { Total.Owed: > 0 and var owed } ? ((double)m.Requests / owed).ToString("F2", CultureInfo.InvariantCulture) : string.Empty,
                m.Operations.Where(o => o.Key.StartsWith("mail.", StringComparison.Ordinal)).Sum(o => o.Value).ToString(CultureInfo.InvariantCulture),
                m.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
            ]));
        await terminal.Out.WriteLineAsync("\nIn all, the set-up and the days after included");
        terminal.Table(["Operation", "Count"], result.Operations.Select(o => (string[])[o.Key, o.Value.ToString(CultureInfo.InvariantCulture)]));
    }
}
