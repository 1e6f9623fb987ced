using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using NJsonSchema;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>What the hub writes is what its schemas say, and a CloudEvent.</summary>
public class Outgoing
{
    private static readonly Caller Call = new("River ICM Team", "Dana Kowalchuk", "403-555-0101");

    private static readonly Uri Link = new("https://hub.example/n/abc");

    private static NoticeEnvelope EnvelopeOf(ClientReference? subject) => new("lethbridge", "n-1.1", Samples.Now, subject);

    [Fact]
    public async Task An_open_notice_of_any_code_is_read_back_as_it_was_written()
    {
        var schema = await JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.Notice)!, TestContext.Current.CancellationToken);
        var details = Gen.Select(
            Gen.Int[0, Vocabulary.Current.Codes.Length - 1], Gen.Enum<NoticeKind>(), Gen.Int[0, 9000], Gen.Bool, Gen.Bool,
            (code, kind, day, timed, replaces) => new NoticeDetail(
                kind,
                Vocabulary.Current.Codes[code],
                new LocalDate(2000, 1, 1).PlusDays(day),
                timed ? Samples.Now + Duration.FromMinutes(day) : null,
                timed ? null : Samples.Today.PlusDays(day),
                "prairie-hospital",
                timed ? Samples.Now : null,
                replaces ? "n-0" : null));
        Gen.Select(details, Gen.Enum<Urgency>()).Sample(
            (detail, urgency) =>
            {
                var written = NoticeMessage.Open(EnvelopeOf(new ClientReference("PH-0018")), "n-1", urgency, Call, Link, detail).Write();
                var read = Read(written);
                Assert.Equal("/hub/lethbridge", (string?)read["source"]);
                Assert.Equal("PH-0018", (string?)read["subject"]);
                Assert.Equal("2026-12-02T20:00:00Z", (string?)read["time"]);
                var data = read["data"]!;
                Assert.Equal(detail.Change.Code, (string?)data["change"]);
                Assert.Equal(Wire.Text(detail.OccurredOn), (string?)data["occurredOn"]);
                Assert.Equal(Wire.Text(detail.Deadline), (string?)data["deadline"]);
                Assert.Equal(Wire.Text(detail.ExpectedOn), (string?)data["expectedOn"]);
                Assert.Equal(Wire.Text(detail.AckBy), (string?)data["ackBy"]);
                Assert.Equal(detail.Replaces, (string?)data["replaces"]);
                Assert.Equal(urgency.ToString(), (string?)data["urgency"]);
                Assert.Equal("403-555-0101", (string?)data["call"]!["phone"]);
                Assert.Empty(schema.Validate(Encoding.UTF8.GetString(written)));
            },
            iter: 200, threads: 1);
    }

    [Fact]
    public async Task A_restricted_notice_says_only_how_soon_whom_to_call_and_where_to_read()
    {
        var written = NoticeMessage.Restricted(EnvelopeOf(null), "n-1", Urgency.U4, Call, Link).Write();
        var data = Read(written)["data"]!.AsObject();
        Assert.Equal(["call", "link", "notice", "urgency"], data.Select(p => p.Key).Order(StringComparer.Ordinal));
        var schema = await JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.Notice)!, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(written)));
        var half = Read(written);
        half["data"]!["change"] = "person.deceased";
        Assert.NotEmpty(schema.Validate(half.ToJsonString()));
    }

    [Fact]
    public async Task A_rejection_is_a_CloudEvent_that_its_schema_accepts()
    {
        var refused = Samples.Refused(Samples.Event(new JsonObject { ["change"] = "hospital" }));
        var written = new RejectedMessage(
            "lethbridge", "r-1", Samples.Now, refused.Id, "broker-7", Samples.Now, refused.Reason, refused.Defects).Write();
        var data = Read(written)["data"]!;
        Assert.Equal("2026-12-02-001", (string?)data["rejects"]);
        Assert.Equal("broker-7", (string?)data["messageId"]);
        Assert.Equal(RefusalReasons.DataInvalid, (string?)data["reason"]);
        Assert.Equal(refused.Defects, data["defects"]!.AsArray().Select(
            d => new Defect((string)d!["path"]!, (string)d["rule"]!, (string)d["mend"]!)));
        var schema = await JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.MessageRejected)!, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(written)));
    }

    [Fact]
    public async Task An_answer_passes_its_schema_and_a_wrong_one_does_not()
    {
        var schema = await JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.NoticeAcknowledged)!, TestContext.Current.CancellationToken);
        var message = Samples.Event(Samples.Acknowledgement(), MessageTypes.NoticeAcknowledged);
        Assert.Empty(schema.Validate(message.ToJsonString()));
        message["data"]!["by"] = "robot";
        Assert.NotEmpty(schema.Validate(message.ToJsonString()));
    }

    [Fact]
    public void Every_type_has_a_schema_and_nothing_else_has()
    {
        Assert.All(MessageTypes.All, type => Assert.Contains(type, MessageSchemas.For(type), StringComparison.Ordinal));
        Assert.Null(MessageSchemas.For("ca.housingfirst.client.changed.v2"));
    }

    private static JsonObject Read(byte[] written)
    {
        Assert.IsType<EventReading.Event>(CloudEventFormat.Parse(written));
        return JsonNode.Parse(written)!.AsObject();
    }
}
