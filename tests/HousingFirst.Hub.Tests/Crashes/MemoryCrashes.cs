using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Hub.Tests.Crashes;

public sealed class MemoryCrashes : CrashContract
{
    /// <summary>A port that throws once and works again, under a process that lives on.</summary>
    [Theory]
    [MemberData(nameof(Jobs))]
    public Task A_job_in_which_a_port_fails_once_ends_as_if_it_had_not(string job) =>
        EndsTheSameAsync(job, Mishap.FailsBefore, Mishap.FailsAfter);

    protected override async Task<ITables> OpenAsync() => (await HubWorld.CreateAsync()).Tables;
}
