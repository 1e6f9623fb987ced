using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>Bytes, events and attributes that are not the contract's.</summary>
public class EnvelopeDefects
{
    [Theory]
    [InlineData("id", "\"\"", "id", "not in the form CloudEvents asks for", RefusalReasons.EventInvalid)]
    [InlineData("id", "7", "id", "not a string", RefusalReasons.EventInvalid)]
    [InlineData("id", "null", "id", "missing", RefusalReasons.EventInvalid)]
    [InlineData("id", "\"é\"", "id", "not in its form", RefusalReasons.DataInvalid)]
    [InlineData("specversion", "\"0.3\"", "specversion", "not the version of CloudEvents the hub reads", RefusalReasons.EventInvalid)]
    [InlineData("source", "\"prairie-hospital\"", "source", "not in its form", RefusalReasons.DataInvalid)]
    [InlineData("source", "\"/communities/calgary/agencies/x\"", "source", "names no agency of this community", RefusalReasons.SourceForeign)]
    [InlineData("subject", "null", "subject", "missing", RefusalReasons.DataInvalid)]
    [InlineData("subject", "\"\"", "subject", "not in the form CloudEvents asks for", RefusalReasons.EventInvalid)]
    [InlineData("subject", "\"abc\"", "subject", "not in its form", RefusalReasons.DataInvalid)]
    [InlineData("subject", "\"Mary Smith\"", "subject", "not in its form", RefusalReasons.DataInvalid)]
    [InlineData("subject", "\"HN-123456789\"", "subject", "nine digits in a row", RefusalReasons.DataInvalid)]
    [InlineData("time", "\"lunchtime\"", "time", "not in the form CloudEvents asks for", RefusalReasons.EventInvalid)]
    [InlineData("time", "\"2026-12-02T20:11:00Z\"", "time", "in the future", RefusalReasons.DataInvalid)]
    [InlineData("recordedtime", "\"2026-12-03T00:00:00Z\"", "recordedtime", "in the future", RefusalReasons.DataInvalid)]
    [InlineData("recordedtime", "true", "recordedtime", "not a string", RefusalReasons.DataInvalid)]
    [InlineData("datacontenttype", "\"text/plain\"", "data", "not a string though `datacontenttype` is not JSON", RefusalReasons.EventInvalid)]
    [InlineData("datacontenttype", "\"application/cloudevents+json\"", "datacontenttype", "not in its form", RefusalReasons.DataInvalid)]
    [InlineData("datacontenttype", "\"xyz\"", "datacontenttype", "not in the form CloudEvents asks for", RefusalReasons.EventInvalid)]
    [InlineData("patientname", "\"x\"", "$", "field 9, counted from 1, is not in the contract", RefusalReasons.DataInvalid)]
    [InlineData("Patient", "\"x\"", "$", "field 9, counted from 1, has no name CloudEvents allows", RefusalReasons.EventInvalid)]
    [InlineData("other", "1.5", "$", "field 9, counted from 1, has no value CloudEvents allows", RefusalReasons.EventInvalid)]
    [InlineData("traceparent", "\"\\u0001\"", "$", "not a CloudEvent 1.0 in the JSON format", RefusalReasons.EventInvalid)]
    [InlineData("data", "[]", "data", "not a JSON object", RefusalReasons.DataInvalid)]
    [InlineData("data", "null", "data", "missing", RefusalReasons.DataInvalid)]
    [InlineData("data_base64", "\"e30=\"", "data_base64", "not beside `data`", RefusalReasons.EventInvalid)]
    [InlineData("type", "\"ca.housingfirst.client.change.v1\"", "type", "not a type the hub takes", RefusalReasons.TypeUnknown)]
    [InlineData("type", "\"ca.housingfirst.contact.lost.v1\"", "type", "not a type the hub takes", RefusalReasons.TypeUnknown)]
    public void A_wrong_attribute_is_named_with_the_reason_it_is_refused_for(string name, string json, string path, string rule, string reason)
    {
        var message = Samples.Event(Samples.HospitalIn());
        message[name] = JsonNode.Parse(json);
        var refused = Samples.Refused(message, QueueNames.ClientChanges, "prairie-hospital");
        Assert.Contains(refused.Defects, d => d.Path == path && d.Rule == rule && d.Mend.Length > 0);
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(name == "id" ? null : "2026-12-02-001", refused.Id);
    }

    [Fact]
    public void Null_leaves_an_optional_attribute_out_and_tracing_is_let_through()
    {
        var message = Samples.Event(Samples.HospitalIn());
        message["time"] = null;
        message["datacontenttype"] = null;
        message["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        message["source"] = "/communities/lethbridge/agencies/prairie-hospital";
        var taken = Assert.IsType<ParsedMessage.Change>(Samples.Parse(message, QueueNames.ClientChanges, "prairie-hospital"));
        Assert.Null(taken.Envelope.Time);
        Assert.Equal("prairie-hospital", taken.Message.Sender);
    }

    [Fact]
    public void A_type_on_the_other_queue_is_sent_to_its_own()
    {
        var refused = Samples.Refused(Samples.Event(Samples.HospitalIn()), QueueNames.PartnerActivity);
        Assert.Equal(RefusalReasons.TypeWrongQueue, refused.Reason);
        Assert.Equal("`type`: belongs on another queue; send it to `client-changes`", refused.Defects.Single().ToString());
        var answer = Samples.Event(Samples.Acknowledgement(), MessageTypes.NoticeAcknowledged);
        Assert.Equal(RefusalReasons.TypeWrongQueue, Samples.Refused(answer, QueueNames.ClientChanges).Reason);
    }

    [Fact]
    public void A_proven_sender_must_be_the_source()
    {
        var refused = Samples.Refused(Samples.Event(Samples.HospitalIn()), sender: "river-icm");
        Assert.Equal(RefusalReasons.SourceForeign, refused.Reason);
    }

    [Fact]
    public void An_answer_to_a_notice_is_read()
    {
        var message = Samples.Event(Samples.Acknowledgement(), MessageTypes.NoticeAcknowledged);
        var answer = Assert.IsType<ParsedMessage.Acknowledged>(Samples.Parse(message, QueueNames.PartnerActivity)).Message;
        Assert.Equal(("prairie-hospital", "n-1", NoticeAnswer.CanHelp, AnsweredBy.Human), (answer.Sender, answer.Notice, answer.Answer, answer.By));
        message.Remove("subject"); // A notice to one who has left carries none.
        Assert.IsType<ParsedMessage.Acknowledged>(Samples.Parse(message));
        message["data"]!["answer"] = "yes";
        message["data"]!["by"] = null;
        Assert.Equal(["data.answer", "data.by"], Samples.Refused(message).Defects.Select(d => d.Path));
    }

    [Theory]
    [InlineData("", RefusalReasons.EventMalformed)]
    [InlineData("{", RefusalReasons.EventMalformed)]
    [InlineData("{\"id\":\"a\",}", RefusalReasons.EventMalformed)]
    [InlineData("{\"id\":\"\\ud800\"}", RefusalReasons.EventMalformed)]
    [InlineData("{\"\\ud800\":1}", RefusalReasons.EventMalformed)]
    [InlineData("\uFEFF{}", RefusalReasons.EventMalformed)]
    [InlineData("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", RefusalReasons.EventMalformed)]
    [InlineData("[]", RefusalReasons.EventInvalid)]
    [InlineData("7", RefusalReasons.EventInvalid)]
    [InlineData("{}", RefusalReasons.EventInvalid)]
    public void What_is_no_event_is_refused(string text, string reason) => AssertRefused(Encoding.UTF8.GetBytes(text), reason);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() => AssertRefused([0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], RefusalReasons.EventMalformed);

    [Fact]
    public void More_than_32_KiB_is_refused_and_just_as_much_is_not()
    {
        var message = Samples.Bytes(Samples.Event(Samples.HospitalIn()));
        byte[] Padded(int length) => [.. message, .. Enumerable.Repeat((byte)' ', length - message.Length)];
        Assert.IsType<ParsedMessage.Change>(MessageParser.Parse(Padded(32 * 1024), Samples.Lethbridge, Samples.Now));
        AssertRefused(Padded((32 * 1024) + 1), RefusalReasons.MessageTooLarge);
    }

    [Fact]
    public void A_malformed_event_says_where_to_look()
    {
        var refused = AssertRefused("{\n  \"id\": x}"u8.ToArray(), RefusalReasons.EventMalformed);
        Assert.Equal("look at line 2, byte 9", refused.Defects.Single().Mend);
    }

    [Fact]
    public void Checking_without_sending_finds_the_same_and_names_each_event_of_a_list()
    {
        var validator = new MessageValidator(Samples.Lethbridge, new FakeClock(Samples.Now));
        var right = Samples.Event(Samples.HospitalIn());
        Assert.True(validator.Validate(Samples.Bytes(right), "application/cloudevents+json").IsValid);
        Assert.True(validator.Validate(Samples.Bytes(JsonValue.Create(right.ToJsonString()))).IsValid);
        Assert.Equal(RefusalReasons.EventMalformed, validator.Validate(Samples.Bytes(right), "application/json; charset=utf-16").Reason);
        var list = new JsonArray(right.DeepClone(), new JsonObject { ["id"] = "a" }, "x");
        Assert.Equal(
            ["$", "[1].specversion", "[1].source", "[1].type", "[2]"],
            validator.Validate(Samples.Bytes(list)).Defects.Select(d => d.Path));
        right["type"] = "nothing";
        Assert.Equal(RefusalReasons.TypeUnknown, validator.Validate(Samples.Bytes(right)).Reason);
    }

    [Fact]
    public void A_dead_letters_description_holds_whole_defects_only()
    {
        var defect = new Defect("data.change", "not a code", new string('x', 300));
        var text = RefusalText.Of(Enumerable.Repeat(defect, 40));
        Assert.InRange(text.Length, RefusalText.Longest - 400, RefusalText.Longest);
        Assert.All(text.Split('\n'), line => Assert.Equal(defect.ToString(), line));
    }

    private static ParsedMessage.Invalid AssertRefused(byte[] body, string reason)
    {
        var refused = Assert.IsType<ParsedMessage.Invalid>(MessageParser.Parse(body, Samples.Lethbridge, Samples.Now));
        Assert.Equal(reason, refused.Reason);
        Assert.NotEmpty(refused.Defects);
        return refused;
    }
}
