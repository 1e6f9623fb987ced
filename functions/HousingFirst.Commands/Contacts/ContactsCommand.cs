using System.CommandLine;
using HousingFirst.Core.ContactCycle;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Contacts;

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
        MonthReportCommand.Create(parts));

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
            var stored = (await hub.Hub.Contacts.Store.ReadAsync(hub.Agency(parse.GetRequiredValue(program)).Id, of, cancellation)).Month;
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
}
