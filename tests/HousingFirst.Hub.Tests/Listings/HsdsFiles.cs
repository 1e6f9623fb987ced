using System.Text.Json.Nodes;
using HousingFirst.Contracts;
using Xunit;

namespace HousingFirst.Hub.Tests.Listings;

/// <summary>HSDS's own schemas and examples, read where they lie; the tests that need them skip, visibly, where they are not.</summary>
internal static class HsdsFiles
{
    public static string Example(string name) => File.ReadAllText(Find($"examples/{name}.json"));

    public static JsonObject ExampleNode(string name) => JsonNode.Parse(Example(name))!.AsObject();

    public static string SchemaPath(string name) => Find($"schema/{name}.json");

    private static string Find(string path)
    {
        var file = Repository.Shared("data/hsds-3.0/" + path);
        Assert.SkipWhen(file is null, "The public files of HSDS 3.0 are not on this machine.");
        return file!;
    }
}
