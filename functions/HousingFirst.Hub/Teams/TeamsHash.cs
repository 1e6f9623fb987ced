using System.Security.Cryptography;
using System.Text;

namespace HousingFirst.Hub.Teams;

/// <summary>Ids that are functions of what they stand for: importing twice is importing once.</summary>
internal static class TeamsHash
{
    /// <summary>No vowels, so that no id is a word; no digits, so that none has nine of them in a row.</summary>
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";

    /// <summary>Letters that stand for some texts.</summary>
    public static string Letters(int length, params ReadOnlySpan<string?> of) =>
        string.Concat(Hash(of).Take(length).Select(b => Alphabet[b % Alphabet.Length]));

    /// <summary>32 hex digits that stand for some texts.</summary>
    public static string Hex(params ReadOnlySpan<string?> of) => Convert.ToHexStringLower(Hash(of))[..32];

    /// <summary>Lengths keep texts apart: "ab" and "c" is not "a" and "bc".</summary>
    private static byte[] Hash(ReadOnlySpan<string?> of)
    {
        var all = new StringBuilder();
        foreach (var text in of) all.Append(text?.Length ?? -1).Append(':').Append(text);
        return SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString()));
    }
}
