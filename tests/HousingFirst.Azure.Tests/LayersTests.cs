using HousingFirst.Azure.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests;

public sealed class LayersTests
{
    [Fact]
    public void The_adapter_knows_the_hub_and_no_other_adapter() =>
        Assert.Equal(["HousingFirst.Hub"], typeof(AzureTables).Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("HousingFirst.", StringComparison.Ordinal)));
}
