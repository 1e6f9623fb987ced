using System.Text.RegularExpressions;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

/// <summary>What the hub answers to those who have no client here, and to police (rule 10, promise 5).</summary>
public sealed partial class StrangerTests
{
    [Fact]
    public async Task Unknown_anothers_and_ended_get_the_same_answer_byte_for_byte()
    {
        var unknown = await AnswerAsync("PH-9999", ended: false);
        var anothers = await AnswerAsync("BO-204", ended: false);
        var ended = await AnswerAsync("PH-0018", ended: true);

        Assert.Equal(unknown, anothers);
        Assert.Equal(unknown, ended);
        Assert.Contains("not a client of yours here", unknown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_twenty_such_answers_a_day_are_one_task_for_the_specialist()
    {
        var world = await HubWorld.CreateAsync();
        for (var i = 0; i < 20; i++) await world.ReceiveAsync(world.Change("prairie-hospital", "PH-9999", "safety.crisis"));
        Assert.Empty(world.Mailer.Mails);
        for (var i = 0; i < 20; i++) await world.ReceiveAsync(world.Change("prairie-hospital", "PH-9999", "safety.crisis"));

        var task = Assert.IsType<MailContent.SpecialistTask>(Assert.Single(world.Mailer.Mails));
        Assert.Equal((SpecialistTaskKind.ManyUnknownClients, "Prairie Hospital Social Work"), (task.Task, task.Organisation));
        await world.AdvanceAsync(Duration.FromDays(1));
        for (var i = 0; i < 20; i++) await world.ReceiveAsync(world.Change("prairie-hospital", "PH-9999", "safety.crisis"));
        Assert.Single(world.Mailer.Mails);
    }

    [Fact]
    public async Task An_incident_by_card_reaches_the_program_and_the_unit_hears_only_that_it_did()
    {
        var world = await HubWorld.CreateAsync();
        var incident = world.Change("downtown-police", "DP-K7", "safety.incident");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(incident));
        var notice = Assert.Single(world.NoticesOf("river-icm"));
        Assert.Equal(["dana"], world.Mailer.Mails.Select(m => m.To.Contact));

        await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", notice, by: "system"));
        Assert.Empty(world.Mailer.To("bellamy"));
        world.Clock.Advance(Duration.FromMinutes(5));
        await world.ReceiveAsync(world.Acknowledge("river-icm", "HF-7Q2K", notice, "canHelp"));

        var receipt = Assert.IsType<MailContent.Receipt>(Assert.Single(world.Mailer.To("bellamy")));
        Assert.Equal(world.Clock.GetCurrentInstant(), receipt.Received.ToInstant());
        Assert.DoesNotContain(world.Queues.Messages, m => m.Queue == "agency-downtown-police");
        var seen = await world.Hub.ReadCoverage.RunAsync(HubWorld.KeyOf(incident), "downtown-police", CancellationToken.None);
        Assert.True(Assert.IsType<CoverageView.ProgramOnly>(seen).HasProgram);
    }

    [Theory]
    [InlineData("safety.crisis")]
    [InlineData("away.custody.in")]
    [InlineData("person.deceased")]
    [InlineData("consent.revoked")]
    public async Task A_card_is_good_for_incidents_only(string code)
    {
        var world = await HubWorld.CreateAsync();
        var extra = code == "consent.revoked" ? "\"consent\":{\"id\":\"K4\"}" : string.Empty;
        var settled = await world.ReceiveAsync(world.Change("downtown-police", "DP-K7", code, extra));
        Assert.Equal("sender.notAllowed", Assert.IsType<Settlement.DeadLetter>(settled).Reason);
    }

    [Fact]
    public async Task An_expired_card_and_no_card_get_the_same_answer()
    {
        var world = await HubWorld.CreateAsync();
        world.Clock.Reset(Instant.FromUtc(2027, 2, 13, 18, 0));
        var expired = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("downtown-police", "DP-K7", "safety.incident")));
        var none = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("downtown-police", "DP-K9", "safety.incident")));
        Assert.Equal(none, expired);
        Assert.Equal("client.notYours", none.Reason);
    }

    [Fact]
    public async Task Another_agency_may_not_use_a_card()
    {
        var world = await HubWorld.CreateAsync();
        var settled = await world.ReceiveAsync(world.Change("prairie-hospital", "DP-K7", "safety.incident"));
        Assert.Equal("client.notYours", Assert.IsType<Settlement.DeadLetter>(settled).Reason);
    }

    private static async Task<string> AnswerAsync(string subject, bool ended)
    {
        var world = await HubWorld.CreateAsync();
        if (ended)
        {
            await world.ReceiveAsync(
                world.Change("river-icm", "HF-7Q2K", "team.left", "\"member\":{\"organisation\":\"prairie-hospital\",\"contact\":\"marieve\"}"));
        }

        var settled = Assert.IsType<Settlement.DeadLetter>(
            await world.ReceiveAsync(world.Change("prairie-hospital", subject, "safety.crisis", id: "same")));
        var answer = world.Queues.BodiesOf("prairie-hospital").Single(b => b.Contains(MessageTypes.MessageRejected, StringComparison.Ordinal));
        return $"{settled.Reason}\n{settled.Description}\n{Key().Replace(answer, "rejected.KEY")}";
    }

    [GeneratedRegex("rejected\\.[0-9a-f]{16}")]
    private static partial Regex Key();
}
