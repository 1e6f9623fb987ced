using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Crashes;

/// <summary>Jobs of urgent notices that are cut off: nobody answers, somebody does, somebody is called.</summary>
internal static class UrgentJobs
{
    /// <summary>The tick at which the alternates are asked, and the specialist where there is none.</summary>
    public static CrashScenario Silence { get; } = new(async world =>
    {
        await world.ReceiveAsync(Urgent(world));
        world.Clock.Advance(Duration.FromHours(4));
        return null;
    });

    /// <summary>The tick at which the alternates' own time is over.</summary>
    public static CrashScenario SilentAlternate { get; } = new(async world =>
    {
        await world.ReceiveAsync(Urgent(world));
        await world.AdvanceAsync(Duration.FromHours(4));
        world.Clock.Advance(Duration.FromHours(20));
        return null;
    });

    /// <summary>The tick an hour after a death that was told at eleven in the evening.</summary>
    public static CrashScenario SilentNight { get; } = new(async world =>
    {
        world.Clock.Advance(Duration.FromHours(12));
        await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "person.deceased"));
        world.Clock.Advance(Duration.FromHours(1));
        return null;
    });

    /// <summary>A partner's "I can help", by queue.</summary>
    public static CrashScenario OfferOfHelp { get; } = new(async world =>
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        return world.Acknowledge("prairie-hospital", "PH-0018", world.NoticesOf("prairie-hospital").Single(), "canHelp");
    });

    /// <summary>The tick that sends a call list after the mailer failed.</summary>
    public static CrashScenario LateCallList { get; } = new(async world =>
    {
        world.Mailer.Answer = mail => mail is MailContent.CallList ? throw new IOException("Down.") : MailOutcome.Sent;
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "safety.crisis"));
        world.Mailer.Answer = null;
        world.Clock.Advance(Duration.FromMinutes(1));
        return null;
    });

    /// <summary>The sender logs that it reached someone.</summary>
    public static CrashScenario Call { get; } = new(async world =>
    {
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "safety.crisis", id: "crisis"));
        return null;
    })
    {
        CommandAsync = async world =>
        {
            var key = HubWorld.KeyOf(world.Change("river-icm", "HF-7Q2K", "safety.crisis", id: "crisis"));
            var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
            var id = NoticeId.Of(key, new ClientId("HF-7Q2K"), "prairie-hospital", "marieve");
            Assert.True(await world.Hub.LogCall.RunAsync(id, "dana", CallResult.Reached, at, CancellationToken.None));
        },
    };

    private static InboundMessage Urgent(HubWorld world) => world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
}
