using System.CommandLine;
using HousingFirst.Core.ContactCycle;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Commands.Meetings;

/// <summary><c>hub meeting who-next</c>: the committee's list of who should meet whom.</summary>
internal static class WhoNextCommand
{
    public static Command Create(CommandParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command(
            "who-next",
            $"Show who should meet whom next: whom nobody has talked with yet, and who has not met face to face for {Obligation.InPersonDays} days",
            "hub meeting who-next",
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var next = await hub.Hub.Contacts.ReadWhoNext.RunAsync(hub.At, cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(next);
                return ExitCodes.Done;
            }

            if (next is { Newcomers.IsEmpty: true, Pairs.IsEmpty: true })
                await parts.Terminal.Out.WriteLineAsync($"Everyone has met face to face within {Obligation.InPersonDays} days.");
            if (!next.Newcomers.IsEmpty)
            {
                await parts.Terminal.Out.WriteLineAsync("Nobody has talked with them yet");
                parts.Terminal.Table(["Organisation", "Partner of"], next.Newcomers.Select(n => (string[])[n.Organisation, string.Join(", ", n.Programs)]));
            }

            if (!next.Pairs.IsEmpty)
            {
                await parts.Terminal.Out.WriteLineAsync($"Not met face to face for {Obligation.InPersonDays} days, the longest first");
                parts.Terminal.Table(
                    ["Program", "Partner", "Met", "Talked"], next.Pairs.Select(p => (string[])[p.Program, p.Partner, Day(p.MetOn), Day(p.TalkedOn)]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string Day(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : "never";
}
