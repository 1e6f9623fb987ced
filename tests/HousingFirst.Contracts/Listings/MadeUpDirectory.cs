using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace HousingFirst.Contracts.Listings;

/// <summary>Organisations that nobody has, in HSDS: the same ones for the same numbers.</summary>
public static class MadeUpDirectory
{
    /// <summary>An id that is always the same for a kind and a number.</summary>
    public static string Id(string kind, int number) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {number}")))[..16]).ToString("D");

    /// <summary>An organisation whole.</summary>
    public static JsonObject Organisation(int number, int services = 3, int contacts = 5, int locations = 1, string text = "") => new()
    {
        ["id"] = Id("organisation", number),
        ["name"] = Text($"Organisation {number}"),
        ["description"] = Text($"What organisation {number} does. {text}"),
        ["email"] = Text($"office{number}@example.org"),
        ["website"] = "https://example.org/",
        ["x_source"] = "kept as it came",
        ["contacts"] = List(contacts, i => Contact((number * 1000) + i)),
        ["locations"] = List(locations, i => Location((number * 1000) + i)),
        ["services"] = List(services, i => Service((number * 1000) + i, (number * 1000) + (locations == 0 ? 0 : i % locations))),
    };

    public static JsonObject Contact(int number) => new()
    {
        ["id"] = Id("contact", number),
        ["name"] = Text($"Person {number}"),
        ["title"] = "Intake worker",
        ["phones"] = new JsonArray(new JsonObject { ["id"] = Id("phone", number), ["number"] = "+1 403 555 0100", ["extension"] = number }),
    };

    public static JsonObject Location(int number) => new()
    {
        ["id"] = Id("location", number),
        ["location_type"] = "physical",
        ["name"] = Text($"Place {number}"),
        ["latitude"] = 49.69,
        ["longitude"] = -112.84,
        ["addresses"] = new JsonArray(new JsonObject
        {
            ["id"] = Id("address", number),
            ["address_1"] = Text($"{number} Secret Street"),
            ["city"] = "Lethbridge",
            ["state_province"] = "AB",
            ["postal_code"] = "T1J 0A1",
            ["country"] = "CA",
            ["address_type"] = "physical",
        }),
    };

    public static JsonObject Service(int number, int location) => new()
    {
        ["id"] = Id("service", number),
        ["name"] = Text($"Service {number}"),
        ["status"] = "active",
        ["languages"] = new JsonArray(new JsonObject { ["id"] = Id("language", number), ["name"] = number % 2 == 0 ? "Français" : "Blackfoot", ["code"] = number % 2 == 0 ? "fr" : "bla" }),
        ["service_areas"] = new JsonArray(new JsonObject { ["id"] = Id("area", number), ["name"] = "Comté de Lethbridge" }),
        ["schedules"] = new JsonArray(new JsonObject { ["id"] = Id("schedule", number), ["freq"] = "WEEKLY", ["byday"] = "MO,TU", ["opens_at"] = "08:30" }),
        ["service_at_locations"] = new JsonArray(new JsonObject { ["id"] = Id("place", number), ["location"] = Location(location) }),
        ["attributes"] = new JsonArray(new JsonObject
        {
            ["id"] = Id("attribute", number),
            ["taxonomy_term"] = new JsonObject { ["id"] = Id("term", number % 7), ["name"] = Text($"Refuge d’urgence {number % 7}"), ["code"] = Text($"BH-{number % 7}"), ["description"] = "A kind of help" },
        }),
    };

    /// <summary>The attribute that says a tier.</summary>
    public static JsonObject Tier(string tier) => new() { ["id"] = Id("tier", tier.Length), ["link_type"] = "confidentiality", ["value"] = tier };

    /// <summary>A list as a stream.</summary>
    public static Stream File(params JsonNode[] items) =>
        new MemoryStream(Encoding.UTF8.GetBytes(new JsonArray([.. items.Select(i => i.DeepClone())]).ToJsonString()));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static JsonArray List(int count, Func<int, JsonObject> item) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode)item(i))]);
}
