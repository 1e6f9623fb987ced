using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Hub.Tests.Crashes;

public sealed class MemoryMonthCrashes : MonthCrashRuns
{
    protected override Mishap[] Mishaps => Enum.GetValues<Mishap>();

    protected override async Task<ITables> OpenAsync() => (await HubWorld.CreateAsync()).Tables;
}
