using System.Text.Json.Nodes;
using CsCheck;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Network;
using HousingFirst.Hub.Messaging;
using NJsonSchema;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>A suggestion by the contract: the parser and the published schema say the same.</summary>
public class SuggestionMessages
{
    private const string Canary = "Zqxwvy77 123456789";

    private static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(MessageSchemas.For(MessageTypes.PartnerSuggested)!);

    [Fact]
    public async Task A_whole_suggestion_is_read_whole_and_passes_its_schema()
    {
        var message = Suggestion();
        var read = Assert.IsType<ParsedMessage.Suggested>(Samples.Parse(message)).Message;
        Assert.Equal(
            new PartnerSuggestion(
                "prairie-hospital", "2026-12-02-001", Envelope.KeyOf("/agencies/prairie-hospital", "2026-12-02-001"), "Bibliothèque Galt", "a warm room",
                new ProspectContact("Jo Smith", "(403) 555-0190 ext. 12", "jo.smith@library.example"), "downtown", Role.OUT),
            read);
        Assert.Empty((await Schema).Validate(message.ToJsonString()));
    }

    [Theory]
    [InlineData("organisation", false)]
    [InlineData("why", false)]
    [InlineData("contact", true)]
    [InlineData("area", true)]
    [InlineData("role", true)]
    public async Task Only_who_and_why_must_be_there(string field, bool optional)
    {
        var message = Suggestion();
        message["data"]!.AsObject().Remove(field);
        Assert.Equal(optional, Samples.Parse(message) is ParsedMessage.Suggested);
        Assert.Equal(optional, (await Schema).Validate(message.ToJsonString()).Count == 0);
    }

    [Fact]
    public async Task A_subject_or_a_number_of_a_client_passes_neither_the_parser_nor_the_schema()
    {
        var message = Suggestion();
        message["subject"] = "PH-0018";
        Assert.Contains(Samples.Refused(message).Defects, d => d.Path == "subject" && d.Rule == "not taken here");
        Assert.NotEmpty((await Schema).Validate(message.ToJsonString()));
        message = Suggestion();
        message["data"]!["why"] = "123456789 would like it";
        Assert.Contains(Samples.Refused(message).Defects, d => d.Path == "data.why" && d.Rule == "nine digits in a row");
        Assert.NotEmpty((await Schema).Validate(message.ToJsonString()));
    }

    [Fact]
    public async Task What_the_schema_refuses_the_parser_refuses()
    {
        var schema = await Schema;
        Gen.Select(Gen.String[Gen.Char["ab é\n\t\u0001'1@.+"], 0, 12], Gen.Int[0, 5]).Sample(
            (text, at) =>
            {
                var message = Suggestion();
                var data = message["data"]!.AsObject();
                if (at < 3) data[((string[])["organisation", "why", "area"])[at]] = text;
                else data["contact"]![((string[])["name", "phone", "mail"])[at - 3]] = text;
                if (schema.Validate(message.ToJsonString()).Count > 0) Assert.IsType<ParsedMessage.Invalid>(Samples.Parse(message));
            },
            iter: 1000, threads: 1);
    }

    [Fact]
    public void No_defect_repeats_what_was_sent()
    {
        string[] paths = ["organisation", "why", "area", "role", "contact", "contact.name", "contact.phone", "contact.mail"];
        foreach (var path in paths)
        {
            foreach (var canary in (JsonNode[])[Canary, new JsonArray(Canary), new JsonObject { [Canary] = Canary }, $"{Canary}\u0001"])
            {
                var message = Suggestion();
                var parts = path.Split('.');
                var parent = parts.Length == 2 ? message["data"]!["contact"]!.AsObject() : message["data"]!.AsObject();
                parent[parts[^1]] = canary.DeepClone();
                var refused = Samples.Refused(message);
                Assert.DoesNotContain("Zqxwvy77", RefusalText.Of(refused.Defects), StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("123456789", RefusalText.Of(refused.Defects), StringComparison.Ordinal);
            }
        }
    }

    private static JsonObject Suggestion()
    {
        var message = Samples.Event(
            new JsonObject
            {
                ["organisation"] = "Bibliothèque Galt",
                ["why"] = "a warm room",
                ["contact"] = new JsonObject { ["name"] = "Jo Smith", ["phone"] = "(403) 555-0190 ext. 12", ["mail"] = "jo.smith@library.example" },
                ["area"] = "downtown",
                ["role"] = "OUT",
            },
            MessageTypes.PartnerSuggested);
        message.Remove("subject");
        return message;
    }
}
