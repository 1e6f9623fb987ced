using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Listings.Hsds;
using NJsonSchema;
using NJsonSchema.Validation;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

/// <summary>The hub's rules against HSDS's own schemas: the same fields, and the same answer to examples broken anywhere.</summary>
public sealed class HsdsRulesTests
{
    private static readonly string[] Values =
    [
        "null", "true", "7", "-1.5e3", "[]", "{}", "[7]", "[{}]", "[null]", "\"\"", "\"x\"", "\"not a uuid\"", "\"active\"", "\"Active\"", "\"physical\"", "\"WEEKLY\"",
        "\"8d1b4e52-0f6a-4f5e-9d0c-3b7a6c2e1f40\"", "\"8D1B4E52-0F6A-4F5E-9D0C-3B7A6C2E1F40\"", "\"name@example.org\"", "\"@\"", "\"a@b@c\"", "\"name example.org\"",
        "\"https://example.org/a?b=c#d\"", "\"www.example.org\"", "\"example.org/path\"", "\"http:// example.org\"", "\"mailto:name@example.org\"", "\"2026-11-02\"", "\"2026-11-02T07:30:00Z\"",
        "\"2026-13-02T07:30:00Z\"", "\"07:30\"",
    ];

    /// <summary>
    /// What the library that reads the schemas takes for a <c>date-time</c> and RFC 3339, which JSON Schema names for it, doesn't: a day without a time,
    /// and a thirteenth month.
    /// </summary>
    private static readonly string[] NoInstants = ["\"2026-11-02\"", "\"2026-13-02T07:30:00Z\""];

    public static TheoryData<string> Objects => [.. HsdsObjects.All.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Every_field_is_as_the_schema_has_it(string name)
    {
        var schema = JsonNode.Parse(File.ReadAllText(HsdsFiles.SchemaPath(name)))!;
        string[] required = [.. schema["required"]!.AsArray().Select(r => (string)r!)];
        var expected = schema["properties"]!.AsObject().Select(p => Declared(p.Key, p.Value!, required.Contains(p.Key)));

        var actual = HsdsObjects.Of(name).Fields.Where(f => !f.IsFromExamples)
            .Select(f => $"{f.Name} {f.Kind} {f.IsRequired} {f.Holds} {string.Join('/', f.Choices)}");

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void There_is_a_rule_for_every_schema_and_no_more() => Assert.Equal(
        System.IO.Directory.GetFiles(Path.GetDirectoryName(HsdsFiles.SchemaPath("organization"))!).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
        HsdsObjects.All.Select(o => o.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("organization", "organization_full")]
    [InlineData("service", "service_full")]
    [InlineData("service_at_location", "service_at_location_full")]
    public async Task An_example_broken_anywhere_is_refused_where_the_schema_refuses_it_and_only_there(string name, string example)
    {
        var schema = await JsonSchema.FromFileAsync(HsdsFiles.SchemaPath(name), TestContext.Current.CancellationToken);
        var whole = HsdsFiles.Example(example);
        Assert.Empty(schema.Validate(whole));
        Assert.Empty(OurPaths(JsonNode.Parse(whole)!, name));
        var places = Places(JsonNode.Parse(whole)!).Count();

        Gen.Select(Gen.Int[0, places - 1], Gen.Int[0, Values.Length]).Sample(
            (place, value) =>
            {
                var broken = JsonNode.Parse(whole)!;
                var (parent, field, item) = Places(broken).ElementAt(place);
                if (field == "last_modified" && value < Values.Length && NoInstants.Contains(Values[value])) return;
                if (value < Values.Length) Set(parent, field, item, JsonNode.Parse(Values[value]));
                else if (parent is JsonObject from) from.Remove(field);
                else return;

                string[] theirs = Outermost(Flat(schema.Validate(broken.ToJsonString())));
                string[] ours = Outermost(OurPaths(broken, name));
                Assert.True(
                    theirs.SequenceEqual(ours.Where(p => !p.StartsWith("services[", StringComparison.Ordinal) && p != "services" && p != "service" && !p.StartsWith("service.", StringComparison.Ordinal))),
                    $"{field}[{item}] = {(value < Values.Length ? Values[value] : "removed")}: the schema refuses {string.Join(' ', theirs)}, the hub {string.Join(' ', ours)}");
            },
            iter: 400,
            threads: 1);
    }

    [Fact]
    public async Task An_instant_is_one_by_RFC_3339()
    {
        var schema = await JsonSchema.FromFileAsync(HsdsFiles.SchemaPath("service"), TestContext.Current.CancellationToken);
        var service = JsonNode.Parse(HsdsFiles.Example("service_full"))!;
        foreach (var value in Values)
        {
            service["last_modified"] = JsonNode.Parse(value);
            var isOne = !NoInstants.Contains(value) && schema.Validate(service.ToJsonString()).Count == 0;
            Assert.Equal(isOne ? [] : ["last_modified"], Outermost(OurPaths(service, "service")));
        }
    }

    [Fact]
    public void Every_defect_is_found_with_its_path_its_rule_and_its_mend_and_no_value()
    {
        const string Bad = """
            { "id": "zqxwvy", "name": null, "email": "zqxwvy", "zqxwvy": { "a": 1, "a": 2 }, "website": "zqxwvy", "year_incorporated": "zqxwvy",
              "phones": [ { "id": "8d1b4e52-0f6a-4f5e-9d0c-3b7a6c2e1f40", "number": 7 }, "zqxwvy" ], "contacts": {}, "email": "\ud800",
              "attributes": [ { "id": "8d1b4e52-0f6a-4f5e-9d0c-3b7a6c2e1f40", "link_type": "confidentiality", "value": "zqxwvy" } ],
              "services": [ { "id": "8d1b4e52-0f6a-4f5e-9d0c-3b7a6c2e1f40", "name": "x", "status": "activ", "last_modified": "zqxwvy" } ] }
            """;
        using var document = JsonDocument.Parse(Bad);

        var defects = HsdsCheck.Of(document.RootElement, HsdsObjects.Organization, "$.contents[3]");

        Assert.Equal(
            [
                "$.contents[3].attributes[0].value: no tier of confidentiality", "$.contents[3].contacts: not a list",
                "$.contents[3].description: missing", "$.contents[3].email: a field that comes twice", "$.contents[3].email: not Unicode text",
                "$.contents[3].email: not an e-mail address", "$.contents[3].id: not a UUID", "$.contents[3].name: null",
                "$.contents[3].phones[0].number: not a text", "$.contents[3].phones[1]: not an object",
                "$.contents[3].services[0].last_modified: not a date and time with its offset",
                "$.contents[3].services[0].status: none of active, inactive, defunct, temporarily closed", "$.contents[3].website: not a whole web address",
                "$.contents[3].year_incorporated: not a number", "$.contents[3]: a field inside that comes twice",
            ],
            defects.Select(d => $"{d.Path}: {d.Rule}").Order(StringComparer.Ordinal));
        Assert.All(defects, d => Assert.NotEmpty(d.Mend));
        Assert.DoesNotContain("zqxwvy", string.Join(' ', defects), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(defects, d => d.Mend == "did you mean `active`?");
    }

    private static IEnumerable<string> OurPaths(JsonNode node, string name)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return [.. HsdsCheck.Of(document.RootElement, HsdsObjects.Of(name), "$").Select(d => Bare(d)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The paths without those inside another: of what is no object, the schema also says what the object would have lacked.</summary>
    private static string[] Outermost(IEnumerable<string> paths)
    {
        string[] all = [.. paths.Distinct().Order(StringComparer.Ordinal)];
        return [.. all.Where(path => !all.Any(outer => path.StartsWith(outer + ".", StringComparison.Ordinal) || path.StartsWith(outer + "[", StringComparison.Ordinal)))];
    }

    private static string Bare(Defect defect) => defect.Path is "$" ? "$" : defect.Path[2..];

    private static IEnumerable<string> Flat(IEnumerable<ValidationError> errors)
    {
        foreach (var error in errors)
        {
            if (error is ChildSchemaValidationError { Errors.Count: > 0 } parent)
            {
                foreach (var child in parent.Errors.Values.SelectMany(Flat)) yield return child;
            }
            else yield return error.Path is null or "#" or "" ? "$" : error.Path.TrimStart('#', '/');
        }
    }

    private static string Declared(string name, JsonNode property, bool isRequired)
    {
        var choices = string.Join('/', property["enum"]?.AsArray().Select(c => (string)c!) ?? []);
        var (kind, holds) = ((string?)property["type"], (string?)property["format"]) switch
        {
            (null, _) => (HsdsKind.Object, (string?)property["$ref"]),
            ("array", _) => (HsdsKind.List, (string?)property["items"]!["$ref"]),
            ("number", _) => (HsdsKind.Number, null),
            ("string", "uuid") => (HsdsKind.Uuid, null),
            ("string", "uri") => (HsdsKind.Uri, null),
            ("string", "email") => (HsdsKind.Email, null),
            ("string", "date-time") => (HsdsKind.DateTime, null),
            ("string", null) => (choices.Length > 0 ? HsdsKind.Choice : HsdsKind.Text, (string?)null),
            var other => throw new InvalidOperationException($"A schema has a field of a kind the hub doesn't know: {other}."),
        };
        return $"{name} {kind} {isRequired} {holds?.Replace(".json", string.Empty, StringComparison.Ordinal)} {choices}";
    }

    /// <summary>Every value of a document, by where it lies.</summary>
    private static IEnumerable<(JsonNode Parent, string Field, int Item)> Places(JsonNode node)
    {
        if (node is JsonObject item)
        {
            foreach (var (name, value) in item)
            {
                yield return (item, name, -1);
                if (value is null) continue;
                foreach (var place in Places(value)) yield return place;
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                yield return (list, string.Empty, i);
                foreach (var place in Places(list[i]!)) yield return place;
            }
        }
    }

    private static void Set(JsonNode parent, string field, int item, JsonNode? value)
    {
        if (parent is JsonObject known) known[field] = value;
        else parent.AsArray()[item] = value;
    }
}
