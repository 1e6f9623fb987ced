using System.Text;
using NodaTime;

namespace HousingFirst.Hub.Links;

/// <summary>
/// A token's bytes: version 1, purpose, epoch (4), expiry in Unix seconds (8), then key id, contact and notice, each as a length byte and
/// UTF-8. One value has one encoding: reading refuses all others, so that two different links are never the same link.
/// </summary>
internal static class LinkEncoding
{
    private const byte Version = 1;
    private const int FixedLength = 1 + 1 + 4 + 8;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void CheckId(string id, int longest, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, name);
        if (Utf8.GetByteCount(id) > longest)
            throw new ArgumentException($"This id in a link has at most {longest} bytes: use a shorter one.", name);
    }

    public static byte[] Write(LinkToken token, string keyId)
    {
        CheckId(keyId, LinkToken.LongestKeyId, nameof(keyId));
        using var bytes = new MemoryStream(FixedLength + 3 + keyId.Length + token.Contact.Length + token.Notice.Length);
        using var writer = new BinaryWriter(bytes);
        writer.Write(Version);
        writer.Write((byte)token.Purpose);
        writer.Write(token.Epoch);
        writer.Write(token.Expires.ToUnixTimeSeconds());
        foreach (var text in (ReadOnlySpan<string>)[keyId, token.Contact, token.Notice])
        {
            var utf8 = Utf8.GetBytes(text);
            writer.Write((byte)utf8.Length);
            writer.Write(utf8);
        }

        return bytes.ToArray();
    }

    /// <summary>The token and the key id its writer named, or null where the bytes are no token's.</summary>
    public static (LinkToken Token, string KeyId)? Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            if (reader.ReadByte() != Version) return null;
            var purpose = (LinkPurpose)reader.ReadByte();
            var epoch = reader.ReadInt32();
            var expires = Instant.FromUnixTimeSeconds(reader.ReadInt64());
            var keyId = ReadText(reader);
            var contact = ReadText(reader);
            var notice = ReadText(reader);
            return reader.BaseStream.Position == bytes.Length ? (new LinkToken(notice, contact, purpose, epoch, expires), keyId) : null;
        }
        catch (Exception notAToken) when (notAToken is EndOfStreamException or ArgumentException)
        {
            return null;
        }
    }

    private static string ReadText(BinaryReader reader)
    {
        var length = reader.ReadByte();
        var utf8 = reader.ReadBytes(length);
        return utf8.Length == length ? Utf8.GetString(utf8) : throw new EndOfStreamException();
    }
}
