using System.Collections.Immutable;
using HousingFirst.Core.Glossary;
using HousingFirst.Core.Partners;
using HousingFirst.Core.Partners.Editing;
using NodaTime;

namespace HousingFirst.Commands.Agencies;

/// <summary>An organisation as it is printed in JSON. What people may write comes as <see cref="OrganisationFile"/> reads it.</summary>
internal sealed record AgencyView(
    long? Revision,
    string Id,
    string NameEn,
    string NameFr,
    OrganisationKind Kind,
    ImmutableArray<Role> Roles,
    ImmutableArray<string> Areas,
    string? Location,
    string? Hours,
    Confidentiality Tier,
    LocalDate? AgreementEnds,
    string? AgreementVersion,
    string? Statute,
    QueueDetail? QueueDetail,
    bool ReadsQueue,
    string Phone,
    IReadOnlyList<ContactView> Contacts,
    AgencyState State)
{
    public static AgencyView Of(Organisation organisation, LocalDate today, long? revision = null) => new(
        revision,
        organisation.Id,
        organisation.NameEn,
        organisation.NameFr,
        organisation.Kind,
        organisation.Roles,
        organisation.Areas,
        organisation.Location,
        organisation.Hours?.ToString(),
        organisation.Tier,
        organisation.Agreement?.Ends,
        organisation.Agreement?.Version,
        organisation.Agreement?.Statute,
        organisation.Agreement?.QueueDetail,
        organisation.ReadsQueue,
        organisation.Phone,
        [.. organisation.Contacts.Select(c => ContactView.Of(c, today))],
        new AgencyState(
            organisation.Standing.Kind,
            organisation.Standing.Since,
            organisation.FirstAcknowledged,
            organisation.AlsoContacts,
            organisation.NeverContacts));
}

/// <summary>What the hub keeps of an organisation, apart from what people write.</summary>
internal sealed record AgencyState(
    StandingKind Standing, Instant? Since, Instant? FirstAcknowledged, ImmutableArray<string> AlsoContacts, ImmutableArray<string> NeverContacts);

/// <summary>A contact as it is printed in JSON.</summary>
internal sealed record ContactView(
    string Id,
    string Name,
    string Language,
    Channel Channel,
    string Slot,
    string? Address,
    string Phone,
    LocalDate? Stopped,
    bool Shared,
    string? Alternate,
    ContactState State)
{
    public static ContactView Of(Contact contact, LocalDate today) => new(
        contact.Id,
        contact.Name,
        ContactFields.Tag(contact.Language),
        contact.Channel,
        contact.Slot.ToString(),
        contact.Address,
        contact.Phone,
        contact.Stopped,
        contact.Shared,
        contact.Alternate,
        new ContactState(contact.Confirmed, contact.ConfirmedBy, contact.Changed, contact.IsUnconfirmed(today)));

    /// <summary>What is to be said of a contact beside its details.</summary>
    public static string Note(Contact contact, LocalDate today)
    {
        var notes = new List<string>();
        if (contact.Stopped is { } stopped) notes.Add($"address stopped {NodaTime.Text.LocalDatePattern.Iso.Format(stopped)}");
        if (contact.Shared) notes.Add("shared mailbox");
        if (contact.IsUnconfirmed(today))
        {
            notes.Add(contact.Confirmed is not { } day
                ? "never confirmed"
                : contact.Changed is null ? $"unconfirmed since {NodaTime.Text.LocalDatePattern.Iso.Format(day)}" : "changed, not confirmed since");
        }

        return string.Join(", ", notes);
    }
}

/// <summary>Whether a contact's entry is right, as far as anybody said.</summary>
internal sealed record ContactState(LocalDate? Confirmed, string? ConfirmedBy, LocalDate? Changed, bool Unconfirmed);
