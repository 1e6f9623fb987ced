using System.Globalization;
using System.Text;
using System.Text.Json;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Clients;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Doors;

/// <summary>
/// Strangers' clients that receive. Each suite of <c>tests/clients</c> says what it completed; the queue must hold exactly the rest, and exactly what
/// was completed must be marked as fetched.
/// </summary>
public sealed class AmqpReceivingClientsTests
{
    private const int Seeded = 80;
    private const string Agency = "prairie-hospital";
    private const string Queue = "agency-" + Agency;

    [Theory]
    [InlineData("receive.mjs")]
    [InlineData("receive_proton.py")]
    public async Task Every_check_of_the_suite_passes_and_what_was_completed_is_gone_and_fetched(string suite)
    {
        ClientProgram.Needs(suite);
        await using var door = await DoorUnderTest.StartAsync(
            new DoorSettings { LockDuration = Duration.FromSeconds(2) }, now: SystemClock.Instance.GetCurrentInstant());
        using var amqp = AmqpDoor.Open(new AmqpDoorParts(door.Parts, NullLogger.Instance), 0);
        for (var i = 0; i < Seeded; i++) await PutAsync(door, i);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clock = RunClockAsync(door, stop.Token);
        var ended = await ClientProgram.RunAsync(Path.Combine(ClientProgram.Folder, suite), new Dictionary<string, string>
        {
            ["HF_AMQP_PORT"] = amqp.Port.ToString(CultureInfo.InvariantCulture),
            ["HF_AGENCY"] = Agency,
            ["HF_KEY"] = DoorUnderTest.KeyOf(Agency),
        });
        await stop.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => clock);

        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web)!).ToList();
        var wrong = lines.Where(line => line is { Name: not null, Ok: false }).Select(line => $"{line.Name}: {line.Why}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(ended.ExitCode == 0, $"{suite} ended with {ended.ExitCode}.\n{ended.Errors}");
        Assert.Contains(lines, line => line.Ok);
        var took = lines.Select(line => line.Took).OfType<string>().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(took);
        var buried = lines.Select(line => line.Buried).OfType<string>().ToList();
        string[] left = [.. Enumerable.Range(0, Seeded).Select(i => $"m-{i}").Except(took).Except(buried).Order(StringComparer.Ordinal)];
        // A client that settles without waiting for the answer may be gone before it is done.
        for (var i = 0; i < 400 && (await HeldAsync(door)).Length > left.Length; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(left, await HeldAsync(door));
        Assert.Equal(took.Select(id => (Agency, "n" + id[1..])), door.Fetched.Told.OrderBy(told => told.Notice, StringComparer.Ordinal));
        Assert.Empty(await door.HeldAsync(Queue + "/$deadletterqueue"));
    }

    private static async Task<string[]> HeldAsync(DoorUnderTest door) =>
        [.. (await door.HeldAsync(Queue)).Select(m => m.MessageId!).Order(StringComparer.Ordinal)];

    private static Task<IReadOnlyList<long>> PutAsync(DoorUnderTest door, int number) => door.Queues.SendAsync(
        Queue,
        [
            new NewMessage(Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"))
            {
                MessageId = $"m-{number}",
                ContentType = "application/cloudevents+json",
                Properties = new Dictionary<string, string> { ["hf-notice"] = $"n-{number}" },
            },
        ],
        TestContext.Current.CancellationToken);

    /// <summary>The door's clock goes with the client's, so that locks end.</summary>
    private static async Task RunClockAsync(DoorUnderTest door, CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(20, stop);
            var behind = SystemClock.Instance.GetCurrentInstant() - door.Clock.GetCurrentInstant();
            if (behind > Duration.Zero) door.Clock.Advance(behind);
        }
    }

    private sealed record Line(string? Name, bool Ok, string? Why, string? Took, string? Buried);
}
