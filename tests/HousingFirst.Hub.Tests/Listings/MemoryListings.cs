using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Listings;

public sealed class MemoryListings : ListingsContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}

public sealed class MemoryListingCrashes : ListingCrashContract
{
    protected override ValueTask<ITables> OpenAsync() => new(new MemoryTables());
}
