using HousingFirst.Contracts.Digests;
using HousingFirst.Contracts.Inbox;
using HousingFirst.Contracts.Network;
using HousingFirst.Contracts.SigningIn;
using HousingFirst.Contracts.Specialists;
using HousingFirst.Contracts.Surprises;
using HousingFirst.Contracts.Terms;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Tables;

public sealed class MemoryNetworkStore : NetworkStoreContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryTaskStore : TaskStoreContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemorySurpriseStore : SurpriseStoreContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryTermStore : TermStoreContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryLastDigests : LastDigestsContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryMessageInbox : MessageInboxContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryOneTimeCodes : OneTimeCodesContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}
