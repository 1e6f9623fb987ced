using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Tests.Storage;
using Xunit;

namespace HousingFirst.Local.Tests.Listings;

[Collection(LargeImportContract.Alone)]
public sealed class SqliteLargeImport : LargeImportContract
{
    private readonly List<OpenDatabase> open = [];

    protected override ValueTask<ITables> OpenAsync()
    {
        open.Add(new OpenDatabase());
        return new(open[^1].Tables);
    }

    protected override async ValueTask CloseAsync()
    {
        foreach (var database in open) await database.DisposeAsync();
    }
}

[CollectionDefinition(LargeImportContract.Alone, DisableParallelization = true)]
public static class AloneOnSqlite;
