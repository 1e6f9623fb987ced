using System.Globalization;
using System.Text.Json;
using HousingFirst.Hub.Queues;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Clients;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>
/// The AMQP door as strangers' clients see it. Each suite of <c>tests/clients</c> says what it was answered; the queues must hold exactly the messages
/// that were accepted.
/// </summary>
public sealed class AmqpClientsTests
{
    [Theory]
    [InlineData("service-bus.mjs", 100_000)]
    [InlineData("rhea.mjs", 100_000)]
    [InlineData("qpid_proton.py", 100_000)]
    [InlineData("busy.mjs", 5)]
    public async Task Every_check_of_the_suite_passes_and_the_queues_hold_what_was_accepted(string suite, int messagesPerMinute)
    {
        ClientProgram.Needs(suite);
        await using var door = await DoorUnderTest.StartAsync(
            new DoorSettings { MessagesPerMinute = messagesPerMinute }, now: SystemClock.Instance.GetCurrentInstant());
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);

        var ended = await ClientProgram.RunAsync(Path.Combine(ClientProgram.Folder, suite), new Dictionary<string, string>
        {
            ["HF_AMQP_PORT"] = amqp.Port.ToString(CultureInfo.InvariantCulture),
            ["HF_AGENCY"] = "prairie-hospital",
            ["HF_KEY"] = DoorUnderTest.KeyOf("prairie-hospital"),
        });

        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!).ToList();
        var wrong = lines.Where(line => line is { Name: not null, Ok: false }).Select(line => $"{line.Name}: {line.Why}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(ended.ExitCode == 0, $"{suite} ended with {ended.ExitCode}.\n{ended.Errors}");
        Assert.Contains(lines, line => line.Ok);
        await AssertHeldAsync(door, [.. lines.Select(line => line.Kept).OfType<Kept>()]);
    }

    private static async Task AssertHeldAsync(DoorUnderTest door, IReadOnlyList<Kept> accepted)
    {
        List<QueueMessage> held = [];
        foreach (var queue in new[] { QueueNames.ClientChanges, QueueNames.PartnerActivity, "agency-river-icm" })
        {
            while (await door.Queues.BrowseAsync(queue, held.LastOrDefault(m => m.Address.Queue == queue)?.Sequence + 1 ?? 0, 500, TestContext.Current.CancellationToken)
                is { Count: > 0 } page) held.AddRange(page);
        }

        var byBody = held.ToLookup(m => $"{m.Address.Queue} {Convert.ToBase64String(m.Body)}", StringComparer.Ordinal);
        foreach (var kept in accepted)
        {
            var message = Assert.Single(byBody[$"{kept.Queue} {kept.Body}"]);
            Assert.Equal(kept.Type, message.ContentType);
            if (kept.Id is not null) Assert.Equal(kept.Id, message.MessageId);
            Assert.Equal(kept.Properties, message.Properties.ToDictionary());
        }

        Assert.Equal(accepted.Count, held.Count);
    }

    private sealed record Line(string? Name, bool Ok, string? Why, Kept? Kept);

    private sealed record Kept(string Queue, string Body, string? Id, string? Type, Dictionary<string, string> Properties);
}
