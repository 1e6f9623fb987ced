using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Messaging;
using HousingFirst.Core.Surprises;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Mail;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Surprises;

/// <summary>"I was caught off guard", traced to a cause: the program is asked to call, the reporter always gets the same answer.</summary>
public sealed class SurpriseTests
{
    private static readonly LocalDate Today = new(2026, 12, 1);

    [Fact]
    public async Task Nothing_had_come_and_the_program_is_asked_to_call()
    {
        var world = await HubWorld.CreateAsync();
        await ReportAsync(world, "southside-housing", "SH-12B", "\"occurredOn\":\"2026-11-30\",\"change\":\"housing.moveIn\"");
        Assert.Equal(SurpriseCause.NoMessage, await CauseAsync(world));
        var mail = Assert.Single(world.Mailer.Mails.OfType<MailContent.Surprise>());
        Assert.Equal(("dana", SurpriseCause.NoMessage), (mail.To.Contact, mail.Cause));
        Assert.Equal("Southside Housing", mail.Call.Organisation);
    }

    [Theory]
    [InlineData("prairie-hospital", "PH-0018", "housing.leaseChanged", "2026-12-01", SurpriseCause.NotOnTeam)]
    [InlineData("bridge-outreach", "BO-204", "away.hospital.out", "2026-12-01", SurpriseCause.NoConsent)]
    [InlineData("legal-aid", "LA-3", "housing.notice", "2026-12-01", SurpriseCause.NoConsent)]
    [InlineData("income-support", "IS-77", "housing.notice", "2026-11-28", SurpriseCause.ToldLate)]
    [InlineData("income-support", "IS-77", "housing.notice", "2026-12-01", SurpriseCause.NoMessage)]
    [InlineData("southside-housing", "SH-12B", "housing.notice", "2026-12-01", SurpriseCause.NoMessage)]
    public async Task Each_is_traced_to_what_became_of_the_change(string agency, string reference, string code, string occurredOn, SurpriseCause cause)
    {
        var world = await HubWorld.CreateAsync();
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(occurredOn).Value;
        await world.ReceiveAsync(code switch
        {
            "housing.notice" => world.Change("southside-housing", "SH-12B", code, "\"deadline\":\"2026-12-15\"", occurredOn: day),
            "away.hospital.out" => world.Change("prairie-hospital", "PH-0018", code, "\"expectedOn\":\"2026-12-10\"", occurredOn: day),
            _ => world.Change("river-icm", "HF-7Q2K", code, occurredOn: day),
        });
        await world.AdvanceAsync(Duration.FromHours(1));
        await ReportAsync(world, agency, reference, $"\"occurredOn\":\"{occurredOn}\",\"change\":\"{code}\"");
        Assert.Equal(cause, await CauseAsync(world));
    }

    [Fact]
    public async Task A_digest_that_leaves_too_late_and_an_address_that_has_stopped_are_told_apart()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "housing.leaseChanged"));
        await ReportAsync(world, "southside-housing", "SH-12B", "\"change\":\"housing.leaseChanged\"");
        Assert.Equal(SurpriseCause.DigestTooLate, await CauseAsync(world));

        await world.ChangeContactAsync("southside-housing", "morgan", c => c with { Stopped = Today, Alternate = null });
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await ReportAsync(world, "southside-housing", "SH-12B", "\"change\":\"program.worker\"");
        Assert.Equal(1, (await world.Hub.Surprises.CountsAsync(Today, CancellationToken.None)).ByCause[SurpriseCause.Bounced]);
    }

    [Theory]
    [InlineData("PH-9999")]
    [InlineData("IS-77")]
    public async Task About_a_client_that_is_not_theirs_it_is_taken_and_counted_as_a_strangers_and_tells_nobody(string reference)
    {
        var world = await HubWorld.CreateAsync();
        await ReportAsync(world, "prairie-hospital", reference);
        Assert.Empty(world.Mailer.Mails);
        Assert.Empty(world.Queues.Messages);
        var counts = await world.Hub.Surprises.CountsAsync(Today, CancellationToken.None);
        Assert.Equal((0, 1), (counts.ByCause.Values.Sum(), counts.Strangers));
    }

    [Fact]
    public async Task Known_or_not_a_report_is_answered_alike_by_as_many_requests()
    {
        CountingTables? counting = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = counting = new CountingTables(p.Tables) });
        await world.Hub.Directory.NowAsync(CancellationToken.None);
        foreach (var reference in (string[])["PH-0018", "PH-9999"])
        {
            counting!.Reset();
            Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(Report(world, "prairie-hospital", reference)));
            Assert.Equal(3, counting.Requests.Count);
        }
    }

    [Fact]
    public async Task A_sensitive_change_shows_the_program_a_number_and_no_name()
    {
        var world = await HubWorld.CreateAsync();
        await ReportAsync(world, "prairie-hospital", "PH-0018", "\"change\":\"away.psychiatric.in\"");
        var mail = Assert.Single(world.Mailer.Mails.OfType<MailContent.Surprise>());
        Assert.Equal((null, null), (mail.Call.Organisation, mail.Call.Worker));
        Assert.NotEmpty(mail.Call.Phone);
        Assert.DoesNotContain("Prairie", (await MailRenderer.RenderAsync(mail)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_safety_plan_keeps_back_looks_like_any_other_reason()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("coulee-act", "HF-3MXB", "housing.moveIn"));
        await ReportAsync(world, "prairie-hospital", "PH-0042", "\"change\":\"housing.moveIn\"");
        Assert.Equal(SurpriseCause.NoConsent, await CauseAsync(world));
        foreach (var mail in world.Mailer.Mails)
            Assert.DoesNotContain("safety", (await MailRenderer.RenderAsync(mail)).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_repeat_is_one_report_and_another_body_under_its_id_is_refused()
    {
        var world = await HubWorld.CreateAsync();
        var message = Report(world, "prairie-hospital", "PH-0018", id: "s-1");
        await world.ReceiveAsync(message);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        var once = await EndState.OfAsync(world);
        await world.ReceiveAsync(message with { DeliveryCount = 2 });
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        Assert.Equal(once, await EndState.OfAsync(world));
        Assert.Equal(
            RefusalReasons.IdReused,
            Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(Report(world, "prairie-hospital", "PH-0018", "\"change\":\"housing.moveIn\"", "s-1"))).Reason);
    }

    [Fact]
    public async Task From_the_page_of_a_notice_it_is_about_that_change_and_pressed_often_it_is_one()
    {
        var sent = 0;
        var mailer = new RecordingMailer
        {
            Answer = mail =>
            {
                if (mail is MailContent.Surprise) sent++;
                return MailOutcome.Sent;
            },
        };
        var world = await HubWorld.CreateAsync(mailer: mailer);
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"", occurredOn: Today.PlusDays(-4)));
        var mail = world.Mailer.To("gurpreet").OfType<MailContent.Notice>().First();
        var notice = NoticeId.TryParse(mail.MailId[..mail.MailId.LastIndexOf('.')])!;
        for (var press = 0; press < 3; press++)
        {
            await world.Hub.ReportSurprise.FromLinkAsync(notice, "gurpreet", await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);
            await world.AdvanceAsync(Duration.FromMinutes(7));
        }

        Assert.Equal(SurpriseCause.ToldLate, await CauseAsync(world));
        var told = Assert.Single(world.Mailer.Mails.OfType<MailContent.Surprise>());
        Assert.Equal(("dana", 1), (told.To.Contact, sent));
        Assert.Equal((null, (await world.ContactAsync("income-support", "gurpreet")).Phone), (told.Call.Worker, told.Call.Phone));

        var other = notice with { Line = "prairie-hospital.marieve" };
        await world.Hub.ReportSurprise.FromLinkAsync(other, "marieve", await world.Hub.Directory.NowAsync(CancellationToken.None), CancellationToken.None);
        await world.Hub.Tick.RunAsync(CancellationToken.None);
        Assert.Equal(1, (await world.Hub.Surprises.CountsAsync(Today, CancellationToken.None)).Strangers);
    }

    [Fact]
    public async Task A_mailer_that_is_down_is_tried_again_and_after_ten_tries_the_specialist_is_asked()
    {
        var world = await HubWorld.CreateAsync();
        world.Mailer.Answer = mail => mail is MailContent.Surprise ? throw new IOException("down") : MailOutcome.Sent;
        await ReportAsync(world, "prairie-hospital", "PH-0018");
        await EndState.RunOutAsync(world);
        Assert.Equal("surprise", Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None), t => t.Agency == "river-icm").Cause.Split('.')[0]);
        Assert.Equal(1, (await world.Hub.Surprises.CountsAsync(Today, CancellationToken.None)).ByCause.Values.Sum());
        Assert.Empty(await EndState.WaitingAsync(world));
    }

    [Theory]
    [InlineData("\"occurredOn\":\"2026-12-05\"", "`data.occurredOn`")]
    [InlineData("\"change\":\"away.hospital.inn\"", "did you mean `away.hospital.in`?")]
    [InlineData("\"note\":\"x\"", "`data`")]
    public async Task A_wrong_report_is_answered_in_words(string data, string said)
    {
        var world = await HubWorld.CreateAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(Report(world, "prairie-hospital", "PH-0018", data)));
        Assert.Equal(RefusalReasons.DataInvalid, refused.Reason);
        Assert.Contains(said, refused.Description, StringComparison.Ordinal);
    }

    private static InboundMessage Report(HubWorld world, string agency, string reference, string data = "", string? id = null) =>
        world.Activity(agency, MessageTypes.SurpriseReported, data, reference, id);

    private static async Task ReportAsync(HubWorld world, string agency, string reference, string data = "")
    {
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(Report(world, agency, reference, data)));
        await world.Hub.Tick.RunAsync(CancellationToken.None);
    }

    private static async Task<SurpriseCause> CauseAsync(HubWorld world) =>
        (await world.Hub.Surprises.CountsAsync(Today, CancellationToken.None)).ByCause.Single(c => c.Value == 1).Key;
}
