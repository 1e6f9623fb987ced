using System.Globalization;
using HousingFirst.Hub.Coverages;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary>Prints a coverage as far as its reader may see it.</summary>
internal static class CoveragePrinter
{
    public static void Print(Terminal terminal, CoverageView view, LocalTimes times, bool json, bool isPreview)
    {
        switch (view)
        {
            case CoverageView.Whole whole when json:
                terminal.Json(new
                {
                    View = "whole",
                    whole.Change,
                    whole.Code,
                    whole.Urgency,
                    whole.OccurredOn,
                    whole.Accepted,
                    Known = whole.Lines.Count,
                    whole.Total,
                    whole.Lines,
                    whole.MayAlsoTell,
                    whole.ConfirmConsents,
                });
                break;
            case CoverageView.Whole whole:
                Whole(terminal, whole, times, isPreview);
                break;
            case CoverageView.ProgramOnly program when json:
                terminal.Json(new { View = "programOnly", Text = Words(program, times, isPreview), program.HasProgram, program.Received });
                break;
            case CoverageView.ProgramOnly program:
                terminal.Out.WriteLine(Words(program, times, isPreview));
                break;
            case CoverageView.Own own when json:
                terminal.Json(new { View = "own", own.Lines });
                break;
            case CoverageView.Own own:
                Lines(terminal, own.Lines, times);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(view), view, "A view without a print.");
        }
    }

    private static void Whole(Terminal terminal, CoverageView.Whole whole, LocalTimes times, bool isPreview)
    {
        var day = LocalDatePattern.Iso.Format(whole.OccurredOn);
        terminal.Out.WriteLine(isPreview
            ? $"{whole.Code} on {day}, {whole.Urgency}: not sent, this is who would be told"
            : $"{whole.Code} on {day}, {whole.Urgency}, accepted {times.Of(whole.Accepted)}");
        if (whole.Total == 0) terminal.Out.WriteLine("Nobody had to know.");
        Lines(terminal, whole.Lines, times);
        if (whole.Lines.Count < whole.Total)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{whole.Lines.Count} of {whole.Total} told; the rest follows."));
        if (whole.MayAlsoTell.Count > 0)
        {
            terminal.Out.WriteLine("You may also tell (alsoTell):");
            Lines(terminal, whole.MayAlsoTell, times);
        }

        if (whole.ConfirmConsents is { } since)
            terminal.Out.WriteLine($"Every consent of this client is to be confirmed since {LocalDatePattern.Iso.Format(since)}.");
    }

    private static string Words(CoverageView.ProgramOnly program, LocalTimes times, bool isPreview) => program switch
    {
        { HasProgram: false } => "The client has no program now.",
        { Received: { } received } => $"The client's program is told. It received it {times.Of(received)}.",
        _ => isPreview ? "The client's program will be told." : "The client's program is told.",
    };

    private static void Lines(Terminal terminal, IReadOnlyList<CoverageLine> lines, LocalTimes times)
    {
        if (terminal.IsPerson)
        {
            terminal.Table(
                ["Who", "Agency", "Outcome", "State", "Mail leaves", "Sent", "Fetched", "Acknowledged", "No answer: asked"],
                lines.Select(l => (string[])
                [
                    l.Who, l.Agency ?? string.Empty, l.Outcome, State(l) ?? string.Empty, times.Of(l.MailAt), times.Of(l.Sent), times.Of(l.Fetched), Acknowledged(l, times), Escalated(l, times) ?? string.Empty,
                ]));
            return;
        }

        foreach (var line in lines)
        {
            var became = string.Join(
                "; ",
                new[]
                {
                    State(line),
                    When("mail leaves", line.MailAt, times),
                    When("sent", line.Sent, times),
                    When("fetched", line.Fetched, times),
                    line.Acknowledged is null ? null : $"acknowledged {Acknowledged(line, times)}",
                    line.Calls is { } calls ? string.Join("; ", calls.Select(c => $"called {times.Of(c.At)} ({c.Result})")) : null,
                    Escalated(line, times) is { } asked ? $"no answer: asked {asked}" : null,
                }.Where(part => part is not null));
            terminal.Out.WriteLine($"{line.Who}: {line.Outcome}{(became.Length == 0 ? string.Empty : $"  [{became}]")}");
        }
    }

    /// <summary>The state, where the outcome doesn't say it already.</summary>
    private static string? State(CoverageLine line) =>
        line.State is "Pending" or "Sent" or "Unknown" or "Fetched" or "Acknowledged" or "DeadLettered" ? line.State : null;

    private static string Acknowledged(CoverageLine line, LocalTimes times) =>
        line.Acknowledged is null ? string.Empty : times.Of(line.Acknowledged) + (line.Answer is null ? string.Empty : $" ({line.Answer})");

    private static string? Escalated(CoverageLine line, LocalTimes times) =>
        line.Escalated is null ? null : $"{line.EscalatedTo} {times.Of(line.Escalated)}";

    private static string? When(string what, Instant? at, LocalTimes times) => at is null ? null : $"{what} {times.Of(at)}";
}
