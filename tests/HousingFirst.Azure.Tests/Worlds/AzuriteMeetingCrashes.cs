using HousingFirst.Azure.Tests.Azurite;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Hub.Tables;

namespace HousingFirst.Azure.Tests.Worlds;

/// <summary>A meeting cut off at a few effects; with HF_LONG set, at every one.</summary>
public sealed class AzuriteMeetingCrashes(AzuriteServer azurite) : MeetingCrashRuns
{
    protected override int Every => AzuriteServer.Share(usually: 97, all: 1);

    protected override async Task<ITables> OpenAsync() => await LoadedCommunity.OpenAsync(azurite);
}
