using HousingFirst.Contracts.Digests;
using HousingFirst.Contracts.Inbox;
using HousingFirst.Contracts.Network;
using HousingFirst.Contracts.SigningIn;
using HousingFirst.Contracts.Specialists;
using HousingFirst.Contracts.Surprises;
using HousingFirst.Contracts.Terms;
using HousingFirst.Hub.Tables;
using HousingFirst.Local.Storage;

namespace HousingFirst.Local.Tests.Storage;

public sealed class SqliteNetworkStore : NetworkStoreContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteTaskStore : TaskStoreContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteSurpriseStore : SurpriseStoreContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteTermStore : TermStoreContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteLastDigests : LastDigestsContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteMessageInbox : MessageInboxContract
{
    private readonly OpenDatabase open = new();

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

public sealed class SqliteOneTimeCodes : OneTimeCodesContract
{
    private readonly OpenDatabase open = new();

    protected override int Interleavings => 3;

    protected override ValueTask<ITables> OpenAsync() => new(open.Tables);

    protected override ValueTask CloseAsync() => open.DisposeAsync();
}

/// <summary>A database in a folder of its own.</summary>
internal sealed class OpenDatabase : IAsyncDisposable
{
    private readonly DataFolder folder = new();
    private readonly HubDatabase database;

    public OpenDatabase() => database = folder.Open();

    public ITables Tables => database.Tables;

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }
}
