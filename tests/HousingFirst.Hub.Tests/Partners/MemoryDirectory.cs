using HousingFirst.Contracts.Partners;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Partners;

public sealed class MemoryDirectory : DirectoryContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}
