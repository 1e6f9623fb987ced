using System.Security.Cryptography;
using System.Text;
using HousingFirst.Core.Glossary;

namespace HousingFirst.Core.Network;

/// <summary>
/// The id of a possible partner, made from its name alone: whoever suggests the same organisation, in whatever spelling of case and accents,
/// means the same prospect.
/// </summary>
/// <param name="Value">Lower-case letters, digits and hyphens: <c>galt-street-library</c>.</param>
public readonly record struct ProspectId(string Value)
{
    /// <summary>The longest name, in Unicode characters.</summary>
    public const int LongestName = 100;

    private const int LongestReadable = 60;

    /// <summary>The id of a name, or null where the name has neither a letter nor a digit.</summary>
    public static ProspectId? Of(string name)
    {
        var folded = Folding.Of(name);
        if (folded.Length == 0) return null;
        var readable = string.Concat(folded.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        if (readable.Length <= LongestReadable && folded.All(c => c == ' ' || char.IsAsciiLetterOrDigit(c))) return new ProspectId(readable);

        // Letters that no table key holds, or too many of them: a hash keeps such names apart.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded)))[..12];
        var start = readable[..Math.Min(readable.Length, 40)].Trim('-');
        return new ProspectId(start.Length == 0 ? mark : $"{start}-{mark}");
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
