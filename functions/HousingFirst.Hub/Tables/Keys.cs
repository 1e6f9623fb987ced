using System.Buffers;
using System.Globalization;
using System.Text;
using NodaTime;

namespace HousingFirst.Hub.Tables;

/// <summary>
/// Builds and reads partition and row keys: parts joined by <c>|</c>, each escaped so that <c>/ \ # ? % |</c>, controls and anything that is
/// not plain ASCII never appear (Azure Tables refuses some of them and sorts others differently). Plain ASCII also sorts the same in
/// every store.
/// </summary>
public static class Keys
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:@+,");

    /// <summary>What every store takes in a key: printable ASCII but these.</summary>
    private static readonly SearchValues<char> Safe =
        SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?%").ToArray());

    /// <summary>Joins escaped parts: <c>Of("n", change, contact)</c>.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.AsSpan().ContainsAnyExcept(Plain)) return string.Join('|', Array.ConvertAll(parts.ToArray(), Escape));
        }

        return string.Join('|', parts);
    }

    /// <summary>The start of every key that begins with these parts and has more: <c>n|change|</c>.</summary>
    public static string Prefix(params ReadOnlySpan<string> parts) => Of(parts) + "|";

    /// <summary>The end, excluded, of the range that starts at <paramref name="prefix"/>: <c>|</c> becomes the character after it.</summary>
    public static string End(string prefix) => string.Concat(prefix.AsSpan(0, prefix.Length - 1), ((char)(prefix[^1] + 1)).ToString());

    /// <summary>An instant as key text that sorts by time, in UTC to the millisecond.</summary>
    public static string Time(Instant instant) => IsoText.Millisecond(instant);

    /// <summary>Reads what <see cref="Time"/> wrote.</summary>
    public static Instant ParseTime(string text) => IsoText.ReadMillisecond(text);

    /// <summary>An instant as key text that sorts newest first.</summary>
    public static string InvertedTime(Instant instant) =>
        (253402300799999L - instant.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);

    /// <summary>The parts of a key, unescaped.</summary>
    public static string[] Parts(string key) => Array.ConvertAll(key.Split('|'), Unescape);

    /// <summary>Throws where a key holds what some store can't.</summary>
    /// <exception cref="ArgumentException">The key is empty, too long, or holds an unsafe character: a bug in the caller.</exception>
    public static void Guard(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > Limits.KeyCharacters) throw new ArgumentException($"A key holds at most {Limits.KeyCharacters} characters.", nameof(key));
        if (key.AsSpan().ContainsAnyExcept(Safe))
            throw new ArgumentException("A key holds plain ASCII without / \\ # ? %: build it with Keys.Of.", nameof(key));
    }

    private static string Escape(string part)
    {
        if (!part.AsSpan().ContainsAnyExcept(Plain)) return part;
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(part))
        {
            if (Plain.Contains((char)b)) escaped.Append((char)b);
            else escaped.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    private static string Unescape(string part)
    {
        if (!part.Contains('=', StringComparison.Ordinal)) return part;
        var bytes = new ArrayBufferWriter<byte>();
        for (var i = 0; i < part.Length; i++)
        {
            var b = part[i] == '='
                ? byte.Parse(part.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : (byte)part[i];
            if (part[i] == '=') i += 2;
            bytes.Write([b]);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
