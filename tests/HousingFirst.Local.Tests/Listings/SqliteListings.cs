using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Storage;

namespace HousingFirst.Local.Tests.Listings;

public sealed class SqliteListings : ListingsContract
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

public sealed class SqliteListingCrashes : ListingCrashContract
{
    private readonly Dictionary<ITables, (DataFolder Folder, HubDatabase Database)> open = [];

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
