using System.Text;
using System.Text.Json;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;

namespace HousingFirst.Hub.Directory;

/// <summary>
/// The contacts inside a route card, as JSON that an operator can read. Field by field: a serializer's own preparation took longer than every
/// other read of the hub's start together.
/// </summary>
internal static class ContactCards
{
    public static string Write(IEnumerable<Contact> contacts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var contact in contacts) Write(json, contact);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static IEnumerable<Contact> Read(string cards)
    {
        using var json = JsonDocument.Parse(cards);
        foreach (var card in json.RootElement.EnumerateArray()) yield return Read(card);
    }

    private static void Write(Utf8JsonWriter json, Contact contact)
    {
        json.WriteStartObject();
        json.WriteString("id", contact.Id);
        json.WriteString("name", contact.Name);
        json.WriteString("language", contact.Language == Language.French ? "fr" : "en");
        json.WriteString("channel", contact.Channel.ToString());
        if (contact.Slot.Day is { } day) json.WriteString("slotDay", day.ToString());
        json.WriteString("slotAt", IsoText.Minute(contact.Slot.At));
        if (contact.Address is { } address) json.WriteString("address", address);
        json.WriteString("phone", contact.Phone);
        if (contact.Stopped is { } stopped) json.WriteString("stopped", IsoText.Of(stopped));
        json.WriteBoolean("shared", contact.Shared);
        if (contact.Confirmed is { } confirmed) json.WriteString("confirmed", IsoText.Of(confirmed));
        if (contact.ConfirmedBy is { } by) json.WriteString("confirmedBy", by);
        if (contact.Changed is { } changed) json.WriteString("changed", IsoText.Of(changed));
        if (contact.Alternate is { } alternate) json.WriteString("alternate", alternate);
        if (contact.LinkEpoch > 0) json.WriteNumber("linkEpoch", contact.LinkEpoch);
        json.WriteEndObject();
    }

    private static Contact Read(JsonElement card) => new(
        Need(card, "id"),
        Need(card, "name"),
        Need(card, "language") == "fr" ? Language.French : Language.English,
        Enum.Parse<Channel>(Need(card, "channel")),
        new DigestSlot(Text(card, "slotDay") is { } day ? Enum.Parse<IsoDayOfWeek>(day) : null, IsoText.ReadMinute(Need(card, "slotAt"))),
        Text(card, "address"),
        Need(card, "phone"),
        Day(card, "stopped"),
        card.GetProperty("shared").GetBoolean(),
        Day(card, "confirmed"),
        Text(card, "alternate"))
    {
        ConfirmedBy = Text(card, "confirmedBy"),
        Changed = Day(card, "changed"),
        LinkEpoch = card.TryGetProperty("linkEpoch", out var epoch) ? epoch.GetInt32() : 0,
    };

    private static string Need(JsonElement card, string name) =>
        Text(card, name) ?? throw new InvalidDataException($"A contact in a route card has no '{name}'. The data is damaged: run `hub check`.");

    private static LocalDate? Day(JsonElement card, string name) => Text(card, name) is { } day ? IsoText.ReadDay(day) : null;

    private static string? Text(JsonElement card, string name) => card.TryGetProperty(name, out var value) ? value.GetString() : null;
}
