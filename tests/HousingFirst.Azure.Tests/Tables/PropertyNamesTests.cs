using CsCheck;
using HousingFirst.Azure.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Tables;

public sealed class PropertyNamesTests
{
    [Theory]
    [InlineData("acceptedAt", "acceptedAt")]
    [InlineData("a_b9", "a_b9")]
    [InlineData("9a", "_x0039_a")]
    [InlineData("a b", "a_x0020_b")]
    [InlineData("é", "_x00E9_")]
    [InlineData("_x0020_", "_x005F_x0020_")]
    [InlineData("_x00e9_", "_x00e9_")]
    [InlineData("RowKey", "_x0052_owKey")]
    [InlineData("writeIds", "_x0077_riteIds")]
    public void A_name_stays_as_readable_as_it_can(string column, string property)
    {
        Assert.Equal(property, PropertyNames.OfColumn(column));
        Assert.Equal(column, PropertyNames.ToColumn(property));
    }

    [Fact]
    public void Any_name_comes_back_and_is_a_name_that_table_storage_takes() =>
        Gen.OneOf(Gen.String[1, 30], Gen.Int[0, 6].Select(i => "_x0AFa9"[i]).Array[1, 24].Select(c => new string(c))).Sample(column =>
        {
            var property = PropertyNames.OfColumn(column);
            Assert.Equal(column, PropertyNames.ToColumn(property));
            Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", property);
            Assert.False(PropertyNames.IsHidden(property));
        });
}
