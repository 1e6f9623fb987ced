using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Every job, cut off at every effect.</summary>
public abstract class CrashContract : CrashRuns
{
    public static TheoryData<string> Jobs => [.. CrashScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Jobs))]
    public Task A_job_cut_off_anywhere_ends_as_if_it_had_not_been(string job) => EndsTheSameAsync(job, Deaths);
}
