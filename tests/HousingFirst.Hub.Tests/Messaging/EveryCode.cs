using System.Text.Json.Nodes;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Consent;
using HousingFirst.Core.Glossary;
using HousingFirst.Hub.Messaging;
using NJsonSchema;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>All 63 codes: what each requires, takes and refuses, in the parser and in the schema alike.</summary>
public class EveryCode
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.ClientChanged)!);

    public static TheoryData<string> Codes => [.. Vocabulary.Current.Codes.Select(code => code.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_change_with_what_its_code_requires_is_taken(string code)
    {
        var message = Samples.Event(Samples.DataOf(Vocabulary.Current[code], everything: false));
        Assert.Equal(code, Assert.IsType<ParsedMessage.Change>(Samples.Parse(message)).Message.Code.Code);
        Assert.Empty((await Schema).Validate(message.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_change_with_everything_its_code_takes_is_taken_and_read_whole(string code)
    {
        var data = Samples.DataOf(Vocabulary.Current[code], everything: true);
        if (data["consent"] is JsonObject whole && whole.ContainsKey("method"))
        {
            whole["method"] = "spoken";
            whole["witness"] = "Dana K.";
            whole["allows"] = new JsonArray("B", "housing");
        }

        var message = Samples.Event(data);
        var change = Assert.IsType<ParsedMessage.Change>(Samples.Parse(message)).Message;
        Assert.Empty((await Schema).Validate(message.ToJsonString()));
        Assert.Equal("prairie-hospital", change.Sender);
        Assert.Equal("PH-0018", change.Subject.Value);
        Assert.Equal(new LocalDate(2026, 12, 1), change.OccurredOn);
        Assert.Equal(data.ContainsKey("deadline") ? Instant.FromUtc(2026, 12, 16, 22, 30) : null, change.Deadline);
        Assert.Equal(data.ContainsKey("expectedOn") ? new LocalDate(2026, 12, 20) : null, change.ExpectedOn);
        Assert.Equal(data.ContainsKey("otherParty") ? "income-support" : null, change.OtherParty);
        Assert.Equal(data.ContainsKey("alsoTell") ? ["gurpreet", "marieve"] : [], change.AlsoTell);
        Assert.Equal(Urgency.U3, change.Urgency);
        Assert.Equal(UrgencyReason.ClientAsked, change.UrgencyReason);
        Assert.Equal((string?)data["note"], change.Note?.Value);
        Assert.Equal(
            data.ContainsKey("corrects") ? Envelope.KeyOf("/agencies/prairie-hospital", "2026-12-01-007") : null, change.Corrects);
        Assert.Equal(
            data.ContainsKey("member") ? new MemberPart("bridge-outreach", "luc", Role.OUT, true, new ClientReference("BO-204")) : null,
            change.Member);
        var record = code is "consent.given" or "consent.renewed"
            ? new ConsentRecord(
                "K1", "prairie-hospital", Allows.B | Allows.Housing, new LocalDate(2026, 12, 1), new LocalDate(2027, 12, 1), null,
                ConsentMethod.Spoken, "Dana K.", "2026-1")
            : null;
        Assert.Equal(
            code switch
            {
                "consent.given" or "consent.renewed" => new ConsentPart("K1", record!.Allows, record),
                "consent.narrowed" => new ConsentPart("K1", Allows.B, null),
                "consent.revoked" => new ConsentPart("K1", null, null),
                _ => null,
            },
            change.Consent);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_missing_required_field_is_named(string code)
    {
        foreach (var use in ChangeFields.Of(Vocabulary.Current[code]).Where(use => use.Required && use.Field.Name != "change"))
        {
            var data = Samples.DataOf(Vocabulary.Current[code], everything: false);
            data.Remove(use.Field.Name);
            var defect = Samples.OnlyDefect(data);
            Assert.Equal(("data." + use.Field.Name, "missing"), (defect.Path, defect.Rule));
            Assert.NotEmpty((await Schema).Validate(Samples.Event(data.DeepClone().AsObject()).ToJsonString()));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_field_the_code_does_not_take_is_named(string code)
    {
        var taken = ChangeFields.Of(Vocabulary.Current[code]).Select(use => use.Field.Name);
        foreach (var name in ChangeFields.Names.Except(taken))
        {
            var data = Samples.DataOf(Vocabulary.Current[code], everything: false);
            data[name] = "anything";
            var defect = Samples.OnlyDefect(data);
            Assert.Equal(("data." + name, "not taken here"), (defect.Path, defect.Rule));
            Assert.NotEmpty((await Schema).Validate(Samples.Event(data.DeepClone().AsObject()).ToJsonString()));
        }
    }
}
