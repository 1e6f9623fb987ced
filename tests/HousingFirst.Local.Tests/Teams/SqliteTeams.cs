using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Storage;

namespace HousingFirst.Local.Tests.Teams;

public sealed class SqliteTeams : TeamsImportContract
{
    private readonly Dictionary<ITables, (DataFolder Folder, HubDatabase Database)> open = [];

    /// <summary>Fewer: each change is flushed to the disk.</summary>
    protected override int Clients => 3;

    protected override async Task<ITables> OpenAsync()
    {
        var folder = new DataFolder();
        var database = folder.Open();
        await HubWorld.CreateAsync(database.Tables);
        open[database.Tables] = (folder, database);
        return database.Tables;
    }

    protected override async ValueTask CloseAsync(ITables tables)
    {
        if (!open.Remove(tables, out var held)) return;
        await held.Database.DisposeAsync();
        held.Folder.Dispose();
    }
}
