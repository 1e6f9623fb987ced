using System.Text.Json.Nodes;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Listings;

/// <summary>Every write of an import is a place to die at. The operator runs it again, and everything is as if it had not died. Each store runs all of it, as <see cref="ListingCrashContract"/>, or a share.</summary>
public abstract class ListingCrashRuns
{
    private static readonly Dictionary<string, (JsonNode[] Before, JsonNode[] File)> Jobs = new()
    {
        ["new organisations"] = ([], [MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2), MadeUpDirectory.Organisation(3)]),
        ["changed organisations"] = (
            [MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(2)],
            [MadeUpDirectory.Organisation(1, contacts: 7, text: "new"), MadeUpDirectory.Organisation(2), MadeUpDirectory.Organisation(4)]),
        ["a large organisation"] = ([], [MadeUpDirectory.Organisation(1, contacts: 210)]),
        ["a large organisation that changes"] = ([MadeUpDirectory.Organisation(1, contacts: 110)], [MadeUpDirectory.Organisation(1, contacts: 115, services: 4)]),
        ["one that grows large"] = ([MadeUpDirectory.Organisation(1)], [MadeUpDirectory.Organisation(1, contacts: 120)]),
        ["one that becomes small"] = ([MadeUpDirectory.Organisation(1, contacts: 120)], [MadeUpDirectory.Organisation(1)]),
        ["one that is hidden"] = ([MadeUpDirectory.Organisation(1), MadeUpDirectory.Organisation(1, text: "moved")], [Hidden()]),
        ["services one by one"] = ([MadeUpDirectory.Organisation(1)], [Service(1), Service(2)]),
        ["terms"] = ([], [.. Enumerable.Range(0, 120).Select(i => (JsonNode)Term(i))]),
    };

    /// <summary>Every job's name.</summary>
    public static IEnumerable<string> AllJobs => Jobs.Keys;

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<ITables> OpenAsync();

    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    /// <summary>Does the job once in peace, then once for each write and mishap.</summary>
    protected async Task EndsTheSameAsync(string job)
    {
        var calm = CrashPoint.Never();
        var expected = await RunAsync(job, calm);
        Assert.NotEmpty(calm.Effects);
        Assert.True(job == "terms" || expected.Contains("\"name\": \"Organisation 1\"", StringComparison.Ordinal), expected);
        for (var effect = 1; effect <= calm.Effects.Count; effect++)
        {
            foreach (var mishap in (Mishap[])[Mishap.DiesBefore, Mishap.DiesAfter])
            {
                var point = new CrashPoint(effect, mishap);
                var actual = await RunAsync(job, point);
                Assert.True(point.Happened, $"{job}: effect {effect} was not reached.");
                Assert.True(expected == actual, $"{job}, {mishap} effect {effect} of {calm.Effects.Count}:\n{Difference(expected, actual)}");
            }
        }
    }

    private async Task<string> RunAsync(string job, CrashPoint point)
    {
        var tables = await OpenAsync();
        try
        {
            var world = new ListingWorld(tables);
            foreach (var item in Jobs[job].Before)
            {
                await world.ImportAsync(item);
                world.Clock.Advance(Duration.FromMinutes(1));
            }

            point.Armed = true;
            try
            {
                var ports = point.Through(new Ports(tables, new RecordingQueues(), new RecordingMailer()));
                await new ListingWorld(ports.Tables, world.Clock).ImportAsync(Jobs[job].File);
            }
            catch (DiedException)
            {
                world.Clock.Advance(Duration.FromMinutes(5));
                await world.ImportAsync(Jobs[job].File);
            }

            return $"{await world.StateAsync()}\n{await world.AllAsync()}";
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    private static JsonObject Hidden()
    {
        var organisation = MadeUpDirectory.Organisation(1, text: "moved");
        organisation["services"]![1]!["attributes"]!.AsArray().Add(MadeUpDirectory.Tier("specialist"));
        return organisation;
    }

    private static JsonObject Service(int number)
    {
        var service = MadeUpDirectory.Service(2000 + number, 1000);
        var organisation = MadeUpDirectory.Organisation(1);
        organisation.Remove("services");
        service["organization"] = organisation;
        return service;
    }

    private static JsonObject Term(int number) =>
        new() { ["id"] = MadeUpDirectory.Id("term", number), ["name"] = "Shelter", ["description"] = "A bed for the night", ["code"] = "BH" };

    private static string Difference(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', was.Except(now).Select(l => "- " + l).Concat(now.Except(was).Select(l => "+ " + l)).Take(20));
    }
}
