using HousingFirst.Contracts.Tables;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Tests.Storage;

public sealed class SqliteTablesTests : TablesContract
{
    private readonly DataFolder folder = new();
    private HubDatabase? database;

    protected override ValueTask<ITables> OpenAsync()
    {
        database = folder.Open();
        return new(database.Tables);
    }

    protected override async ValueTask CloseAsync()
    {
        if (database is not null) await database.DisposeAsync();
        folder.Dispose();
    }
}
