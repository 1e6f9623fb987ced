using System.Text.Json.Nodes;
using CsCheck;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Specialists;
using NJsonSchema;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>A request to the specialist and a report of a surprise by the contract: the parser and the published schemas say the same.</summary>
public class RequestMessages
{
    private const string Canary = "Zqxwvy77 123456789";

    private static readonly Task<JsonSchema> Requests = JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.SpecialistRequested)!);

    private static readonly Task<JsonSchema> Surprises = JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.SurpriseReported)!);

    [Fact]
    public async Task A_whole_request_is_read_whole_and_passes_its_schema()
    {
        var message = Request();
        Assert.Equal(
            new SpecialistRequest(
                "prairie-hospital", new ClientReference("PH-0018"), "2026-12-02-001", Envelope.KeyOf("/agencies/prairie-hospital", "2026-12-02-001"),
                HelpAbout.Mediation, "income-support", "about a form"),
            Assert.IsType<ParsedMessage.Requested>(Samples.Parse(message)).Message);
        Assert.Empty((await Requests).Validate(message.ToJsonString()));
        message.Remove("subject");
        Assert.Null(Assert.IsType<ParsedMessage.Requested>(Samples.Parse(message)).Message.Subject);
        Assert.Empty((await Requests).Validate(message.ToJsonString()));
    }

    [Fact]
    public async Task A_whole_report_is_read_whole_and_only_its_subject_must_be_there()
    {
        var message = Surprise();
        Assert.Equal(
            new ReportedSurprise(
                "prairie-hospital", new ClientReference("PH-0018"), "2026-12-02-001", Envelope.KeyOf("/agencies/prairie-hospital", "2026-12-02-001"),
                new LocalDate(2026, 12, 1), Vocabulary.Current["away.hospital.in"]),
            Assert.IsType<ParsedMessage.CaughtOffGuard>(Samples.Parse(message)).Message);
        Assert.Empty((await Surprises).Validate(message.ToJsonString()));
        message["data"] = new JsonObject();
        Assert.Null(Assert.IsType<ParsedMessage.CaughtOffGuard>(Samples.Parse(message)).Message.Change);
        Assert.Empty((await Surprises).Validate(message.ToJsonString()));
        message.Remove("subject");
        Assert.Contains(Samples.Refused(message).Defects, d => d is { Path: "subject", Rule: "missing" });
        Assert.NotEmpty((await Surprises).Validate(message.ToJsonString()));
    }

    [Theory]
    [InlineData("about", false)]
    [InlineData("with", true)]
    [InlineData("note", true)]
    public async Task Only_what_it_is_about_must_be_there(string field, bool optional)
    {
        var message = Request();
        message["data"]!.AsObject().Remove(field);
        Assert.Equal(optional, Samples.Parse(message) is ParsedMessage.Requested);
        Assert.Equal(optional, (await Requests).Validate(message.ToJsonString()).Count == 0);
    }

    [Fact]
    public async Task What_a_schema_refuses_the_parser_refuses()
    {
        var (requests, surprises) = (await Requests, await Surprises);
        Gen.Select(Gen.String[Gen.Char["adv ice\n\u0001-1é"], 0, 12], Gen.Int[0, 4]).Sample(
            (text, at) =>
            {
                var message = at < 3 ? Request() : Surprise();
                message["data"]![((string[])["about", "with", "note", "occurredOn", "change"])[at]] = text;
                if ((at < 3 ? requests : surprises).Validate(message.ToJsonString()).Count > 0) Assert.IsType<ParsedMessage.Invalid>(Samples.Parse(message));
            },
            iter: 1000, threads: 1);
    }

    [Fact]
    public void No_defect_repeats_what_was_sent()
    {
        foreach (var field in (string[])["about", "with", "note", "occurredOn", "change"])
        {
            foreach (var canary in (JsonNode[])[Canary, new JsonArray(Canary), new JsonObject { [Canary] = Canary }, $"{Canary}\u0001"])
            {
                var message = field is "occurredOn" or "change" ? Surprise() : Request();
                message["data"]![field] = canary.DeepClone();
                var said = RefusalText.Of(Samples.Refused(message).Defects);
                Assert.DoesNotContain("Zqxwvy77", said, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("123456789", said, StringComparison.Ordinal);
            }
        }
    }

    private static JsonObject Request() => Samples.Event(
        new JsonObject { ["about"] = "mediation", ["with"] = "income-support", ["note"] = "about a form" }, MessageTypes.SpecialistRequested);

    private static JsonObject Surprise() => Samples.Event(
        new JsonObject { ["occurredOn"] = "2026-12-01", ["change"] = "away.hospital.in" }, MessageTypes.SurpriseReported);
}
