using HousingFirst.Contracts.ContactCycle;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Mail;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace HousingFirst.Hub.Tests.ContactLists;

/// <summary>What two organisations said to each other stays between them, and a client's reference gets in nowhere.</summary>
public sealed class TopicsPrivacyTests
{
    private const string Topics = "CANARYTOPIC about the wards", FollowUp = "CANARYNEXT week", Who = "CANARYWHO and Dana";

    [Fact]
    public async Task Topics_are_mailed_to_the_program_that_talked_and_to_nobody_else_and_no_log_holds_them()
    {
        var log = new FakeLogCollector();
        var world = await HubWorld.CreateAsync(logs: new LoggerFactory([new FakeLoggerProvider(log)]));
        await world.OpenMonthAsync();
        var words = $"\"mode\":\"phone\",\"topics\":\"{Topics}\",\"followUp\":\"{FollowUp}\",\"who\":\"{Who}\"";
        foreach (var (program, partner) in new[] { ("river-icm", "prairie-hospital"), ("coulee-act", "prairie-hospital"), ("bridge-outreach", "income-support") })
            Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact(program, partner, "made", words)));

        // Through the whole of January: nudges, team leads, the specialist, the close and the report.
        for (var day = 1; day < 64; day++)
        {
            if (day == 33) await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0042", "assessment.done"));
            await world.AdvanceToAsync(day, 17, 30);
        }

        var holding = new List<MailContent>();
        foreach (var mail in world.Mailer.Mails)
        {
            var rendered = await MailRenderer.RenderAsync(mail);
            Assert.Equal(rendered.Text.Contains("CANARYTOPIC", StringComparison.Ordinal), rendered.Html.Contains("CANARYTOPIC", StringComparison.Ordinal));
            Assert.DoesNotContain("CANARYWHO", rendered.Text, StringComparison.Ordinal);
            if (rendered.Text.Contains("CANARY", StringComparison.Ordinal)) holding.Add(mail);
        }

        Assert.Contains(holding, m => m is MailContent.ContactList { Ask: ContactListAsk.Nudge });
        Assert.Contains(holding, m => m is MailContent.ContactList { Ask: ContactListAsk.TeamLead });
        Assert.Contains(holding, m => m is MailContent.Digest);
        Assert.All(holding, m => Assert.Contains(m.To.Contact, (string[])["dana", "sam", "priya", "luc", "amina"]));
        Assert.Contains(world.Mailer.Mails, m => m is MailContent.MonthEnd);
        Assert.Contains(world.Mailer.Mails, m => m is MailContent.SpecialistTask { Task: SpecialistTaskKind.ContactsSilent });
        Assert.All(log.GetSnapshot(), r => Assert.DoesNotContain("CANARY", $"{r.Message} {string.Join(' ', r.StructuredState?.Select(p => p.Value) ?? [])}", StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", string.Concat((await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken)).Select(e => e.About)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topics", "rent of HF-7Q2K")]
    [InlineData("followUp", "see PH-0018 again")]
    [InlineData("who", "Dana for SH-12B")]
    [InlineData("topics", "number 123456789")]
    public async Task A_clients_reference_is_refused_by_queue_too_and_not_repeated(string field, string value)
    {
        var world = await HubWorld.CreateAsync();
        await world.OpenMonthAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(
            await world.ReceiveAsync(world.Contact("river-icm", "prairie-hospital", "made", $"\"mode\":\"phone\",\"{field}\":\"{value}\"")));
        Assert.Contains($"data.{field}", refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(value, refused.Description, StringComparison.Ordinal);
        Assert.Empty((await world.ObligationAsync("river-icm", "prairie-hospital")).Recorded);
    }

    [Theory]
    [InlineData("the 24 hour line at 403 555 0107")]
    [InlineData("Q1 plans, 2027 budget, room 12B")]
    [InlineData("covid 19 and winter shelter")]
    public async Task Words_about_working_together_pass(string topics)
    {
        var world = await HubWorld.CreateAsync();
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Contact("river-icm", "prairie-hospital", "made", $"\"mode\":\"phone\",\"topics\":\"{topics}\"")));
    }
}
