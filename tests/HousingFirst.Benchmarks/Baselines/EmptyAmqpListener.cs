using System.Globalization;
using HousingFirst.Benchmarks.Corpus;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Senders;
using HousingFirst.Local.Doors;
using HousingFirst.Local.Doors.Amqp;
using HousingFirst.Local.KeyFiles;
using HousingFirst.Local.StartUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HousingFirst.Benchmarks.Baselines;

/// <summary>The hub's AMQP door without what it is for: the same listener, limits and keys; it reads each message and accepts it without keeping it.</summary>
internal static class EmptyAmqpListener
{
    /// <summary>The role of the process.</summary>
    public const string Role = "empty-amqp-listener";

    private static readonly Task<IReadOnlyList<long>> Nowhere = Task.FromResult<IReadOnlyList<long>>([]);

    /// <summary>Arguments: the data folder, for its keys, the HTTP port that says it is up, and the AMQP port.</summary>
    public static async Task<int> RunRoleAsync(string[] arguments)
    {
        var clock = SystemClock.Instance;
        var directory = new PartnerDirectory(MadeUpCommunity.Organisations(clock.GetCurrentInstant()), 0);
        var agencies = new DirectoryAgencies(new AgencyKeys(FileKeyRing.Open(DataFolder.Open(arguments[0]).Keys)), () => directory);
        // Nothing is stored, fetched or judged: what would do so is not there.
        var parts = new DoorParts(null!, agencies, null!, null!, null!, clock) { Settings = new DoorSettings { MessagesPerMinute = int.MaxValue / 2 } };
        using var door = AmqpDoor.Open(
            new AmqpDoorParts(parts, NullLogger.Instance) { KeepAsync = static (_, _) => Nowhere },
            int.Parse(arguments[2], CultureInfo.InvariantCulture));

        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{arguments[1]}");
        app.MapGet("/health", () => Results.Ok());
        await app.RunAsync();
        return 0;
    }
}
