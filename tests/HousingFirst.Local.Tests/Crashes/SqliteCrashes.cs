using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Tests.Crashes;

/// <summary>Every job cut off at every second effect; with HF_LONG set, at every one.</summary>
public sealed class SqliteCrashes : CrashContract, IAsyncDisposable
{
    private readonly SqliteCopies copies = new();

    protected override int Every => Environment.GetEnvironmentVariable("HF_LONG") is null ? 2 : 1;

    protected override Task<ITables> OpenAsync() => copies.OpenAsync();

    protected override ValueTask CloseAsync(ITables tables) => copies.CloseAsync(tables);

    public ValueTask DisposeAsync()
    {
        copies.Dispose();
        return ValueTask.CompletedTask;
    }
}
