using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Tests.Crashes;

public sealed class SqliteCrashes : CrashContract, IAsyncDisposable
{
    private readonly SqliteCopies copies = new();

    protected override Task<ITables> OpenAsync() => copies.OpenAsync();

    protected override ValueTask CloseAsync(ITables tables) => copies.CloseAsync(tables);

    public ValueTask DisposeAsync()
    {
        copies.Dispose();
        return ValueTask.CompletedTask;
    }
}
