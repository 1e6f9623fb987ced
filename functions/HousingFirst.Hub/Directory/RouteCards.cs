using System.Text.Json;
using System.Text.Json.Serialization;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Tables;
using NodaTime;
using NodaTime.Text;

namespace HousingFirst.Hub.Directory;

/// <summary>How an organisation lies in its route card: one row an agency, its contacts as one readable JSON column.</summary>
internal static class RouteCards
{
    public static Row ToRow(Organisation organisation) => RowVersions.NewRow(Keys.Of(organisation.Id))
        .With("nameEn", organisation.NameEn)
        .With("nameFr", organisation.NameFr)
        .With("kind", organisation.Kind.ToString())
        .With("agreementEnds", organisation.AgreementEnds)
        .With("readsQueue", organisation.ReadsQueue)
        .With("queueDetailFull", organisation.QueueDetailFull)
        .With("firstAcknowledged", organisation.FirstAcknowledged)
        .With("phone", organisation.Phone)
        .With("contacts", JsonSerializer.Serialize(
            [.. organisation.Contacts.Select(ContactCard.Of)], RouteCardJson.Default.ContactCardArray));

    public static Organisation Read(Row row)
    {
        RowVersions.Readable(row);
        var contacts = JsonSerializer.Deserialize(row.NeedText("contacts"), RouteCardJson.Default.ContactCardArray)!;
        return new Organisation(
            Keys.Parts(row.Key)[0],
            row.NeedText("nameEn"),
            row.NeedText("nameFr"),
            Enum.Parse<OrganisationKind>(row.NeedText("kind")),
            row.Date("agreementEnds")!.Value,
            row.Flag("readsQueue"),
            row.Flag("queueDetailFull"),
            row.Time("firstAcknowledged"),
            row.NeedText("phone"),
            [.. contacts.Select(c => c.ToContact())]);
    }
}

/// <summary>A contact inside a route card.</summary>
internal sealed record ContactCard(
    string Id,
    string Name,
    string Language,
    string Channel,
    string? SlotDay,
    string SlotAt,
    string? Address,
    string Phone,
    string? Stopped,
    bool Shared,
    string Confirmed,
    string? Alternate)
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public static ContactCard Of(Contact contact) => new(
        contact.Id,
        contact.Name,
        contact.Language == Core.Glossary.Language.French ? "fr" : "en",
        contact.Channel.ToString(),
        contact.Slot.Day?.ToString(),
        Time.Format(contact.Slot.At),
        contact.Address,
        contact.Phone,
        contact.Stopped is { } stopped ? LocalDatePattern.Iso.Format(stopped) : null,
        contact.Shared,
        LocalDatePattern.Iso.Format(contact.Confirmed),
        contact.Alternate);

    public Contact ToContact() => new(
        Id,
        Name,
        Language == "fr" ? Core.Glossary.Language.French : Core.Glossary.Language.English,
        Enum.Parse<Channel>(Channel),
        new DigestSlot(SlotDay is null ? null : Enum.Parse<IsoDayOfWeek>(SlotDay), Time.Parse(SlotAt).Value),
        Address,
        Phone,
        Stopped is null ? null : LocalDatePattern.Iso.Parse(Stopped).Value,
        Shared,
        LocalDatePattern.Iso.Parse(Confirmed).Value,
        Alternate);
}

[JsonSerializable(typeof(ContactCard[]))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class RouteCardJson : JsonSerializerContext;
