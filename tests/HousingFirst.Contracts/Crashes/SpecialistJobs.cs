using HousingFirst.Contracts.World;
using HousingFirst.Core.Network;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.DueWork;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using HousingFirst.Hub.Surprises;
using NodaTime;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Jobs around the specialist's morning that are cut off.</summary>
internal static class SpecialistJobs
{
    /// <summary>The tick that traces a surprise and asks the program to call.</summary>
    public static Task<InboundMessage?> SurpriseAsync(HubWorld world) => ReportedAsync(world, "IS-77");

    /// <summary>The tick that traces a report about a client that isn't the reporter's.</summary>
    public static Task<InboundMessage?> StrangerAsync(HubWorld world) => ReportedAsync(world, "IS-9999");

    /// <summary>The tick that sends the morning mail: a task that stays, one whose cause is gone, a note past its time, a consent that ends no more.</summary>
    public static async Task<InboundMessage?> MorningAsync(HubWorld world)
    {
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.SendMorning.PlanAsync(at, CancellationToken.None);
        var started = (await world.Hub.Due.AllAsync(CancellationToken.None)).Single(i => i.Kind == DueKind.Morning);
        await world.Hub.Tasks.AddAsync(new SpecialistTask(SpecialistTaskKind.QueueUnread, "q", at.Now) { Agency = "prairie-hospital" }, CancellationToken.None);
        await world.Hub.Tasks.AddAsync(
            new SpecialistTask(SpecialistTaskKind.AskAgain, ProspectCauseOf("gone"), at.Now) { Organisation = "Gone" }, CancellationToken.None);
        await world.Hub.Tasks.AddAsync(
            new SpecialistTask(SpecialistTaskKind.Asked, "a", at.Now - Duration.FromDays(91))
            {
                Agency = "river-icm",
                Request = new RequestedHelp(HelpAbout.Advice, null, "a form", null),
            },
            CancellationToken.None);
        await world.Hub.EndingConsents.AddAsync(new("HF-7Q2K"), "K3", at.Today.PlusDays(9), CancellationToken.None);
        await world.Hub.Surprises.AddAsync(new RecordedSurprise(at.Today, "s", "river-icm", SurpriseCause.NoMessage) { IsSettled = true }, CancellationToken.None);
        world.Clock.Reset(started.At);
        return null;
    }

    private static string ProspectCauseOf(string id) => $"prospect.{new ProspectId(id)}.step-1.2026-12-01";

    private static async Task<InboundMessage?> ReportedAsync(HubWorld world, string reference)
    {
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"", occurredOn: new LocalDate(2026, 11, 27)));
        await world.ReceiveAsync(world.Activity("income-support", MessageTypes.SurpriseReported, "\"occurredOn\":\"2026-11-28\"", reference));
        return null;
    }
}
