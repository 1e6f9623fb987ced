using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>What a person's answer sets in motion.</summary>
public sealed class AnswerTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Theory]
    [InlineData(NoticeAnswer.CanHelp, "canHelp")]
    [InlineData(NoticeAnswer.NotForMe, "notForMe")]
    public async Task By_link_an_offer_of_help_and_a_not_for_me_reach_the_program_at_once(NoticeAnswer answer, string word)
    {
        var (world, message) = await ToldAsync("program.worker");
        Assert.True(await AnswerAsync(world, message, "income-support", "gurpreet", answer));

        var mail = Assert.Single(world.Mailer.To("dana").OfType<MailContent.PartnerAnswer>());
        Assert.Equal((answer, new Caller("Income Support Office", "Gurpreet Sandhu", "+1 403 555 0111")), (mail.Answer, mail.Call));
        var line = (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "gurpreet");
        Assert.Equal(("Acknowledged", word, world.Clock.GetCurrentInstant()), (line.State, line.Answer, line.Acknowledged));
    }

    [Fact]
    public async Task By_queue_too_and_a_repeat_tells_nobody_again()
    {
        var (world, message) = await ToldAsync("program.worker");
        var notice = NoticeId.Of(HubWorld.KeyOf(message), Client, "prairie-hospital", "marieve").ToString();
        var answer = world.Acknowledge("prairie-hospital", "PH-0018", notice, "canHelp");
        await world.ReceiveAsync(answer);
        world.Mailer.Answer = _ => throw new InvalidOperationException("Nothing more is to be sent.");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(answer));
        await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", notice));

        Assert.Equal("Marie-Ève Caron", Assert.Single(world.Mailer.To("dana").OfType<MailContent.PartnerAnswer>()).Call.Worker);
        Assert.Equal("received", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "marieve").Answer);
    }

    [Fact]
    public async Task A_partner_is_named_for_classes_A_and_B_only_else_the_number_alone()
    {
        var (world, message) = await ToldAsync("housing.lost");
        Assert.True(await AnswerAsync(world, message, "income-support", "gurpreet", NoticeAnswer.CanHelp));

        var call = Assert.Single(world.Mailer.To("dana").OfType<MailContent.PartnerAnswer>()).Call;
        Assert.Equal(new Caller(null, null, "+1 403 555 0111"), call);
    }

    [Theory]
    [InlineData(NoticeAnswer.Received, "income-support", "gurpreet")]
    [InlineData(NoticeAnswer.CanHelp, "river-icm", "dana")]
    public async Task Got_it_and_the_programs_own_answer_tell_the_program_nothing(NoticeAnswer answer, string agency, string contact)
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("bridge-outreach", "BO-204", "housing.lost");
        await world.ReceiveAsync(message);
        Assert.True(await AnswerAsync(world, message, agency, contact, answer));
        await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.DoesNotContain(world.Mailer.Mails, m => m is MailContent.PartnerAnswer);
    }

    [Fact]
    public async Task Only_whoever_was_sent_the_notice_answers_it()
    {
        var (world, message) = await ToldAsync("program.worker");
        Assert.False(await AnswerAsync(world, message, "income-support", "luc", NoticeAnswer.CanHelp, line: "gurpreet"));
        // Inès's address has stopped: Amina was told in her place, and answers for that notice.
        Assert.False(await AnswerAsync(world, message, "coordinated-access", "ines", NoticeAnswer.CanHelp));
        Assert.True(await AnswerAsync(world, message, "coordinated-access", "amina", NoticeAnswer.Received, line: "ines"));

        Assert.DoesNotContain(world.Mailer.Mails, m => m is MailContent.PartnerAnswer);
    }

    [Fact]
    public async Task A_mailer_that_fails_holds_up_no_answer_and_the_program_hears_later()
    {
        var (world, message) = await ToldAsync("program.worker");
        world.Mailer.Answer = _ => throw new IOException("Down.");
        Assert.True(await AnswerAsync(world, message, "income-support", "gurpreet", NoticeAnswer.CanHelp));
        Assert.Equal("canHelp", (await world.CoverageAsync(message)).Lines.Single(l => l.Who == "gurpreet").Answer);
        world.Mailer.Answer = null;
        await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.Single(world.Mailer.To("dana").OfType<MailContent.PartnerAnswer>());
        Assert.DoesNotContain(await world.Hub.Due.AllAsync(CancellationToken.None), i => i.Kind == Hub.DueWork.DueKind.Answer);
    }

    [Fact]
    public async Task Where_the_programs_address_is_refused_the_specialist_is_asked()
    {
        var (world, message) = await ToldAsync("program.worker");
        world.Mailer.Answer = m => m.To.Contact == "dana" ? MailOutcome.Refused : MailOutcome.Sent;
        Assert.True(await AnswerAsync(world, message, "income-support", "gurpreet", NoticeAnswer.CanHelp));

        var task = Assert.Single(world.Mailer.To("robin").OfType<MailContent.SpecialistTask>());
        Assert.Equal((SpecialistTaskKind.AddressStopped, "River ICM Team", "Dana Kowalchuk"), (task.Task, task.Organisation, task.Contact));
    }

    private static async Task<bool> AnswerAsync(
        HubWorld world, InboundMessage message, string agency, string contact, NoticeAnswer answer, string? line = null) =>
        await world.Hub.AcknowledgeNotice.AnswerAsync(
            NoticeId.Of(HubWorld.KeyOf(message), Client, agency, line ?? contact),
            contact,
            answer,
            await world.Hub.Directory.NowAsync(CancellationToken.None),
            CancellationToken.None);

    private static async Task<(HubWorld World, InboundMessage Message)> ToldAsync(string code)
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", code);
        await world.ReceiveAsync(message);
        await world.AdvanceAsync(Duration.FromHours(1));
        return (world, message);
    }
}
