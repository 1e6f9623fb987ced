using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HousingFirst.Commands;
using HousingFirst.Core.Meetings;
using HousingFirst.Hub.Checking;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Running;
using HousingFirst.Local.Storage;
using NodaTime;
using NodaTime.TimeZones;

namespace HousingFirst.Local.Commands;

/// <summary><c>hub check</c>: whether the file is sound, and whether what it says holds together.</summary>
internal static class CheckCommand
{
    /// <summary>The next meeting is at most two weeks away, and its words are forgotten two weeks later.</summary>
    private static readonly Duration ItemsKept = Duration.FromDays(2 * MeetingSeries.PurgeDays);

    public static Command Create(LocalParts parts)
    {
        var json = CommandParts.Json();
        var command = parts.Command("check", "Check the data: the file, what its rows say together, and the clock", "hub check", json);
        command.SetAction(async (parse, cancellation) =>
        {
            await using var local = parts.OpenBare(parse);
            var report = await parts.Terminal.WhileAsync("Checking", Task.Run(() => LookAsync(local, cancellation), cancellation));
            if (parse.GetValue(json))
            {
                parts.Terminal.Json(new { AllWell = report.Findings.Count == 0, report.Findings, report.Counts, report.Clock, report.ZoneData });
            }
            else
            {
                foreach (var finding in report.Findings)
                    await parts.Terminal.Error.WriteLineAsync($"{finding.Where}: {finding.What} {finding.Mend}");
                await parts.Terminal.Out.WriteLineAsync(report.Findings.Count == 0
                    ? "All well."
                    : string.Create(CultureInfo.InvariantCulture, $"{report.Findings.Count} findings."));
                await parts.Terminal.Out.WriteLineAsync(
                    string.Join(", ", report.Counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}")))
                    + $"; clock {report.Clock}; zone data {report.ZoneData}");
            }

            return report.Findings.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static async Task<CheckReport> LookAsync(LocalHub local, CancellationToken cancellation)
    {
        var report = await OnceAsync(local, cancellation);
        if (report.Findings.Count == 0 || local.Folder.FindRunning() is null) return report;
        // The tables are read one after the other while the hub works: what was only in work is no longer found.
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        var again = await OnceAsync(local, cancellation);
        return again with { Findings = [.. again.Findings.Intersect(report.Findings)] };
    }

    private static async Task<CheckReport> OnceAsync(LocalHub local, CancellationToken cancellation)
    {
        var file = await HubCheck.RunAsync(local.Database, cancellation);
        // A file that can't be read is said once, not again by every row of it.
        if (file.Count > 0)
        {
            return new CheckReport(
                [.. file.Select(f => new Finding(f.Where, f.What, f.Mend))], new Dictionary<string, long>(), local.Clock.GetCurrentInstant(), TzdbDateTimeZoneSource.Default.TzdbVersion);
        }

        var queued = await QueuedAsync(local.Database.Queues, cancellation);
        var report = await new CheckHub(local.Database.Tables, local.Options.Community, local.Clock).RunAsync(queued, cancellation);
        return report with { Findings = [.. report.Findings, .. await SpokenAsync(local, cancellation)] };
    }

    /// <summary>Dead letters that hold what was to be said of a client at a meeting, long after that meeting: nobody forgets them but who discards them.</summary>
    private static async Task<IReadOnlyList<Finding>> SpokenAsync(LocalHub local, CancellationToken cancellation)
    {
        var (findings, until) = (new List<Finding>(), local.Clock.GetCurrentInstant() - ItemsKept);
        for (var next = 0L; await local.Database.Queues.BrowseDeadLettersAsync(next, 500, cancellation) is { Count: > 0 } page; next = page[^1].Sequence + 1)
        {
            findings.AddRange(page.Where(m => m.EnqueuedAt < until && IsCaseItem(m.Body)).Select(m => new Finding(
                $"dead letter {DeadLetterDesk.AddressOf(m.Address.Queue, m.Sequence)}",
                "It holds what was to be said of a client at a meeting, four weeks after it came.",
                $"Discard it: hub dead-letters discard {DeadLetterDesk.AddressOf(m.Address.Queue, m.Sequence)}.")));
        }

        return findings;
    }

    private static bool IsCaseItem(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } message
                && message.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals(MessageTypes.MeetingItem)
                && !(message.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("part", out var part)
                    && part.ValueKind == JsonValueKind.String && part.ValueEquals("open"));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The keys of the changes whose messages are on the queue, dead letters too.</summary>
    private static async Task<IReadOnlySet<string>> QueuedAsync(EmbeddedQueues queues, CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in new[] { QueueNames.ClientChanges, QueueNames.ClientChanges + "/$deadletterqueue" })
        {
            for (var next = 0L; await queues.BrowseAsync(queue, next, 500, cancellation) is { Count: > 0 } page; next = page[^1].Sequence + 1)
            {
                foreach (var message in page) keys.UnionWith(KeysOf(message.Body));
            }
        }

        return keys;
    }

    /// <summary>The keys of a message's changes: one, or, in what the hub states itself, a list of them.</summary>
    private static string[] KeysOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(KeyOf).OfType<string>()]
                : [.. new[] { KeyOf(document.RootElement) }.OfType<string>()];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return []; // No event, so no accepted change waits for it.
        }
    }

    private static string? KeyOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
        && message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? Envelope.KeyOf(source.GetString()!, id.GetString()!)
            : null;
}
