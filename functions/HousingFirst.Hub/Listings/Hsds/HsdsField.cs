namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>What a field of HSDS holds.</summary>
internal enum HsdsKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text that is a UUID.</summary>
    Uuid,

    /// <summary>Text that is a whole web address.</summary>
    Uri,

    /// <summary>Text that is an e-mail address.</summary>
    Email,

    /// <summary>Text that is a date and a time with its offset (RFC 3339).</summary>
    DateTime,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>One object.</summary>
    Object,

    /// <summary>A list of objects.</summary>
    List,
}

/// <summary>A field of an HSDS object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="IsFromExamples">
/// Whether HSDS's schema leaves the field out and its examples have it: an organisation's <c>services</c>, a place's <c>service</c>.
/// </param>
/// <param name="Holds">The object it holds, or holds a list of.</param>
/// <param name="Choices">The words it may be.</param>
internal sealed record HsdsField(
    string Name, HsdsKind Kind, bool IsRequired, bool IsFromExamples, string? Holds, IReadOnlyList<string> Choices)
{
    /// <summary>Reads a declaration of <see cref="HsdsObjects"/>: <c>name</c>, <c>url:uri</c>, <c>status:active/defunct!</c>, <c>phones:[phone]</c>.</summary>
    public static HsdsField Parse(string declared)
    {
        var isFromExamples = declared[0] == '+';
        var isRequired = declared[^1] == '!';
        var parts = declared.Trim('+', '!').Split(':');
        var says = parts.Length > 1 ? parts[1] : "text";
        HsdsField Of(HsdsKind kind, string? holds = null, params string[] choices) => new(parts[0], kind, isRequired, isFromExamples, holds, choices);
        return says switch
        {
            "text" => Of(HsdsKind.Text),
            "number" => Of(HsdsKind.Number),
            "uuid" => Of(HsdsKind.Uuid),
            "uri" => Of(HsdsKind.Uri),
            "email" => Of(HsdsKind.Email),
            "date-time" => Of(HsdsKind.DateTime),
            ['[', .. var item, ']'] => Of(HsdsKind.List, item),
            _ when says.Contains('/', StringComparison.Ordinal) => Of(HsdsKind.Choice, null, says.Replace('_', ' ').Split('/')),
            _ => Of(HsdsKind.Object, says),
        };
    }
}

/// <summary>An object of HSDS.</summary>
internal sealed class HsdsObject
{
    private readonly Dictionary<string, HsdsField> byName;

    /// <summary>An object with its fields.</summary>
    public HsdsObject(string name, IReadOnlyList<HsdsField> fields)
    {
        (Name, Fields) = (name, fields);
        byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its fields, as HSDS orders them.</summary>
    public IReadOnlyList<HsdsField> Fields { get; }

    /// <summary>The field of that name, or null: HSDS lets an object have any others.</summary>
    public HsdsField? Find(string name) => byName.GetValueOrDefault(name);
}
