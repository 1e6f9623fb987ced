using System.CommandLine;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Network;
using NodaTime.Text;

namespace HousingFirst.Commands;

/// <summary><c>hub network</c>: the organisations that may become partners, and how far the talk with each has come.</summary>
internal static class NetworkCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "network",
        "Grow the partner network: who was suggested, what was done, what they give, when to ask again",
        "hub network list",
        List(parts),
        Show(parts),
        NetworkEntries.Add(parts),
        NetworkEntries.Step(parts),
        NetworkEntries.Contribution(parts),
        Remove(parts));

    /// <summary>The states' words, for help.</summary>
    public static string States => string.Join(", ", RecruitmentStates.All.Select(s => s.Word()));

    /// <summary>The prospect a command is about.</summary>
    public static Argument<string> Id() => new("PROSPECT") { Description = "Its id as hub network list prints it, or its name" };

    /// <summary>A prospect by its id or name.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static async Task<ProspectView> FindAsync(OpenHub hub, string id, CancellationToken cancellation)
    {
        if (await hub.Hub.ReadNetwork.FindAsync(id, cancellation) is { } view) return view;
        var ids = (await hub.Hub.Network.AllAsync(cancellation)).Select(p => p.Id.Value);
        throw new CommandFailure("No prospect has that id or name" + (Spelling.Nearest(id, ids, 5) is { } near ? $": did you mean {near}?" : ".")
            + " `hub network list` shows them; `hub network add` adds one.");
    }

    private static Command List(CommandParts parts)
    {
        var state = new Option<string?>("--state") { Description = "Only those in this state", HelpName = "STATE" };
        var json = CommandParts.Json();
        var command = parts.Command(
            "list", "List prospects: what stands with each, what comes next, what waits", "hub network list --state notNow --json", state, json);
        command.SetAction(async (parse, cancellation) =>
        {
            var wanted = parse.GetValue(state) is { } word ? StateOf(word) : (RecruitmentState?)null;
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var views = (await hub.Hub.ReadNetwork.ListAsync(cancellation)).Where(v => wanted is null || v.Standing?.State == wanted).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(views.Select(NetworkPrinter.Short));
            else if (views.Length == 0)
            {
                await parts.Terminal.Out.WriteLineAsync(wanted is null ? "No prospects yet: hub network add NAME --by WHO" : "No prospect is in that state.");
            }
            else
            {
                parts.Terminal.Table(
                    ["Id", "Name", "State", "Since", "By", "Next", "Look again", "Partner"],
                    views.Select(v => (string[])
                    [
                        v.Prospect.Id.Value,
                        v.Prospect.Name,
                        v.Standing?.State.Word() ?? string.Empty,
                        v.Standing is { } standing ? LocalDatePattern.Iso.Format(standing.On) : string.Empty,
                        v.Standing?.By ?? string.Empty,
                        v.Standing?.Next ?? string.Empty,
                        NetworkPrinter.LookAgain(v),
                        v.Partner ?? string.Empty,
                    ]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var id = Id();
        var json = CommandParts.Json();
        var command = parts.Command("show", "Show one prospect: suggestions, steps, contributions", "hub network show galt-street-library", id, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var view = await FindAsync(hub, parse.GetRequiredValue(id), cancellation);
            if (parse.GetValue(json)) parts.Terminal.Json(NetworkPrinter.Whole(view));
            else foreach (var line in NetworkPrinter.Lines(view, hub.Times)) await parts.Terminal.Out.WriteLineAsync(Shell.Printable(line));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove(CommandParts parts)
    {
        var id = Id();
        var command = parts.Command(
            "remove",
            "Forget a prospect with everything recorded of it, as after a typing error. Leaves an audit entry",
            "hub network remove galt-street-library",
            id);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var view = await FindAsync(hub, parse.GetRequiredValue(id), cancellation);
            await hub.Hub.Audit.AddAsync("network.remove", view.Prospect.Id.Value, cancellation);
            await hub.Hub.Network.RemoveAsync(view.Prospect.Id, cancellation);
            await parts.Terminal.Out.WriteLineAsync("Removed.");
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>A state by its word.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public static RecruitmentState StateOf(string word) => RecruitmentStates.Find(word) ?? throw new CommandFailure(
        $"That is no state; did you mean {Spelling.Nearest(word, RecruitmentStates.All.Select(s => s.Word()))}? There are: {States}.");
}
