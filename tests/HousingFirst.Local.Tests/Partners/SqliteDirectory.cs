using HousingFirst.Contracts.Partners;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Storage;

namespace HousingFirst.Local.Tests.Partners;

public sealed class SqliteDirectory : DirectoryContract
{
    private readonly Dictionary<ITables, (DataFolder Folder, HubDatabase Database)> open = [];

    protected override int Worlds => 8;

    protected override ValueTask<ITables> OpenAsync()
    {
        var folder = new DataFolder();
        var database = folder.Open();
        open[database.Tables] = (folder, database);
        return new(database.Tables);
    }

    protected override async ValueTask CloseAsync(ITables tables)
    {
        if (!open.Remove(tables, out var held)) return;
        await held.Database.DisposeAsync();
        held.Folder.Dispose();
    }
}
