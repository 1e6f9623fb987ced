using HousingFirst.Contracts.Tables;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Tables;

public sealed class MemoryTablesTests : TablesContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}
