using System.CommandLine;
using HousingFirst.Commands.Agencies;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Requests;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Specialists;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub requests</c>: what partners ask of the specialist, how it stands, and what was agreed. With <c>--as</c> what that agency may see.</summary>
internal static class RequestsCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "requests",
        "Requests to the specialist: mediation, advice, barriers, and what came of them",
        "hub requests list",
        List(parts),
        Show(parts),
        Take(parts),
        Agree(parts),
        Close(parts));

    private static Command List(CommandParts parts)
    {
        var (all, json, agency) = (new Option<bool>("--all") { Description = "Also those that are closed" }, CommandParts.Json(), As());
        var command = parts.Command("list", "List the open requests, oldest first", "hub requests list --all --json", all, agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var requests = (await ReadAsync(hub, parse.GetValue(agency), cancellation)).Where(r => r.Course.Closed is null || parse.GetValue(all)).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(requests.Select(r => Short(r, hub)));
            else if (requests.Length == 0) await parts.Terminal.Out.WriteLineAsync("Nobody waits for an answer of the specialist.");
            else
            {
                parts.Terminal.Table(
                    ["Id", "About", "Asked by", "With", "Asked", "State", "Promised", "Owner"],
                    requests.Select(r => (string[])
                    [
                        r.Id, Camel(r.Help.About.ToString()), r.By, r.Help.With ?? string.Empty, hub.Times.Of(r.Asked), Camel(r.Course.State.ToString()), Promised(r, hub),
                        r.Course.Owner ?? string.Empty,
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var (id, agency, json) = (Id(), As(), CommandParts.Json());
        var command = parts.Command("show", "Show one request, with what was agreed. Leaves an audit entry", "hub requests show 2f1c8b0d --as river-icm", id, agency, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var requests = await ReadAsync(hub, parse.GetValue(agency), cancellation);
            var request = requests.FirstOrDefault(r => r.Id == parse.GetRequiredValue(id)) ?? throw Unknown(parse.GetRequiredValue(id), requests);
            await hub.Hub.Audit.AddAsync("requests.show", parse.GetValue(agency) is { } viewer ? $"{request.Id} as {viewer}" : request.Id, cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(Whole(request, hub));
                return ExitCodes.Done;
            }

            await ShowAsync(parts.Terminal, request, hub);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Take(CommandParts parts)
    {
        var (id, by, json) = (Id(), AgencyParts.By(parts.Terminal), CommandParts.Json());
        var command = parts.Command("take", "Say that the specialist has a request in hand. Leaves an audit entry", "hub requests take 2f1c8b0d --by Robin", id, by, json);
        command.SetAction((parse, cancellation) => StepAsync(
            parts, parse, id, by, json, "requests.take", (hub, request, who) => hub.Hub.MoveRequest.TakeUpAsync(request, who, hub.At, cancellation), cancellation));
        return command;
    }

    private static Command Agree(CommandParts parts)
    {
        var (id, by, json) = (Id(), AgencyParts.By(parts.Terminal), CommandParts.Json());
        var what = new Argument<string>("WHAT") { Description = "What was agreed; nothing about any client: it outlives the request's own words" };
        var owner = new Option<string?>("--owner") { Description = "The agency that does it; of a barrier always", HelpName = "AGENCY" };
        var anew = new Option<bool>("--anew") { Description = "Instead of what was agreed before" };
        var command = parts.Command(
            "agree", "Write down what the parties agreed. Leaves an audit entry", "hub requests agree 2f1c8b0d \"one form for both offices\" --owner income-support --by Robin", id, what, owner, anew, by, json);
        command.SetAction((parse, cancellation) => StepAsync(
            parts, parse, id, by, json, "requests.agree",
            (hub, request, who) => hub.Hub.MoveRequest.AgreeAsync(
                request, parse.GetRequiredValue(what), parse.GetValue(owner) is { } agency ? hub.Agency(agency).Id : null, parse.GetValue(anew), who, hub.At, cancellation),
            cancellation));
        return command;
    }

    private static Command Close(CommandParts parts)
    {
        var (id, by, json) = (Id(), AgencyParts.By(parts.Terminal), CommandParts.Json());
        var outcome = new Option<string?>("--outcome") { Description = "What came of it; of a barrier always. Nothing about any client", HelpName = "TEXT" };
        var command = parts.Command(
            "close", "Say that a request is over. Leaves an audit entry", "hub requests close 2f1c8b0d --outcome \"the form is gone\" --by Robin", id, outcome, by, json);
        command.SetAction((parse, cancellation) => StepAsync(
            parts, parse, id, by, json, "requests.close",
            (hub, request, who) => hub.Hub.MoveRequest.CloseAsync(request, parse.GetValue(outcome), who, hub.At, cancellation), cancellation));
        return command;
    }

    private static async Task<int> StepAsync(
        CommandParts parts, ParseResult parse, Argument<string> id, Option<string> by, Option<bool> json, string action,
        Func<OpenHub, string, string, ValueTask<MovedRequest?>> step, CancellationToken cancellation)
    {
        await using var hub = await parts.OpenAsync(parse, cancellation);
        var (name, who) = (parse.GetRequiredValue(id), parse.GetRequiredValue(by));
        var moved = await step(hub, name, who) ?? throw Unknown(name, await hub.Hub.ReadRequests.AllAsync(hub.At, cancellation));
        AgencyParts.Need([.. moved.Defects]);
        var request = moved.Request!;
        var at = action switch
        {
            "requests.take" => request.Course.Taken,
            "requests.agree" => request.Course.AgreedOn,
            _ => request.Course.Closed,
        };
        await hub.Hub.Audit.PutAsync(new AuditEntry(at!.Value, action, $"{request.Help.About} {request.Id}", who), $"{action}.{request.Id}", cancellation);
        if (parse.GetValue(json)) parts.Terminal.Json(Whole(request, hub));
        else await ShowAsync(parts.Terminal, request, hub);
        return ExitCodes.Done;
    }

    private static ValueTask<IReadOnlyList<SeenRequest>> ReadAsync(OpenHub hub, string? agency, CancellationToken cancellation) => agency is null
        ? hub.Hub.ReadRequests.AllAsync(hub.At, cancellation)
        : hub.Hub.ReadRequests.OfAsync([hub.Agency(agency).Id], hub.At, cancellation);

    private static async Task ShowAsync(Terminal terminal, SeenRequest request, OpenHub hub)
    {
        await terminal.Out.WriteLineAsync($"{request.Id}: {Camel(request.Help.About.ToString())}, {Words(request.Course.State)}");
        foreach (var (name, value) in Lines(request, hub))
        {
            if (!string.IsNullOrEmpty(value)) await terminal.Out.WriteLineAsync(Shell.Printable($"{name,-10} {value}"));
        }
    }

    private static IEnumerable<(string, string?)> Lines(SeenRequest request, OpenHub hub) =>
    [
        ("asked by", $"{Name(request.By, hub)}{(request.Contact is { } id ? $", {hub.At.Directory.Contact(request.By, id)?.Name ?? id}" : string.Empty)}"),
        ("asked", hub.Times.Of(request.Asked)),
        ("promised", Promised(request, hub)),
        ("with", request.Help.With is { } with ? Name(with, hub) : null),
        ("their ref", request.Help.Subject),
        ("note", request.Help.Note),
        ("taken up", request.Course.Taken is { } taken ? $"{hub.Times.Of(taken)}, {request.Course.TakenBy}" : null),
        ("agreed", request.Course.Agreed),
        ("owner", request.Course.Owner is { } owner ? Name(owner, hub) : null),
        ("closed", request.Course.Closed is { } closed ? hub.Times.Of(closed) : null),
        ("outcome", request.Course.Outcome),
    ];

    private static object Short(SeenRequest request, OpenHub hub) => new
    {
        request.Id,
        About = Camel(request.Help.About.ToString()),
        request.By,
        request.Contact,
        request.Help.With,
        State = Camel(request.Course.State.ToString()),
        request.Asked,
        request.Course.Promised,
        Late = request.Course.IsLate(hub.At.Today),
        request.Course.Taken,
        request.Course.TakenBy,
        request.Course.Owner,
        request.Course.Closed,
    };

    private static object Whole(SeenRequest request, OpenHub hub) =>
        new { Request = Short(request, hub), request.Help.Subject, request.Help.Note, request.Course.AgreedOn, request.Course.Agreed, request.Course.Outcome };

    private static string Promised(SeenRequest request, OpenHub hub) =>
        LocalDatePattern.Iso.Format(request.Course.Promised) + (request.Course.IsLate(hub.At.Today) ? ", late" : string.Empty);

    private static string Name(string agency, OpenHub hub) => hub.At.Directory.Find(agency)?.NameEn ?? agency;

    private static string Words(RequestState state) => state == RequestState.TakenUp ? "taken up" : Camel(state.ToString());

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static Argument<string> Id() => new("ID") { Description = "The request's id: hub requests list shows it" };

    private static Option<string?> As() => CommandParts.As("What this agency may see: its own requests, and those it is a party to");

    private static CommandFailure Unknown(string id, IEnumerable<SeenRequest> known) => new(
        "No request has that id" + (Spelling.Nearest(id, known.Select(r => r.Id), 3) is { } near ? $": did you mean {near}?" : ".") + " `hub requests list --all` shows them.");
}
