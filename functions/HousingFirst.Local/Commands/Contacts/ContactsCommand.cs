using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.ContactCycle;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Local.Commands.Contacts;

/// <summary><c>hub contacts</c>: the monthly contacts of programs and partners.</summary>
internal static class ContactsCommand
{
    private static readonly YearMonthPattern MonthForm = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    public static Command Create(CommandParts parts) => parts.Command(
        "contacts",
        "The monthly contacts of funded programs with their partners",
        "hub contacts list river-icm",
        List(parts),
        RecordContactCommand.Create(parts),
        Report(parts));

    /// <summary><c>--month 2026-12</c>.</summary>
    private static Option<string?> Month() => new("--month") { Description = "The month, 2026-12; without it, the one that is", HelpName = "MONTH" };

    private static YearMonth MonthOf(string? text, OpenHub hub) => text is null
        ? hub.At.Today.ToYearMonth()
        : MonthForm.Parse(text).TryGetValue(default, out var month) ? month : throw new CommandFailure("--month is not a month. Write one like 2026-12");

    private static Command List(CommandParts parts)
    {
        var program = new Argument<string>("PROGRAM") { Description = "The funded program's agency id" };
        var (month, json) = (Month(), CommandParts.Json());
        var command = parts.Command("list", "Show a program's partners of the month: last contact, number, language", "hub contacts list river-icm", program, month, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var of = MonthOf(parse.GetValue(month), hub);
            var stored = (await hub.Hub.Contacts.ReadAsync(hub.Agency(parse.GetRequiredValue(program)).Id, of, cancellation)).Month;
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    stored.Program,
                    Month = MonthForm.Format(of),
                    stored.Opened,
                    stored.Closed,
                    Counts = stored.Counts(),
                    Partners = stored.Obligations.Select(o => new
                    {
                        o.Partner,
                        o.Owed,
                        Standing = o.Standing(stored.Closed),
                        o.Last,
                        NotInPerson = o.IsLongWithoutMeeting(hub.At.Today),
                        o.Recorded,
                    }),
                });
                return ExitCodes.Done;
            }

            if (stored.Opened is null) await parts.Terminal.Out.WriteLineAsync($"The month {MonthForm.Format(of)} is not open: hub plan {ContactPlan.Id(of)} says when it opens.");
            parts.Terminal.Table(
                ["Partner", "Stands", "Mode", "Last contact", "Call", "Number", "Language", "Note"],
                stored.Obligations.Where(o => o.Owed || !o.Recorded.IsEmpty).Select(o => Row(o, stored, hub)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Row(Obligation obligation, ProgramMonth month, OpenHub hub)
    {
        var standing = obligation.Standing(month.Closed);
        var partner = hub.At.Directory.Find(obligation.Partner);
        var contact = partner is { Contacts: [var first, ..] } ? first : null;
        var notes = new List<string>();
        if (!obligation.Owed) notes.Add("not owed");
        if (standing.Late) notes.Add("recorded after the close");
        if (obligation.IsLongWithoutMeeting(hub.At.Today)) notes.Add("not in person for 90 days");
        return
        [
            obligation.Partner,
            standing.State.ToString(),
            (standing.Mode?.ToString() ?? standing.Reason?.ToString()) ?? string.Empty,
            obligation.Last is { } last ? LocalDatePattern.Iso.Format(last.On) : string.Empty,
            contact?.Name ?? string.Empty,
            contact?.Phone ?? partner?.Phone ?? string.Empty,
            contact?.Language.ToString() ?? string.Empty,
            string.Join("; ", notes),
        ];
    }

    private static Command Report(CommandParts parts)
    {
        var (month, json) = (Month(), CommandParts.Json());
        var csv = new Option<bool>("--csv") { Description = "Print a line a program, for a spreadsheet" };
        var command = parts.Command("report", "Show how a month stands: made in person, made otherwise, attempted, not made", "hub contacts report --month 2026-12", month, csv, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var of = MonthOf(parse.GetValue(month), hub);
            var programs = await hub.Hub.Contacts.CountsAsync(of, cancellation);
            var report = MonthReport.Of(of, programs);
            var total = report.Total;
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    Month = MonthForm.Format(of),
                    report.Programs,
                    report.Total,
                    report.MedianMade,
                    report.Silent,
                    ByProgram = programs.Select(p => new { p.Program, p.Counts }),
                });
                return ExitCodes.Done;
            }

            if (parse.GetValue(csv))
            {
                await parts.Terminal.Out.WriteLineAsync("program,owed,inPerson,otherwise,attempted,notMade,open,released,more,late");
                foreach (var (program, c) in programs)
                {
                    await parts.Terminal.Out.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{program},{c.Owed},{c.InPerson},{c.Otherwise},{c.Attempted},{c.NotMade},{c.Open},{c.Released},{c.More},{c.Late}"));
                }

                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{MonthForm.Format(of)}: {report.Programs} programs owed {total.Owed} contacts"));
            parts.Terminal.Table(
                ["", "Contacts", "Share"],
                new (string Name, int Count)[]
                {
                    ("made in person", total.InPerson), ("made otherwise", total.Otherwise), ("attempted", total.Attempted), ("not made, with a reason", total.NotMade),
                    ("nothing recorded", total.Open),
                }.Select(l => (string[])[l.Name, l.Count.ToString(CultureInfo.InvariantCulture), $"{MonthReport.Share(l.Count, Math.Max(1, total.Owed))} %"]));
            if (report.MedianMade is { } median) await parts.Terminal.Out.WriteLineAsync($"Half of the programs made {median} % or more of theirs.");
            return ExitCodes.Done;
        });
        return command;
    }
}
