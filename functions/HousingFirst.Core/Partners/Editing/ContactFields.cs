using System.Globalization;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.Partners.Editing;

/// <summary>The fields of a contact.</summary>
public static class ContactFields
{
    /// <summary>All of them, in the order in which they are written.</summary>
    public static IReadOnlyList<Field<Contact>> All { get; } =
    [
        new("name", "1 to 100 characters", c => c.Name, (c, text) => FieldText.Line(text, 100) is { } name ? c with { Name = name } : null),
        new("language", "`en` or `fr`", c => Tag(c.Language), (c, text) => Read(text) is { } language ? c with { Language = language } : null),
        new("channel", FieldText.Words<Channel>(), c => c.Channel.ToString(), (c, text) => FieldText.Word<Channel>(text) is { } channel ? c with { Channel = channel } : null),
        new("slot", "`daily 07:30` or `weekly Monday 07:30`", c => c.Slot.ToString(),
            (c, text) => text is null ? c with { Slot = DigestSlot.Default } : DigestSlot.Read(text) is { } slot ? c with { Slot = slot } : null),
        new("address", "a mail address", c => c.Address,
            (c, text) => text is null ? c with { Address = null } : FieldText.Mail(text) is { } address ? c with { Address = address } : null),
        new("phone", "a work number", c => c.Phone, (c, text) => FieldText.Phone(text) is { } phone ? c with { Phone = phone } : null),
        new("stopped", "the day the address was found not to work, such as 2026-11-28", c => FieldText.Of(c.Stopped),
            (c, text) => text is null ? c with { Stopped = null } : FieldText.Day(text) is { } day ? c with { Stopped = day } : null),
        new("shared", "`yes` or `no`", c => FieldText.Of(c.Shared), (c, text) => FieldText.Flag(text) is { } shared ? c with { Shared = shared } : null),
        new("alternate", "the id of another contact of the organisation", c => c.Alternate,
            (c, text) => text is null ? c with { Alternate = null } : FieldText.Line(text, 40) is { } id ? c with { Alternate = id } : null),
        Kept("confirmed", c => FieldText.Of(c.Confirmed), (c, text) => c with { Confirmed = FieldText.Day(text) }),
        Kept("confirmedBy", c => c.ConfirmedBy, (c, text) => c with { ConfirmedBy = text }),
        Kept("linkEpoch", c => c.LinkEpoch == 0 ? null : c.LinkEpoch.ToString(CultureInfo.InvariantCulture),
            (c, text) => c with { LinkEpoch = text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture) }),
        Kept("changed", c => FieldText.Of(c.Changed), (c, text) => c with { Changed = FieldText.Day(text) }),
    ];

    /// <summary>The whole contact in one line, as the log tells of one that came or left.</summary>
    public static string Whole(Contact contact) =>
        string.Join("; ", All.Where(f => f.Get(contact) is not null).Select(f => $"{f.Name} {f.Get(contact)}"));

    /// <summary>The tag of a language: <c>en</c> or <c>fr</c>.</summary>
    public static string Tag(Language language) => language == Language.French ? "fr" : "en";

    /// <summary>The language of a tag, or null.</summary>
    public static Language? Read(string? tag) => tag switch
    {
        "en" => Language.English,
        "fr" => Language.French,
        _ => null,
    };

    private static Field<Contact> Kept(string name, Func<Contact, string?> get, Func<Contact, string?, Contact?> set) =>
        new(name, "kept by the hub", get, set) { IsWritten = false };
}
