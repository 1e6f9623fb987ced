using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Queues;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Contacts that are recorded, cut off. The month itself is cut off by <see cref="MonthCrashRuns"/>.</summary>
internal static class ContactJobs
{
    /// <summary>A talk in a month that is open.</summary>
    public static async Task<InboundMessage?> TalkAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("prairie-hospital", "river-icm", "made", "\"mode\":\"phone\",\"topics\":\"beds\"", id: "talk");
    }

    /// <summary>A talk that confirms the other's entry too.</summary>
    public static async Task<InboundMessage?> ConfirmingAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("river-icm", "income-support", "made", "\"mode\":\"phone\",\"confirms\":\"gurpreet\"", id: "talk");
    }

    /// <summary>A talk of the month before, recorded in a month that is open.</summary>
    public static async Task<InboundMessage?> LateAsync(HubWorld world)
    {
        await OpenAsync(world);
        return world.Contact("river-icm", "income-support", "made", "\"mode\":\"inPerson\"", id: "talk", on: "2026-11-20");
    }

    /// <summary>Opens the month, and lets nothing of it come after: what is cut off is the contact.</summary>
    private static async Task OpenAsync(HubWorld world)
    {
        await world.OpenMonthAsync();
        foreach (var item in await world.Hub.Due.AllAsync(CancellationToken.None))
        {
            if (item.Kind == Hub.DueWork.DueKind.Cycle) await world.Hub.Due.RemoveAsync(item, CancellationToken.None);
        }
    }
}
