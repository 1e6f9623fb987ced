using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Contracts;
using HousingFirst.Hub.Messaging;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>The public CloudEvents cases: accepted and rejected exactly, as CloudEvents; the hub's own rules come after.</summary>
public class CloudEventConformance
{
    [Fact]
    public void Every_valid_event_is_accepted()
    {
        foreach (var test in Cases("valid-events.json"))
            Assert.True(Parse(test["event"]!) is EventReading.Event, Name(test));
    }

    [Fact]
    public void Every_invalid_event_is_rejected_with_a_defect()
    {
        foreach (var test in Cases("invalid-events.json"))
            Assert.True(Parse(test["event"]!) is EventReading.NotEvent { Defects.IsEmpty: false }, Name(test));
    }

    [Fact]
    public void Every_valid_batch_is_accepted()
    {
        foreach (var test in Cases("valid-batches.json"))
            Assert.True(ParseBatch(test["batch"]!) is BatchReading.Batch { IsValid: true }, Name(test));
    }

    [Fact]
    public void Every_invalid_batch_is_rejected()
    {
        foreach (var test in Cases("invalid-batches.json"))
            Assert.False(ParseBatch(test["batch"]!) is BatchReading.Batch { IsValid: true }, Name(test));
    }

    private static EventReading Parse(JsonNode node) => CloudEventFormat.Parse(Encoding.UTF8.GetBytes(node.ToJsonString()));

    private static BatchReading ParseBatch(JsonNode node) => CloudEventFormat.ParseBatch(Encoding.UTF8.GetBytes(node.ToJsonString()));

    private static string Name(JsonNode test) => test["id"]!.GetValue<string>();

    private static List<JsonNode> Cases(string file)
    {
        var path = Repository.Shared("data/cloudevents-format/" + file);
        Assert.SkipWhen(path is null, "The public CloudEvents cases are not on this machine.");
        List<JsonNode> tests = [.. JsonNode.Parse(File.ReadAllText(path!))!["tests"]!.AsArray().OfType<JsonNode>()];
        Assert.NotEmpty(tests);
        return tests;
    }
}
