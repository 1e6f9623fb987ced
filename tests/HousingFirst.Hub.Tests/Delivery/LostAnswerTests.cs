using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Delivery;

/// <summary>A mail whose answer was lost: held, or sent once more, as the deployment says.</summary>
public sealed class LostAnswerTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Theory]
    [InlineData(false, 1, NoticeState.Unknown, Leg.Unknown)]
    [InlineData(true, 2, NoticeState.Sent, Leg.Sent)]
    public async Task It_is_held_or_goes_once_more_under_the_same_id(bool resend, int copies, NoticeState state, Leg leg)
    {
        var (world, sent, message) = await LostAsync(resend, times: 1);
        await EndState.RunOutAsync(world);

        var line = await LineAsync(world, message);
        Assert.Equal((state, leg), (line.State, line.Mail));
        Assert.Equal(HubWorld.Start, line.Lost);
        var mails = sent.All.Where(a => a.Mail.MailId == line.MessageId).ToArray();
        Assert.Equal(copies, mails.Length);
        Assert.All(mails, m => Assert.Equal("luc", m.Mail.To.Contact));
        if (resend) Assert.Equal(Duration.FromMinutes(10), mails[1].At - mails[0].At);
    }

    [Fact]
    public async Task A_second_answer_that_is_lost_ends_it()
    {
        var (world, sent, message) = await LostAsync(resend: true, times: 2);
        await EndState.RunOutAsync(world);

        var line = await LineAsync(world, message);
        Assert.Equal(2, sent.To("luc").Count(m => m.MailId == line.MessageId));
        Assert.Equal((NoticeState.Unknown, Leg.Unknown), (line.State, line.Mail));
        Assert.Empty(await EndState.WaitingAsync(world));
    }

    [Fact]
    public async Task Who_is_to_be_told_no_more_gets_no_second_copy()
    {
        var (world, sent, message) = await LostAsync(resend: true, times: 1);
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"bridge-outreach\"}"));
        await EndState.RunOutAsync(world);

        Assert.Single(sent.To("luc"), m => m.MailId.StartsWith(HubWorld.KeyOf(message), StringComparison.Ordinal));
        Assert.Equal((NoticeState.Unknown, Leg.Unknown), ((await LineAsync(world, message)).State, (await LineAsync(world, message)).Mail));
    }

    private static async Task<(HubWorld World, SentMail Sent, InboundMessage Message)> LostAsync(bool resend, int times)
    {
        var (world, sent) = await BacklogTests.WithAsync(options: o => o with { ResendUnknown = resend });
        var lost = 0;
        world.Mailer.Answer = m => m.To.Contact == "luc" && ++lost <= times ? MailOutcome.Unknown : MailOutcome.Sent;
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        return (world, sent, message);
    }

    private static async Task<Notice> LineAsync(HubWorld world, InboundMessage message) =>
        (await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None)).Single(n => n.Replaces is null && n.Recipient?.Contact == "luc");
}
