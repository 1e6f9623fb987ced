using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Tables;
using Xunit;

namespace HousingFirst.Azure.Tests.Worlds;

/// <summary>A few jobs cut off at every effect; with HF_LONG set, every job.</summary>
public sealed class AzuriteCrashes(AzuriteServer azurite) : CrashRuns
{
    private static readonly string[] Few = ["a message refused, to a queue", "an acknowledgement", "a client begins", "a consent given", "an incident by card", "a contact recorded"];

    public static TheoryData<string> Jobs =>
        [.. CrashScenarios.All.Keys.Where(j => Few.Contains(j) || AzuriteServer.Share(usually: 0, all: 1) == 1)];

    [Theory]
    [MemberData(nameof(Jobs))]
    public Task A_job_cut_off_anywhere_ends_as_if_it_had_not_been(string job) => EndsTheSameAsync(job, Deaths);

    protected override async Task<ITables> OpenAsync() => await LoadedCommunity.OpenAsync(azurite);
}
