using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;
using HousingFirst.Local.Tests.Storage;

namespace HousingFirst.Local.Tests.Crashes;

/// <summary>Files with the fictional community in them: it is loaded once, and each is a copy.</summary>
internal sealed class SqliteCopies : IDisposable
{
    private readonly DataFolder loaded = new();
    private readonly Dictionary<ITables, (DataFolder Folder, HubDatabase Database)> open = [];
    private bool isLoaded;

    public async Task<ITables> OpenAsync()
    {
        if (!isLoaded)
        {
            await using var database = loaded.Open();
            await HubWorld.CreateAsync(database.Tables);
            isLoaded = true;
        }

        var folder = new DataFolder();
        foreach (var file in Directory.EnumerateFiles(loaded.Path, HubDatabase.FileName + "*"))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)), overwrite: true);
        var copy = folder.Open();
        open[copy.Tables] = (folder, copy);
        return copy.Tables;
    }

    public async ValueTask CloseAsync(ITables tables)
    {
        if (!open.Remove(tables, out var held)) return;
        await held.Database.DisposeAsync();
        held.Folder.Dispose();
    }

    public void Dispose() => loaded.Dispose();
}
