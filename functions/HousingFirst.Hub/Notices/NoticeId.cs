using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Notices;

/// <summary>
/// The id of a notice, the same on every replay: <c>{change}.{client}.{agency}.{contact}</c>, where the client's part is a hash salted with
/// the change, so that two notices about one client can't be linked by it. It holds no client fact and can be told to its recipient.
/// </summary>
/// <param name="Change">The change's key: 32 hex digits.</param>
/// <param name="ClientMark">8 hex digits: tells apart two clients under the same <c>source</c> and <c>id</c>.</param>
/// <param name="Line">The line: <c>agency.contact</c>, or <c>gap.ROLE</c>.</param>
public sealed record NoticeId(string Change, string ClientMark, string Line)
{
    /// <summary>The id of a recipient's line.</summary>
    public static NoticeId Of(string change, ClientId client, string agency, string contact) =>
        new(change, Mark(change, client), $"{agency}.{contact}");

    /// <summary>The id of a gap's line.</summary>
    public static NoticeId OfGap(string change, ClientId client, string role) => new(change, Mark(change, client), $"gap.{role}");

    /// <summary>Reads an id, or null where the text is none.</summary>
    public static NoticeId? TryParse(string text)
    {
        var parts = text.Split('.', 3);
        return parts.Length == 3 && IsHex(parts[0], 32) && IsHex(parts[1], 8) && parts[2].Contains('.', StringComparison.Ordinal)
            ? new NoticeId(parts[0], parts[1], parts[2])
            : null;
    }

    /// <summary>The client's part of an id under a change.</summary>
    public static string Mark(string change, ClientId client) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{change}\n{client.Value}")))[..8];

    /// <summary>The row key of the line in one generation.</summary>
    public string RowKey(int generation) =>
        Keys.Of("n", Change, Line, generation.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => $"{Change}.{ClientMark}.{Line}";

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
