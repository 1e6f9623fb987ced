using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Local.Tests.Crashes;

/// <summary>A meeting cut off at a share of its effects.</summary>
public sealed class SqliteMeetingCrashes : MeetingCrashRuns, IAsyncDisposable
{
    private readonly SqliteCopies copies = new();

    protected override int Every => 17;

    protected override Task<ITables> OpenAsync() => copies.OpenAsync();

    protected override ValueTask CloseAsync(ITables tables) => copies.CloseAsync(tables);

    public ValueTask DisposeAsync()
    {
        copies.Dispose();
        return ValueTask.CompletedTask;
    }
}
