using Xunit;

namespace HousingFirst.Contracts.Listings;

/// <summary>Every import, cut off at every write.</summary>
public abstract class ListingCrashContract : ListingCrashRuns
{
    public static TheoryData<string> JobNames => [.. AllJobs];

    [Theory]
    [MemberData(nameof(JobNames))]
    public Task An_import_cut_off_anywhere_and_run_again_ends_in_the_same_directory(string job) => EndsTheSameAsync(job);
}
