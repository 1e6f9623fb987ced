using System.CommandLine;
using System.Globalization;
using HousingFirst.Hub.Calls;
using HousingFirst.Hub.Notices;

namespace HousingFirst.Commands;

/// <summary><c>hub calls</c>: whom the sender of a change whose urgency is "phone first" must call, and how the calls went.</summary>
internal static class CallsCommand
{
    public static Command Create(CommandParts parts)
    {
        var change = new Argument<string>("CHANGE")
        {
            Description = "The change's key as hub send prints it, or the CloudEvents id that the agency gave it",
        };
        var agency = CommandParts.As("The agency that sent the change: an agency that is not the client's program sees only the program", required: true);
        var log = new Option<string[]?>("--log")
        {
            Description = $"Log a call: whom, as the list shows it, and how it went: {string.Join(", ", CallResults.Words)}",
            HelpName = "AGENCY.CONTACT RESULT",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var json = CommandParts.Json();
        var command = parts.Command(
            "calls",
            "Show whom the sender of a change at U4 must call, or log a call; leaves an audit entry",
            "hub calls 2026-11-20-0002 --as prairie-hospital\nhub calls 2026-11-20-0002 --as prairie-hospital --log river-icm.dana reached",
            change,
            agency,
            log,
            json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var sender = hub.Agency(parse.GetRequiredValue(agency)!).Id;
            foreach (var key in ChangeKeys.Of(parse.GetRequiredValue(change), sender, hub.At.Community.Id))
            {
                if (parse.GetValue(log) is [var who, var how])
                {
                    if (CallResults.Read(how) is not { } result)
                        throw new CommandFailure($"How a call went is one of {string.Join(", ", CallResults.Words)}.");
                    if (await hub.Hub.LogCall.ListAsync(key, sender, cancellation) is null) continue;
                    if (!await hub.Hub.LogCall.ByOperatorAsync(key, sender, who, result, cancellation))
                        throw new CommandFailure("Nobody of that name is on this change's call list. Name someone as `hub calls` shows them: AGENCY.CONTACT.");
                    parts.Terminal.Out.WriteLine("Logged.");
                    return ExitCodes.Done;
                }

                if (await hub.Hub.LogCall.ListAsync(key, sender, cancellation) is not { } calls) continue;
                Print(parts.Terminal, calls, hub.Times, parse.GetValue(json));
                return ExitCodes.Done;
            }

            throw new CommandFailure("This agency sent no change by that. Take the key that `hub send` printed, or the CloudEvents id that the agency gave it.");
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<CallToMake> calls, LocalTimes times, bool json)
    {
        if (json)
        {
            terminal.Json(calls.Select(c => new
            {
                c.Who,
                c.Organisation,
                c.Name,
                c.Role,
                c.Phone,
                c.AlternateName,
                c.AlternatePhone,
                c.Heard,
                Calls = c.Calls.Select(l => new { l.At, Result = CallResults.Word(l.Result), l.By }),
            }));
            return;
        }

        if (calls.Count == 0) terminal.Out.WriteLine("There is nobody to call: only a change at U4 has a call list.");
        foreach (var call in calls)
        {
            var standIn = call.AlternateName is { } name ? $"; stand-in {name}, {call.AlternatePhone}" : string.Empty;
            var logged = string.Join("; ", call.Calls.Select(c => $"{CallResults.Word(c.Result)} {times.Of(c.At)}"));
            var state = call.Heard ? "heard" : "not heard yet";
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{call.Who}: {call.Name ?? call.Organisation}, {call.Role}, {call.Organisation}, {call.Phone}{standIn}  [{state}{(logged.Length == 0 ? string.Empty : "; " + logged)}]"));
        }
    }
}
