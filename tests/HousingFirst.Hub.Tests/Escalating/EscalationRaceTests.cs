using CsCheck;
using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Escalating;

/// <summary>Someone else is asked in the same moment in which something else happens: in whatever order the requests fall, it ends as one after the other.</summary>
public sealed class EscalationRaceTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Fact]
    public Task An_alternate_who_was_told_while_consent_was_withdrawn_is_told_to_stop() => Gen.Int.SampleAsync(
        async seed =>
        {
            var (world, told) = await SilentAsync(seed);
            var stop = world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K6\"}", id: "stop");
            var ticking = Task.Run(() => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
            Assert.IsType<Settlement.Complete>(await Task.Run(() => world.ReceiveAsync(stop).AsTask()));
            Assert.Equal(0, (await ticking).Failed);
            await EndState.RunOutAsync(world);

            var wasTold = world.Mailer.To("amina").Any(m => m is MailContent.Notice { Kind: NoticeKind.Escalation });
            Assert.Equal(wasTold, (await LinesAsync(world, stop)).Any(l => l.SentTo == "amina"));
            Assert.Equal(wasTold, (await LinesAsync(world, told)).Single(l => l.Recipient?.Contact == "luc" && l.Replaces is null).EscalatedTo == "amina");
        },
        iter: 60,
        threads: 2);

    [Fact]
    public Task An_answer_that_comes_as_someone_else_is_asked_is_not_lost() => Gen.Int.SampleAsync(
        async seed =>
        {
            var (world, told) = await SilentAsync(seed);
            var line = (await LinesAsync(world, told)).Single(l => l.SentTo == "luc");
            var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
            var ticking = Task.Run(() => world.Hub.Tick.RunAsync(CancellationToken.None).AsTask());
            Assert.True(await Task.Run(() => world.Hub.AcknowledgeNotice.AnswerAsync(line.Id, "luc", NoticeAnswer.Received, at, CancellationToken.None).AsTask()));
            Assert.Equal(0, (await ticking).Failed);
            await EndState.RunOutAsync(world);

            var lines = await LinesAsync(world, told);
            Assert.Equal(NoticeState.Acknowledged, lines.Single(l => l.Id == line.Id).State);
            Assert.All(lines.Where(l => l.SentTo == "amina" && l.Replaces == line.Id.Line), l => Assert.Null(l.Escalated));
        },
        iter: 60,
        threads: 2);

    private static async Task<(HubWorld World, InboundMessage Told)> SilentAsync(int seed)
    {
        var before = await HubWorld.CreateAsync();
        var told = before.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await before.ReceiveAsync(told);
        before.Clock.Advance(Duration.FromHours(4));
        var world = await HubWorld.CreateAsync(
            before.Tables, before.Queues, before.Mailer, load: false, clock: before.Clock, through: p => p with { Tables = new YieldingTables(p.Tables, seed) });
        return (world, told);
    }

    private static async Task<IReadOnlyList<Notice>> LinesAsync(HubWorld world, InboundMessage message) =>
        await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None);
}
