using System.CommandLine;
using System.Globalization;
using HousingFirst.Core.Surprises;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub surprises</c>: how often partners were caught off guard in a month, by cause.</summary>
internal static class SurprisesCommand
{
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    public static Command Create(CommandParts parts)
    {
        var month = new Option<string?>("--month") { Description = "The month, 2026-12; default: this month", HelpName = "MONTH" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "surprises", "Count how often partners were caught off guard in a month, by cause", "hub surprises --month 2026-12 --json", month, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var first = MonthOf(parse.GetValue(month), hub.At.Today);
            var counts = await hub.Hub.Surprises.CountsAsync(first, cancellation);
            var name = first.ToString("uuuu'-'MM", CultureInfo.InvariantCulture);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new
                {
                    Month = name,
                    Surprises = counts.ByCause.Values.Sum(),
                    ByCause = SurpriseCauses.All.ToDictionary(cause => cause.Word(), cause => counts.ByCause[cause]),
                    counts.Strangers,
                });
                return ExitCodes.Done;
            }

            parts.Terminal.Table(
                ["Cause", name],
                [
                    .. SurpriseCauses.All.Select(cause => (string[])[cause.Word(), Number(counts.ByCause[cause])]),
                    ["all", Number(counts.ByCause.Values.Sum())],
                    ["not a client of theirs", Number(counts.Strangers)],
                ]);
            return ExitCodes.Done;
        });
        return command;
    }

    private static LocalDate MonthOf(string? text, LocalDate today)
    {
        if (text is null) return today;
        return Day.Parse(text + "-01").TryGetValue(default, out var first) ? first : throw new CommandFailure("That is no month: write it like 2026-12.");
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
