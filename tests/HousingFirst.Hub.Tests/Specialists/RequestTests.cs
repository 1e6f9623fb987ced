using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Messaging;
using HousingFirst.Hub.Links;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Messaging;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Specialists;
using HousingFirst.Mail;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>A partner asks the specialist to call: someone is always there (practice 6).</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task An_agency_that_asks_leads_to_a_task_and_a_mail_that_says_whom_to_call_and_no_more()
    {
        var world = await HubWorld.CreateAsync();
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(Ask(
            world, "prairie-hospital", "\"about\":\"mediation\",\"with\":\"income-support\",\"note\":\"they want a form CANARYNOTE\"", "PH-0018")));

        var task = Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None));
        Assert.Equal((SpecialistTaskKind.Asked, "prairie-hospital"), (task.Kind, task.Agency));
        Assert.Equal(new RequestedHelp(HelpAbout.Mediation, "income-support", "they want a form CANARYNOTE", "PH-0018"), task.Request);
        var mail = Assert.IsType<MailContent.SpecialistTask>(Assert.Single(world.Mailer.Mails));
        Assert.Equal(("robin", "Marie-Ève Caron"), (mail.To.Contact, mail.Call!.Worker));
        var text = (await MailRenderer.RenderAsync(mail)).Text;
        Assert.Contains("Prairie Hospital Social Work asks you to call.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARYNOTE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-0018", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeat_has_no_second_effect_even_after_the_task_is_done_and_another_body_is_refused()
    {
        var world = await HubWorld.CreateAsync();
        var message = Ask(world, "river-icm", "\"about\":\"advice\"", id: "s-1");
        await world.ReceiveAsync(message);
        var once = await EndState.OfAsync(world);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        Assert.Equal(once, await EndState.OfAsync(world));
        Assert.Equal(
            RefusalReasons.IdReused,
            Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(Ask(world, "river-icm", "\"about\":\"barrier\"", id: "s-1"))).Reason);
    }

    [Theory]
    [InlineData("\"about\":\"advice\",\"note\":\"n\"", "PH-9999", RefusalReasons.ClientNotYours, "not a client of yours here")]
    [InlineData("\"about\":\"mediation\",\"with\":\"nobody\"", null, RefusalReasons.DataInvalid, "`data.with`: no agency here has that id")]
    [InlineData("\"about\":\"advice\",\"with\":\"income-support\"", null, RefusalReasons.DataInvalid, "`data.with`: only with `mediation`")]
    [InlineData("\"about\":\"other\"", null, RefusalReasons.DataInvalid, "`data.about`: not one of its words")]
    [InlineData("\"note\":\"x\"", null, RefusalReasons.DataInvalid, "`data.about`: missing")]
    [InlineData("\"about\":\"advice\",\"note\":\"call 123456789\"", null, RefusalReasons.DataInvalid, "`data.note`: nine digits in a row")]
    public async Task A_wrong_request_is_answered_in_words_and_asks_nobody(string data, string? subject, string reason, string said)
    {
        var world = await HubWorld.CreateAsync();
        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(Ask(world, "prairie-hospital", data, subject)));
        Assert.Equal(reason, refused.Reason);
        Assert.Contains(said, refused.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("PH-9999", refused.Description, StringComparison.Ordinal);
        Assert.Empty(await world.Hub.Tasks.AllAsync(CancellationToken.None));
        Assert.Empty(world.Mailer.Mails);
    }

    [Fact]
    public async Task Refused_for_its_client_it_is_taken_once_the_agency_is_on_the_team()
    {
        var world = await HubWorld.CreateAsync();
        var message = Ask(world, "income-support", "\"about\":\"advice\"", "IS-200", id: "s-1");
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(message));
        await world.ReceiveAsync(world.Change(
            "river-icm", "HF-9ZTD", "team.joined",
            "\"member\":{\"organisation\":\"income-support\",\"contact\":\"gurpreet\",\"role\":\"INC\",\"visits\":false,\"theirRef\":\"IS-200\"}"));
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message with { DeliveryCount = 2 }));
        Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_link_at_the_foot_of_a_mail_asks_once_a_day()
    {
        var world = await HubWorld.CreateAsync();
        var held = (await OpenAsync(world, await TokenAsync(world)))!;
        var page = AskByLink.Page(held);
        Assert.DoesNotContain(page.Organisations, o => o.Id is "income-support" or "specialist");
        Assert.Contains(("river-icm", "River ICM Team"), page.Organisations);
        Assert.Empty(await world.Hub.Tasks.AllAsync(CancellationToken.None));

        await world.Hub.AskByLink.RunAsync(held, HelpAbout.Mediation, "river-icm", CancellationToken.None);
        await world.Hub.AskByLink.RunAsync(held, HelpAbout.Mediation, "river-icm", CancellationToken.None);
        var task = Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None));
        Assert.Equal(("income-support", "gurpreet", new RequestedHelp(HelpAbout.Mediation, "river-icm", null, null)), (task.Agency, task.Contact, task.Request));
        await world.Hub.AskByLink.RunAsync(held, HelpAbout.Advice, "river-icm", CancellationToken.None);
        Assert.Null((await world.Hub.Tasks.AllAsync(CancellationToken.None)).Single(t => t.Request!.About == HelpAbout.Advice).Request!.With);
    }

    [Fact]
    public async Task It_is_good_for_its_time_and_its_epoch_and_its_page_looks_the_same_afterwards()
    {
        var world = await HubWorld.CreateAsync();
        var token = await TokenAsync(world);
        var page = AskByLink.Page((await OpenAsync(world, token))!);
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { LinkEpoch = 1 });
        Assert.Null(await OpenAsync(world, token));
        await world.ChangeContactAsync("income-support", "gurpreet", c => c with { LinkEpoch = 0 });
        world.Clock.Advance(NodaTime.Duration.FromDays(31));
        var late = (await OpenAsync(world, token))!;
        Assert.True(late.Expired);
        Assert.Equal(page with { Organisations = [] }, AskByLink.Page(late) with { Organisations = [] });
    }

    [Fact]
    public async Task A_link_for_another_purpose_is_none_for_this()
    {
        var world = await HubWorld.CreateAsync();
        await TokenAsync(world);
        var footer = world.Mailer.Mails.Select(m => m.Footer).First(f => f is not null)!;
        foreach (var link in (Uri[])[footer.Settings, footer.Unsubscribe]) Assert.Null(await OpenAsync(world, link.AbsolutePath.Split('/')[^1]));
        Assert.Null(await OpenAsync(world, "nonsense"));
    }

    private static async Task<HeldLink?> OpenAsync(HubWorld world, string token) =>
        await world.Hub.OpenLink.ReadAsync(token, LinkPurpose.Ask, CancellationToken.None);

    internal static async Task<string> TokenAsync(HubWorld world)
    {
        await world.ReceiveAsync(world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\""));
        var mail = world.Mailer.To("gurpreet").First();
        return mail.Footer!.Ask.AbsolutePath.Split('/')[^1];
    }

    private static InboundMessage Ask(HubWorld world, string agency, string data, string? subject = null, string? id = null) =>
        world.Activity(agency, MessageTypes.SpecialistRequested, data, subject, id);
}
