using System.Text;
using CsCheck;
using HousingFirst.Hub.KeyRing;
using HousingFirst.Hub.Senders;
using Xunit;

namespace HousingFirst.Hub.Tests.Senders;

/// <summary>Keys and signatures, against answers computed elsewhere.</summary>
public class SignatureTests
{
    private static readonly AgencyKeys Keys = new(new TwoKeys());

    [Fact]
    public void An_agencys_keys_are_derived_from_each_live_master_key_newest_first()
    {
        var keys = Keys.Of("prairie-hospital");
        Assert.Equal(["2", "1"], keys.Select(k => k.Version));
        // python3: b64encode(hmac.digest(bytes(range(32)), b"prairie-hospital:1", "sha256"))
        Assert.Equal("g0qQTTJ17JB5kVEBnqpSQHC+zdYD/RZyVdrJdH86v1I=", keys[1].Text);
        Assert.DoesNotContain(keys[0].Text, keys[0].ToString(), StringComparison.Ordinal);
        Assert.NotEqual(keys[0].Text, Keys.Of("river-icm")[0].Text);
    }

    [Fact]
    public void A_signature_is_the_documented_digest_of_the_bytes() =>
        Assert.Equal("v1.t1IHhkTkeXLgKbSKeWJQLn/Jd7RUvxqlJJcbFzw664o=", Signature.Of(Keys.Of("prairie-hospital")[1], "{\"a\":1}"u8));

    [Fact]
    public void A_signature_with_either_live_key_is_right()
    {
        foreach (var key in Keys.Of("luc"))
            Assert.True(Signature.Verify(Keys.Of("luc"), Signature.Of(key, "body"u8), "body"u8));
    }

    [Fact]
    public void A_bit_changed_anywhere_is_refused()
    {
        var keys = Keys.Of("prairie-hospital");
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 10000], Gen.Int[0, 7], Gen.Bool).Sample(
            (body, at, bit, inBody) =>
            {
                var signature = Encoding.Latin1.GetBytes(Signature.Of(keys[0], body));
                var changed = inBody ? body : signature;
                changed[at % changed.Length] ^= (byte)(1 << bit);
                Assert.False(Signature.Verify(keys, Encoding.Latin1.GetString(signature), body));
            },
            iter: 3000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1.")]
    [InlineData("v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("v1.éAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_signature_is_refused(string? signature) =>
        Assert.False(Signature.Verify(Keys.Of("prairie-hospital"), signature, "body"u8));

    internal sealed class TwoKeys : IKeyRing
    {
        public IReadOnlyList<RingKey> Of(KeyPurpose purpose) =>
        [
            new("2", Enumerable.Range(32, 32).Select(n => (byte)n).ToArray()),
            new("1", Enumerable.Range(0, 32).Select(n => (byte)n).ToArray()),
        ];
    }
}
