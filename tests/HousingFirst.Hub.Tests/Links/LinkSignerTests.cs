using System.Buffers.Text;
using CsCheck;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Links;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Links;

public sealed class LinkSignerTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 20, 0);

    private static readonly Gen<string> Id = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-~.é"], 1, 40];

    private static readonly Gen<LinkToken> Tokens = Gen.Select(
        Id, Id.Where(id => id.Length <= 24), Gen.Int[0, int.MaxValue], Gen.Long[0, 4_102_444_800],
        (notice, contact, epoch, expires) => new LinkToken(notice, contact, LinkPurpose.Open, epoch, Instant.FromUnixTimeSeconds(expires)));

    private static readonly Gen<RingKey> RingKeys = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Gen.Byte.Array[32], (id, secret) => new RingKey(id, secret));

    [Fact]
    public void What_is_signed_is_read_back() => Gen.Select(Tokens, RingKeys).Sample((token, key) =>
    {
        var signer = new LinkSigner(new Ring(key));
        var reading = Assert.IsType<LinkReading.Valid>(signer.Read(signer.Sign(token), Now));
        Assert.Equal(token, reading.Token);
        Assert.Equal(Now >= token.Expires, reading.Expired);
    });

    [Fact]
    public void The_same_token_has_one_text_and_two_tokens_have_two() => Gen.Select(Tokens, Tokens, RingKeys).Sample((one, other, key) =>
    {
        var signer = new LinkSigner(new Ring(key));
        Assert.Equal(one == other, signer.Sign(one) == signer.Sign(other));
        Assert.Equal(signer.Sign(one), signer.Sign(one));
    });

    [Fact]
    public void Any_changed_letter_is_forged() =>
        Gen.Select(Tokens, RingKeys, Gen.Int[0, 10_000], Gen.Char[" .=-_+/ABab01\n\u0130"]).Sample((token, key, place, letter) =>
        {
            var signer = new LinkSigner(new Ring(key));
            var text = signer.Sign(token).ToCharArray();
            place %= text.Length;
            if (text[place] == letter) return;
            text[place] = letter;
            Assert.IsType<LinkReading.Forged>(signer.Read(new string(text), Now));
        });

    [Fact]
    public void Any_flipped_bit_of_the_bytes_is_forged() => Gen.Select(Tokens, RingKeys, Gen.Int[0, 100_000]).Sample((token, key, place) =>
    {
        var signer = new LinkSigner(new Ring(key));
        var parts = Array.ConvertAll(signer.Sign(token).Split('.'), part => Base64Url.DecodeFromChars(part));
        place %= 8 * (parts[0].Length + parts[1].Length);
        var (part, bit) = place < 8 * parts[0].Length ? (parts[0], place) : (parts[1], place - 8 * parts[0].Length);
        part[bit / 8] ^= (byte)(1 << bit % 8);
        Assert.IsType<LinkReading.Forged>(signer.Read(Join(parts[0], parts[1]), Now));
    });

    [Fact]
    public void Every_other_spelling_of_the_same_bytes_is_forged()
    {
        var signer = new LinkSigner(new Ring(Key(1)));
        var text = signer.Sign(Token());
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        Assert.IsType<LinkReading.Valid>(signer.Read(text, Now));
        Assert.All(alphabet.Where(c => c != text[^1]), c => Assert.IsType<LinkReading.Forged>(signer.Read(text[..^1] + c, Now)));
        Assert.All(
            (string[])[text + "=", text + "==", " " + text, text + " ", text + "\n", text + ".", "." + text],
            other => Assert.IsType<LinkReading.Forged>(signer.Read(other, Now)));
    }

    [Fact]
    public void Every_truncation_is_forged()
    {
        var signer = new LinkSigner(new Ring(Key(1)));
        var text = signer.Sign(Token());
        Assert.All(Enumerable.Range(0, text.Length), length => Assert.IsType<LinkReading.Forged>(signer.Read(text[..length], Now)));
        Assert.All(Enumerable.Range(1, text.Length), start => Assert.IsType<LinkReading.Forged>(signer.Read(text[start..], Now)));
    }

    [Fact]
    public void A_splice_of_two_tokens_is_forged() => Gen.Select(Tokens, Tokens, RingKeys, Gen.Int[0, 10_000]).Sample((one, other, key, cut) =>
    {
        if (one == other) return;
        var signer = new LinkSigner(new Ring(key));
        var (a, b) = (signer.Sign(one), signer.Sign(other));
        Assert.IsType<LinkReading.Forged>(signer.Read(a.Split('.')[0] + "." + b.Split('.')[1], Now));
        cut %= Math.Min(a.Length, b.Length);
        var spliced = a[..cut] + b[cut..];
        if (spliced != a && spliced != b) Assert.IsType<LinkReading.Forged>(signer.Read(spliced, Now));
    });

    [Fact]
    public void A_signature_of_another_key_with_the_same_id_is_forged() => Gen.Select(Tokens, RingKeys, Gen.Byte.Array[32]).Sample((token, key, secret) =>
    {
        if (key.Secret.Span.SequenceEqual(secret)) return;
        var stranger = new LinkSigner(new Ring(new RingKey(key.Id, secret)));
        Assert.IsType<LinkReading.Forged>(new LinkSigner(new Ring(key)).Read(stranger.Sign(token), Now));
    });

    [Fact]
    public void Any_text_is_read_without_a_fault() =>
        Gen.Select(Gen.String, Gen.Byte.Array[0, 60], Gen.Byte.Array[16]).Sample((text, payload, signature) =>
        {
            var signer = new LinkSigner(new Ring(Key(1)));
            Assert.IsType<LinkReading.Forged>(signer.Read(text, Now));
            Assert.IsType<LinkReading.Forged>(signer.Read(Join(payload, signature), Now));
            Assert.IsType<LinkReading.Forged>(signer.Read(Join([1, 1, .. payload], signature), Now));
        });

    [Fact]
    public void Rotation_keeps_the_links_of_the_last_two_keys()
    {
        var ring = new Ring(Key(1));
        var signer = new LinkSigner(ring);
        var oldest = signer.Sign(Token());
        ring.Keys = [Key(2), Key(1)];
        var newer = signer.Sign(Token());
        Assert.NotEqual(oldest, newer);
        Assert.IsType<LinkReading.Valid>(signer.Read(oldest, Now));
        Assert.IsType<LinkReading.Valid>(signer.Read(newer, Now));
        ring.Keys = [Key(3), Key(2)];
        Assert.IsType<LinkReading.Forged>(signer.Read(oldest, Now));
        Assert.IsType<LinkReading.Valid>(signer.Read(newer, Now));
    }

    [Fact]
    public void A_key_of_another_purpose_signs_no_link()
    {
        var ring = new Ring(Key(1)) { Master = Key(2) };
        var stranger = new LinkSigner(new Ring(Key(2)));
        Assert.IsType<LinkReading.Forged>(new LinkSigner(ring).Read(stranger.Sign(Token()), Now));
    }

    [Fact]
    public void A_link_expires_at_its_instant_and_not_before()
    {
        var signer = new LinkSigner(new Ring(Key(1)));
        var text = signer.Sign(Token());
        Assert.False(Assert.IsType<LinkReading.Valid>(signer.Read(text, Token().Expires - Duration.FromSeconds(1))).Expired);
        Assert.True(Assert.IsType<LinkReading.Valid>(signer.Read(text, Token().Expires)).Expired);
    }

    [Fact]
    public void The_longest_token_stays_under_310_characters()
    {
        var longest = new LinkToken(new string('n', LinkToken.LongestNotice), new string('c', LinkToken.LongestContact), LinkPurpose.Open, int.MaxValue, Now);
        var text = new LinkSigner(new Ring(new RingKey(new string('k', LinkToken.LongestKeyId), new byte[32]))).Sign(longest);
        Assert.InRange(text.Length, 100, 309);
        Assert.Equal(text, Uri.EscapeDataString(text));
    }

    [Fact]
    public void An_id_that_is_empty_or_too_long_is_refused_in_words()
    {
        Assert.Throws<ArgumentException>(() => new LinkToken("", "dana", LinkPurpose.Open, 0, Now));
        Assert.Contains("128 bytes", Assert.Throws<ArgumentException>(() => new LinkToken(new string('é', 65), "dana", LinkPurpose.Open, 0, Now)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkToken("n", "dana", LinkPurpose.Open, -1, Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinkToken("n", "dana", Enum.GetValues<LinkPurpose>().Max() + 1, 0, Now));
    }

    private static string Join(byte[] payload, byte[] signature) => Base64Url.EncodeToString(payload) + "." + Base64Url.EncodeToString(signature);

    private static LinkToken Token() => new("4f2a9c1be07d~1", "luc", LinkPurpose.Open, 2, Now + Duration.FromDays(14));

    private static RingKey Key(byte number) => new($"k{number}", Enumerable.Repeat(number, 32).ToArray());

    private sealed class Ring(RingKey key) : IKeyRing
    {
        public RingKey[] Keys { get; set; } = [key];

        public RingKey? Master { get; init; }

        public IReadOnlyList<RingKey> Of(KeyPurpose purpose) => purpose == KeyPurpose.Links ? Keys : [Master!];
    }
}
