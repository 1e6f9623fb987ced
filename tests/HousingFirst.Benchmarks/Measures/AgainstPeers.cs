using System.Globalization;
using HousingFirst.Benchmarks.Contenders;
using HousingFirst.Benchmarks.Harness;
using HousingFirst.Benchmarks.Load;
using HousingFirst.Benchmarks.Peers.NodeRed;
using HousingFirst.Benchmarks.Peers.Rebus;

namespace HousingFirst.Benchmarks.Measures;

/// <summary>The job of the throughput measure, done by the hub and by what people would build it with otherwise.</summary>
internal sealed class AgainstPeers : IMeasure
{
    private const int DefaultChanges = 3_000;
    private const double TimesNodeRed = 4;

    public string Name => "peers";

    public async Task<MeasureReport> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var changes = bench.Changes ?? DefaultChanges;
        var hub = new HubOverDoor(new HttpDoor());
        var goals = new List<(IContender Peer, double? Goal)>();
        var skipped = new List<Finding>();
        if (await NodeRedSetUp.RunAsync(cancellation) is { } noNode) skipped.Add(Skipped("Node-RED", noNode));
        else
        {
            goals.AddRange(
            [
                (new NodeRedContender(NodeRedVariant.Default), TimesNodeRed), (new NodeRedContender(NodeRedVariant.Tuned), TimesNodeRed),
                (new NodeRedContender(NodeRedVariant.Bypassed), TimesNodeRed), (new NodeRedContender(NodeRedVariant.DefaultFiles), null),
                (new NodeRedContender(NodeRedVariant.TunedFiles), null),
            ]);
        }

        if (await PostgresCluster.WhyNotAsync(bench.NewFolder("run"), cancellation) is { } noPostgres) skipped.Add(Skipped("Rebus", noPostgres));
        else goals.AddRange([(new RebusContender(isTuned: false), null), (new RebusContender(isTuned: true), null)]);

        var series = await Throughput.RaceAsync(bench, [hub, .. goals.Select(g => g.Peer)], changes, cancellation);
        var findings = goals.Select((g, i) => Compared(g.Peer, g.Goal, series[0], series[i + 1]));
        return bench.Report(
            Name,
            "Against peers",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{changes} changes, sent as in the throughput measure, once each contender is warm; each peer proves the sender, checks the event, finds the client's four recipients in memory, records the change and tells all four. The clock stops with the last notice at its recipient. Node-RED's notices are posted to a sink on the load's core, or appended to files; nothing it does is flushed to the disk, where the hub's every answer is. Rebus is as durable as the hub: its database flushes every commit, and runs on the server's core with it. Configurations: `Peers/`."),
            [.. findings, .. skipped],
            series);
    }

    private static Finding Compared(IContender peer, double? goal, Series hub, Series series)
    {
        var (what, times) = ($"hub over HTTP, times {peer.Name}", hub.Quartiles.Median / series.Quartiles.Median);
        return goal is { } least ? Goals.AtLeast(what, times, least, hub, series) : Goals.Reported(what, times, "x", hub, series);
    }

    private static Finding Skipped(string peer, string why) => new($"hub over HTTP, times {peer}", null, "not run", $"**skipped**: {why}");
}
