using System.CommandLine;
using HousingFirst.Commands.Agencies;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Auditing;
using HousingFirst.Hub.Specialists;

namespace HousingFirst.Commands;

/// <summary><c>hub tasks</c>: what waits for the specialist. It names no client but where somebody asked about one, and then by their own reference.</summary>
internal static class TasksCommand
{
    public static Command Create(CommandParts parts) => parts.Command(
        "tasks", "What waits for the specialist: see it, and say that it is done", "hub tasks list", List(parts), Show(parts), Done(parts));

    private static Command List(CommandParts parts)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are done" };
        var json = CommandParts.Json();
        var command = parts.Command("list", "List the specialist's open tasks, oldest first", "hub tasks list --all --json", all, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var tasks = (await hub.Hub.Tasks.AllAsync(cancellation)).Where(t => t.Done is null || parse.GetValue(all)).ToArray();
            if (parse.GetValue(json)) parts.Terminal.Json(tasks.Select(t => Short(t, hub.At)));
            else if (tasks.Length == 0) await parts.Terminal.Out.WriteLineAsync("Nothing waits for the specialist.");
            else
            {
                parts.Terminal.Table(
                    ["Id", "What", "Organisation", "Contact", "Since", "Done", "By"],
                    tasks.Select(t => (string[])
                        [t.Id, Word(t), Organisation(t, hub.At), Contact(t, hub.At), hub.Times.Of(t.Since), hub.Times.Of(t.Done), By(t)]));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CommandParts parts)
    {
        var id = Id();
        var json = CommandParts.Json();
        var command = parts.Command(
            "show", "Show one task, with what somebody wrote who asked. Leaves an audit entry", "hub tasks show 2f1c8b0d", id, json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var task = await FindAsync(hub, parse.GetRequiredValue(id), cancellation);
            await hub.Hub.Audit.AddAsync("tasks.show", task.Id, cancellation);
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { Task = Short(task, hub.At), task.Request });
                return ExitCodes.Done;
            }

            await parts.Terminal.Out.WriteLineAsync(Shell.Printable($"{Word(task)}: {Organisation(task, hub.At)}"));
            foreach (var (name, value) in Lines(task, hub))
            {
                if (value.Length > 0) await parts.Terminal.Out.WriteLineAsync(Shell.Printable($"{name,-10} {value}"));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Done(CommandParts parts)
    {
        var (id, by) = (Id(), AgencyParts.By(parts.Terminal));
        var command = parts.Command("done", "Say that a task is done; it stays done. Leaves an audit entry", "hub tasks done 2f1c8b0d --by Robin", id, by);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var hub = await parts.OpenAsync(parse, cancellation);
            var (task, who) = (await FindAsync(hub, parse.GetRequiredValue(id), cancellation), parse.GetRequiredValue(by));
            var before = task.Done;
            if (before is null && task.Request is { About: HelpAbout.Barrier })
                throw new CommandFailure($"A barrier is closed with its owner and its outcome: hub requests agree {task.Id} WHAT --owner AGENCY, and then hub requests close {task.Id} --outcome TEXT");
            task = await hub.Hub.Tasks.DoneAsync(task, hub.At.Now, who, cancellation) ?? throw Unknown(task.Id, []);
            await hub.Hub.Audit.PutAsync(new AuditEntry(task.Done!.Value, "tasks.done", $"{task.Kind} {task.Id}", task.DoneBy), "tasks." + task.Id, cancellation);
            await parts.Terminal.Out.WriteLineAsync(before is { } earlier ? $"It was done already, {hub.Times.Of(earlier)}." : "Done.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Argument<string> Id() => new("ID") { Description = "The task's id: hub tasks list shows it" };

    private static async Task<SpecialistTask> FindAsync(OpenHub hub, string id, CancellationToken cancellation)
    {
        var tasks = await hub.Hub.Tasks.AllAsync(cancellation);
        return tasks.FirstOrDefault(t => t.Id == id) ?? throw Unknown(id, tasks.Select(t => t.Id));
    }

    private static CommandFailure Unknown(string id, IEnumerable<string> ids) => new(
        "No task has that id" + (Spelling.Nearest(id, ids, 3) is { } near ? $": did you mean {near}?" : ".") + " `hub tasks list --all` shows them.");

    private static IEnumerable<(string, string)> Lines(SpecialistTask task, OpenHub hub) =>
    [
        ("contact", Contact(task, hub.At)),
        ("since", hub.Times.Of(task.Since)),
        ("about", task.Request is { } request ? About(request) : string.Empty),
        ("with", task.Request?.With is { } with ? hub.At.Directory.Find(with)?.NameEn ?? with : string.Empty),
        ("their ref", task.Request?.Subject ?? string.Empty),
        ("note", task.Request?.Note ?? string.Empty),
        ("done", task.Done is null ? string.Empty : $"{hub.Times.Of(task.Done)}, {By(task)}"),
    ];

    private static object Short(SpecialistTask task, Surroundings at) => new
    {
        task.Id,
        What = Word(task),
        task.Agency,
        Organisation = Organisation(task, at),
        Contact = Contact(task, at),
        task.Since,
        About = task.Request is { } request ? About(request) : null,
        task.Done,
        DoneBy = task.Done is null ? null : By(task),
    };

    private static string About(RequestedHelp request) => Camel(request.About.ToString());

    private static string Word(SpecialistTask task) => Camel(task.Kind.ToString());

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Organisation(SpecialistTask task, Surroundings at) =>
        task.Organisation ?? (task.Agency is { } agency ? at.Directory.Find(agency)?.NameEn ?? agency : string.Empty);

    private static string Contact(SpecialistTask task, Surroundings at) =>
        task is { Agency: { } agency, Contact: { } contact } ? at.Directory.Contact(agency, contact)?.Name ?? contact : string.Empty;

    private static string By(SpecialistTask task) => task.DoneBy ?? (task.Done is null ? string.Empty : "its cause is gone");
}
