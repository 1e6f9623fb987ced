namespace HousingFirst.Core.Tests.Partners;

public sealed class MaskedAddressTests
{
    [Theory]
    [InlineData("jo@hospital.example", "j***@hospital.example")]
    [InlineData("marie-eve.caron@prairie-hospital.example", "m***@prairie-hospital.example")]
    [InlineData("j@hospital.example", "j***@hospital.example")]
    [InlineData("\"a@b\"@hospital.example", "\"***@hospital.example")]
    [InlineData("😀x@hospital.example", "😀***@hospital.example")]
    [InlineData("@hospital.example", "***")]
    [InlineData("nobody", "***")]
    [InlineData("", "***")]
    public void Only_the_first_letter_and_the_domain_are_shown(string address, string masked) => Assert.Equal(masked, MaskedAddress.Of(address));
}
