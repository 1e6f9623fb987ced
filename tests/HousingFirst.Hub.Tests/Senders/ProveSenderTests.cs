using System.Text;
using System.Text.Json;
using HousingFirst.Hub.Senders;
using Xunit;

namespace HousingFirst.Hub.Tests.Senders;

/// <summary>Who is believed to have sent what.</summary>
public class ProveSenderTests
{
    private static readonly AgencyKeys Keys = new(new SignatureTests.TwoKeys());

    private static readonly string[] Agencies = ["river-icm", "prairie-hospital"];

    [Theory]
    [InlineData("""{"source":"/agencies/river-icm","id":"1"}""")]
    [InlineData("""{"data":{"source":"/agencies/prairie-hospital"},"source":"/agencies/river-icm"}""")]
    [InlineData("""{"source":"/communities/lethbridge/agencies/river-icm"}""")]
    [InlineData("""{"s\u006furce":"/agencies/river-icm"}""")]
    [InlineData("""{"source":"/agencies/river-icm",,,""")]
    [InlineData("""{"id":}""")]
    [InlineData("""{"source":7}""")]
    [InlineData("""{"source":"\ud800"}""")]
    [InlineData("""{"source":"https://river.example"}""")]
    [InlineData("nothing like JSON")]
    [InlineData("")]
    public void What_an_agency_signed_is_its_own_even_where_it_is_malformed(string text)
    {
        var proof = Assert.IsType<SenderProof.Proven>(Prove(text, Sign("river-icm", text)));
        Assert.Equal("river-icm", proof.Agency);
        Assert.Equal(text, Encoding.UTF8.GetString(proof.Body.Span));
    }

    [Theory]
    [InlineData("""{"source":"/agencies/prairie-hospital"}""")]
    [InlineData("""{"source":"/agencies/nobody-known"}""")]
    [InlineData("""{"source":"/communities/calgary/agencies/river-icm"}""")]
    public void What_names_another_agency_is_foreign_and_goes_back_to_who_signed(string text) =>
        Assert.Equal("river-icm", Assert.IsType<SenderProof.Foreign>(Prove(text, Sign("river-icm", text))).Agency);

    [Fact]
    public void What_nobody_known_signed_is_unproven()
    {
        const string text = """{"source":"/agencies/river-icm"}""";
        Assert.IsType<SenderProof.Unproven>(Prove(text, null));
        Assert.IsType<SenderProof.Unproven>(Prove(text, "v1.nonsense"));
        Assert.IsType<SenderProof.Unproven>(Prove(text, Sign("stranger", text)));
        Assert.IsType<SenderProof.Unproven>(Prove(text + " ", Sign("river-icm", text)));
        Assert.IsType<SenderProof.Unproven>(Prove("""{"source":"/agencies/stranger"}""", Sign("stranger", """{"source":"/agencies/stranger"}""")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_that_an_SDK_wrapped_is_proven_by_either_signature_and_unwrapped(bool signedInside)
    {
        const string text = """{"source":"/agencies/river-icm","note":"é"}""";
        var wrapped = JsonSerializer.Serialize(text);
        var proof = Assert.IsType<SenderProof.Proven>(Prove(wrapped, Sign("river-icm", signedInside ? text : wrapped)));
        Assert.Equal(text, Encoding.UTF8.GetString(proof.Body.Span));
    }

    [Fact]
    public void What_is_too_large_is_tried_with_the_claimed_agencys_keys_only()
    {
        var padding = new string(' ', 40_000);
        var own = "{\"source\":\"/agencies/river-icm\"}" + padding;
        Assert.IsType<SenderProof.Proven>(Prove(own, Sign("river-icm", own)));
        Assert.IsType<SenderProof.Unproven>(Prove(own, Sign("prairie-hospital", own)));
    }

    private static SenderProof Prove(string text, string? signature) =>
        new ProveSender(Keys).Prove(Encoding.UTF8.GetBytes(text), signature, "lethbridge", Agencies);

    private static string Sign(string agency, string text) => Signature.Of(Keys.Of(agency)[0], Encoding.UTF8.GetBytes(text));
}
