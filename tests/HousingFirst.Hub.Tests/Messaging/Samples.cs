using System.Text;
using System.Text.Json.Nodes;
using HousingFirst.Core.Calendars;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Messaging;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Messaging;

/// <summary>A community, an instant, and messages that are right.</summary>
internal static class Samples
{
    /// <summary>14:00 of 2 December 2026 in Lethbridge.</summary>
    public static Instant Now { get; } = Instant.FromUtc(2026, 12, 2, 20, 0);

    public static LocalDate Today { get; } = new(2026, 12, 2);

    public static Community Lethbridge { get; } = new(
        "lethbridge", "Lethbridge", "Lethbridge", DateTimeZoneProviders.Tzdb["America/Edmonton"], "specialist", HolidayCalendar.Alberta(), 600);

    public static JsonObject Event(JsonObject data, string type = MessageTypes.ClientChanged) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = "2026-12-02-001",
        ["source"] = "/agencies/prairie-hospital",
        ["type"] = type,
        ["subject"] = "PH-0018",
        ["time"] = "2026-12-02T13:55:00-06:00",
        ["datacontenttype"] = "application/json",
        ["data"] = data,
    };

    public static JsonObject HospitalIn() => new() { ["change"] = "away.hospital.in", ["occurredOn"] = "2026-12-01" };

    public static JsonObject Acknowledgement() => new() { ["notice"] = "n-1", ["answer"] = "canHelp", ["by"] = "human" };

    public static JsonObject Consent() => new()
    {
        ["id"] = "K1",
        ["recipient"] = "prairie-hospital",
        ["allows"] = new JsonArray("B", "health"),
        ["from"] = "2026-12-01",
        ["to"] = "2027-12-01",
        ["method"] = "written",
        ["form"] = "2026-1",
    };

    public static JsonObject Member() => new()
    {
        ["organisation"] = "bridge-outreach",
        ["contact"] = "luc",
        ["role"] = "OUT",
        ["visits"] = true,
        ["theirRef"] = "BO-204",
    };

    /// <summary>The data of a code with every field it takes, or with those it requires only.</summary>
    public static JsonObject DataOf(ChangeCode code, bool everything)
    {
        var data = new JsonObject();
        foreach (var use in ChangeFields.Of(code))
        {
            if (use.Required || everything) data[use.Field.Name] = ValueOf(use.Field, code);
        }

        return data;
    }

    public static byte[] Bytes(JsonNode message) => Encoding.UTF8.GetBytes(message.ToJsonString());

    public static ParsedMessage Parse(JsonNode message, string? queue = null, string? sender = null) =>
        MessageParser.Parse(Bytes(message), Lethbridge, Now, queue, sender);

    public static ParsedMessage.Invalid Refused(JsonNode message, string? queue = null, string? sender = null) =>
        Assert.IsType<ParsedMessage.Invalid>(Parse(message, queue, sender));

    /// <summary>The one defect of data laid over a message that is right otherwise.</summary>
    public static Defect OnlyDefect(JsonObject data) => Assert.Single(Refused(Event(data)).Defects);

    private static JsonNode ValueOf(Field field, ChangeCode code) => field.Name switch
    {
        "change" => code.Code,
        "occurredOn" => "2026-12-01",
        "deadline" => "2026-12-16T16:30:00-06:00",
        "expectedOn" => "2026-12-20",
        "otherParty" => "income-support",
        "corrects" => "2026-12-01-007",
        "alsoTell" => new JsonArray("gurpreet", "marieve"),
        "urgency" => "U3",
        "urgencyReason" => "clientAsked",
        "note" => "Please call me before noon.",
        "member" => Member(),
        "consent" when code.Requires.Contains(ChangeField.ConsentId) => new JsonObject { ["id"] = "K1" },
        "consent" when code.Requires.Contains(ChangeField.ConsentAllows) =>
            new JsonObject { ["id"] = "K1", ["allows"] = new JsonArray("B") },
        "consent" => Consent(),
        _ => throw new InvalidOperationException($"No sample of {field.Name}."),
    };
}
