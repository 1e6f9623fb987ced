using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Contracts;

/// <summary>What the contract of a store above the table port runs on. A subclass gives an empty store.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    /// <summary>The community of the tests.</summary>
    protected const string Community = "lethbridge";

    private ITables? tables;

    /// <summary>The port.</summary>
    protected ITables Tables => tables ?? throw new InvalidOperationException("Not opened yet.");

    /// <summary>How many interleavings a test of many at once tries.</summary>
    protected virtual int Interleavings => 20;

    /// <summary>The test's own token.</summary>
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => tables = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
