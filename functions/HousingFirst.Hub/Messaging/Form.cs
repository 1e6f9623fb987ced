using System.Text.RegularExpressions;
using HousingFirst.Core.Messaging;

namespace HousingFirst.Hub.Messaging;

/// <summary>A form that a short text must have. One description serves the parser, the schema and the docs.</summary>
/// <param name="Pattern">The whole text as a regular expression that .NET and ECMAScript read alike, without anchors.</param>
/// <param name="Words">The form in words: "4 to 32 letters, digits, hyphens".</param>
/// <param name="RefusesNineDigits">Whether nine digits in a row are refused: a health or social insurance number has them.</param>
internal sealed record Form(string Pattern, string Words, bool RefusesNineDigits)
{
    private readonly Regex whole = new($@"^(?:{Pattern})\z", RegexOptions.CultureInvariant);

    public bool Fits(string text) => whole.IsMatch(text);

    /// <summary>Whether a text holds nine digits in a row.</summary>
    public static bool HasNineDigits(string text) => PlainText.HasNineDigits(text);
}

/// <summary>The contract's forms.</summary>
internal static class Forms
{
    /// <summary>An agency, a contact, a consent.</summary>
    public static Form Id { get; } = new("[A-Za-z0-9-]{1,40}", "1 to 40 letters, digits, hyphens; no nine digits in a row", true);

    /// <summary>A sender's own reference for a client.</summary>
    public static Form Reference { get; } = new("[A-Za-z0-9-]{4,32}", "4 to 32 letters, digits, hyphens; no nine digits in a row", true);

    /// <summary>A CloudEvents id. Nine digits in a row are fine: random ids have them.</summary>
    public static Form EventId { get; } = new("[ -~]{1,128}", "1 to 128 printable ASCII characters", false);

    /// <summary>A notice's id, made by the hub.</summary>
    public static Form NoticeId { get; } = new("[A-Za-z0-9._~-]{1,128}", "the `notice` of the notice, as it came", false);

    /// <summary>Where a message comes from.</summary>
    public static Form Source { get; } = new(
        "(/communities/[A-Za-z0-9-]{1,40})?/agencies/[A-Za-z0-9-]{1,40}",
        "`/agencies/{your agency id}`, or `/communities/{community}/agencies/{your agency id}`", false);

    /// <summary>Where what the hub itself states comes from.</summary>
    public static Form OwnSource { get; } = new("/hub/[A-Za-z0-9-]{1,40}", "`/hub/{community}`", false);

    /// <summary>The content type of <c>data</c>.</summary>
    public static Form Json { get; } = new("application/json(; ?charset=utf-8)?", "`application/json`", false);

    public static bool IsId(string text) => Id.Fits(text) && !Form.HasNineDigits(text);
}
