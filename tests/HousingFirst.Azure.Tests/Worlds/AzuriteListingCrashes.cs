using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Listings;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Worlds;

/// <summary>An import that goes from in place to by generations, cut off at every write; with HF_LONG set, every import.</summary>
public sealed class AzuriteListingCrashes(AzuriteServer azurite) : ListingCrashRuns
{
    private static readonly string[] Few = ["one that grows large"];

    public static TheoryData<string> JobNames => [.. AllJobs.Where(j => Few.Contains(j) || AzuriteServer.Share(usually: 0, all: 1) == 1)];

    [Theory]
    [MemberData(nameof(JobNames))]
    public Task An_import_cut_off_anywhere_and_run_again_ends_in_the_same_directory(string job) => EndsTheSameAsync(job);

    protected override async ValueTask<ITables> OpenAsync()
    {
        AzuriteServer.Needs();
        return await azurite.OpenAsync();
    }
}
