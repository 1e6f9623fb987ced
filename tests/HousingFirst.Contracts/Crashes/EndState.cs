using System.Globalization;
using System.Text;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Contracts.Crashes;

/// <summary>
/// Everything a hub has stored and sent, as lines to compare: without the instants, versions and ETags in which two runs may rightly differ.
/// </summary>
public static class EndState
{
    /// <summary>Columns that hold an instant, and what follows from one.</summary>
    private static readonly HashSet<string> Clocks = ["accepted", "decided", "mailAt", "sent", "fetched", "acknowledged", "at", "leaving", "received", "escalated", "calls", "lost", "since", "opened", "recorded"];

    /// <summary>Reads it.</summary>
    public static async Task<string> OfAsync(HubWorld world)
    {
        var lines = new List<string>();
        foreach (var table in Enum.GetValues<Table>())
        {
            await foreach (var (partition, row) in ((ITableScan)world.Tables).ScanAsync(table, CancellationToken.None))
                lines.Add($"{table} {partition} {KeyOf(table, partition, row)} {Columns(row)}");
        }

        lines.AddRange(world.Queues.Messages.Select(m => $"queue {m.Queue} {m.MessageId}"));
        lines.AddRange(world.Mailer.Mails.Select(m => $"mail {m.MailId} to {m.To.Contact}{Held(m)}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    /// <summary>Due work but what always waits: the next morning mail, the month's next step, a purge, a warning before something ends.</summary>
    public static async Task<IReadOnlyList<DueItem>> WaitingAsync(HubWorld world) =>
        [.. (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.Kind is not (DueKind.Purge or DueKind.ConsentEnds or DueKind.AgreementEnds or DueKind.Morning or DueKind.Cycle))];

    /// <summary>Does what is due at each instant at which something is, for more than a week.</summary>
    public static async Task RunOutAsync(HubWorld world)
    {
        var until = world.Clock.GetCurrentInstant() + Duration.FromDays(8);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        for (var ticks = 0; ticks < 400; ticks++)
        {
            var waiting = (await world.Hub.Due.AllAsync(CancellationToken.None)).Where(i => i.At <= until).ToArray();
            if (waiting.Length == 0) break;
            var next = waiting.Min(i => i.At);
            if (next > world.Clock.GetCurrentInstant()) world.Clock.Reset(next);
            else world.Clock.Advance(Duration.FromMinutes(1));
            await world.Hub.Tick.RunAsync(CancellationToken.None);
        }

        if (world.Clock.GetCurrentInstant() < until) world.Clock.Reset(until);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
    }

    private static string KeyOf(Table table, string partition, Row row)
    {
        var parts = Keys.Parts(row.Key);
        var timed = table == Table.Due && parts.Length > 1 && !row.Key.StartsWith("x|", StringComparison.Ordinal);
        if (partition.Contains("|audit|", StringComparison.Ordinal)) return string.Empty; // An instant and a number drawn.
        if (table == Table.Directory && parts is ["m", _, var revision]) return "m|" + revision; // A line of the log, by its instant.
        if (row.Key.StartsWith("y|", StringComparison.Ordinal)) return string.Join('|', parts[0], parts[1], parts[3]);
        return timed ? string.Join('|', parts[1..]) : row.Key;
    }

    private static string Columns(Row row) => string.Join(' ', row.Columns.Where(c => !Clocks.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal)
        .Select(c => $"{c.Key}={Text(c.Value)}"));

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes)[..Math.Min(16, bytes.Length * 2)],
        Instant => "(instant)",
        string text => text.Length > 200 ? text[..200] : text,
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    private static string Held(MailContent mail)
    {
        if (mail is not MailContent.Digest digest) return string.Empty;
        var held = new StringBuilder(" with");
        foreach (var line in digest.Lines) held.Append(CultureInfo.InvariantCulture, $" {line.Urgency}:{line.Label}");
        foreach (var list in digest.Contacts) held.Append(CultureInfo.InvariantCulture, $" contacts:{list.Lines.Count}");
        return held.ToString();
    }
}
