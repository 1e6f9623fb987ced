using System.Text.Json.Nodes;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tests.Messaging;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>Promise 2: the program sees everything, before sending; any other sender that the program is told; a stranger nothing.</summary>
public sealed class CoverageTests
{
    public static TheoryData<string> Codes => [.. Vocabulary.Current.Codes.Select(code => code.Code)];

    [Fact]
    public async Task Each_sees_of_a_coverage_what_it_may()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        var key = HubWorld.KeyOf(message);

        Assert.Equal(6, Assert.IsType<CoverageView.Whole>(await SeenAsync(world, key, "river-icm")).Lines.Count);
        Assert.Equal(new CoverageView.ProgramOnly(null, HasProgram: true), await SeenAsync(world, key, "southside-housing"));
        var own = Assert.IsType<CoverageView.Own>(await SeenAsync(world, key, "income-support"));
        Assert.Equal(["gurpreet"], own.Lines.Select(l => l.Who));
        Assert.IsType<CoverageView.NotYours>(await SeenAsync(world, key, "coulee-act"));
        Assert.IsType<CoverageView.NotYours>(await SeenAsync(world, key, "legal-aid"));
        Assert.IsType<CoverageView.NotYours>(await SeenAsync(world, "0" + key[1..], "river-icm"));
        Assert.DoesNotContain(await AuditAsync(world), a => a.StartsWith("coverage", StringComparison.Ordinal));
        await SeenAsync(world, key, null);
        Assert.Equal([$"coverage HF-7Q2K {key}"], await AuditAsync(world));
    }

    [Fact]
    public async Task Any_other_sender_previews_only_that_the_program_is_told()
    {
        var world = await HubWorld.CreateAsync();
        var message = Assert.IsType<ParsedMessage.Change>(Parse(world, world.Change("southside-housing", "SH-12B", "housing.unsafe"))).Message;
        var preview = await world.Hub.PreviewChange.RunAsync(message, "southside-housing", CancellationToken.None);
        Assert.Equal(new CoverageView.ProgramOnly(null, HasProgram: true), Assert.IsType<PreviewOutcome.Shown>(preview).View);
    }

    [Fact]
    public async Task The_program_sees_whom_else_it_may_tell_and_what_would_become_of_it()
    {
        var world = await HubWorld.CreateAsync();
        var message = Assert.IsType<ParsedMessage.Change>(Parse(world, world.Change("river-icm", "HF-7Q2K", "housing.arrears"))).Message;
        var shown = Assert.IsType<PreviewOutcome.Shown>(await world.Hub.PreviewChange.RunAsync(message, "river-icm", CancellationToken.None));
        var also = Assert.IsType<CoverageView.Whole>(shown.View).MayAlsoTell;
        Assert.Equal(["ines", "luc", "marieve", "morgan", "noor", "robin"], also.Select(l => l.Who).Order(StringComparer.Ordinal));
        Assert.Equal("withheld: never for this role", also.Single(l => l.Who == "morgan").Outcome);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_preview_is_the_decision_that_follows_and_writes_nothing(string code)
    {
        var world = await HubWorld.CreateAsync();
        var message = MessageOf(world, code);
        var parsed = Assert.IsType<ParsedMessage.Change>(Parse(world, message)).Message;
        var before = await EndState.OfAsync(world);

        var preview = await world.Hub.PreviewChange.RunAsync(parsed, parsed.Sender, CancellationToken.None);

        Assert.Equal(before, await EndState.OfAsync(world));
        switch (preview, await world.ReceiveAsync(message))
        {
            case (PreviewOutcome.Refused refused, Settlement.DeadLetter letter):
                Assert.Equal(RefusalText.Of(refused.Defects), letter.Description);
                Assert.Equal("consent.expiring", code);
                break;
            case (PreviewOutcome.Shown { View: CoverageView.Whole whole }, Settlement.Complete):
                var real = await world.CoverageAsync(message);
                Assert.Equal(real.Lines.Select(l => (l.Who, l.Agency, l.Outcome)), whole.Lines.Select(l => (l.Who, l.Agency, l.Outcome)));
                Assert.Equal((real.Urgency, real.Total), (whole.Urgency, whole.Total));
                break;
            default:
                Assert.Fail($"The preview of {code} was {preview.GetType().Name}.");
                break;
        }
    }

    private static InboundMessage MessageOf(HubWorld world, string code)
    {
        var data = Samples.DataOf(Vocabulary.Current[code], everything: false);
        if (data["consent"] is JsonObject consent) consent["id"] = code is "consent.given" ? "NEW" : "K4";
        if (code == "consent.renewed") data["consent"]!["recipient"] = "income-support";
        if (code is "consent.given" or "consent.renewed") data["consent"]!["to"] = "2027-11-30";
        if (code == "team.joined") data["member"] = new JsonObject { ["organisation"] = "bridge-outreach", ["contact"] = "amina", ["role"] = "OUT", ["visits"] = true, ["theirRef"] = "BO-777" };
        if (code == "team.left") data["member"] = new JsonObject { ["organisation"] = "bridge-outreach" };
        if (code == "correction.issued") data["corrects"] = "none";
        data.Remove("change");
        data.Remove("occurredOn");
        var extra = data.ToJsonString()[1..^1];
        if (code != "correction.issued") return world.Change("river-icm", "HF-7Q2K", code, extra);
        world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "housing.moveIn", id: "none")).AsTask().GetAwaiter().GetResult();
        world.AdvanceAsync(NodaTime.Duration.FromHours(1)).GetAwaiter().GetResult();
        return world.Change("river-icm", "HF-7Q2K", code, extra);
    }

    private static ParsedMessage Parse(HubWorld world, InboundMessage message) => MessageParser.Parse(
        message.Body, Hub.Communities.FictionalCommunity.Settings, world.Clock.GetCurrentInstant(), message.Queue);

    private static async Task<CoverageView> SeenAsync(HubWorld world, string key, string? agency) =>
        await world.Hub.ReadCoverage.RunAsync(key, agency, CancellationToken.None);

    private static async Task<IEnumerable<string>> AuditAsync(HubWorld world) =>
        (await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), CancellationToken.None)).Select(a => $"{a.Action} {a.About}");
}
