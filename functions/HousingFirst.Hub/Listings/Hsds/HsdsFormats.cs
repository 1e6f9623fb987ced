using System.Net.Mail;
using NodaTime.Text;

namespace HousingFirst.Hub.Listings.Hsds;

/// <summary>The formats that HSDS's schemas name, read strictly: what another program may refuse is refused here.</summary>
internal static class HsdsFormats
{
    public static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>An absolute URI. Its scheme is looked for here: .NET takes any path for a file's address on Linux.</summary>
    public static bool IsUri(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.Any(c => c <= ' ' || char.IsControl(c))
        && text.IndexOf(':', StringComparison.Ordinal) > 0 && Uri.TryCreate(text, UriKind.Absolute, out _);

    public static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsWhiteSpace);

    public static bool IsDateTime(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Success;
}
