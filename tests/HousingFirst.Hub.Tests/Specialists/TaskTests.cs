using HousingFirst.Contracts.World;
using HousingFirst.Core.Network;
using HousingFirst.Hub.DeadLetters;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Specialists;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Specialists;

/// <summary>A task is kept before its mail goes, and ends when a person says so or the hub sees that its cause is gone.</summary>
public sealed class TaskTests
{
    [Fact]
    public async Task A_task_is_kept_even_where_no_mail_can_go_and_a_repeat_sends_what_was_cut_off()
    {
        var world = await HubWorld.CreateAsync();
        world.Mailer.Answer = _ => throw new IOException("down");
        await Assert.ThrowsAsync<IOException>(() => MorningTests.TellAsync(world, SpecialistTaskKind.QueueUnread, "c", "prairie-hospital"));
        Assert.Single(await OpenAsync(world));

        world.Mailer.Answer = null;
        await MorningTests.TellAsync(world, SpecialistTaskKind.QueueUnread, "c", "prairie-hospital");
        Assert.Single(await OpenAsync(world));
        Assert.Single(world.Mailer.Mails);
    }

    [Fact]
    public async Task The_same_cause_of_a_task_that_is_done_asks_nobody_again()
    {
        var world = await HubWorld.CreateAsync();
        await MorningTests.TellAsync(world, SpecialistTaskKind.HubFailed, "c", "specialist");
        var task = Assert.Single(await OpenAsync(world));
        await world.Hub.Tasks.DoneAsync(task, world.Clock.GetCurrentInstant(), "Robin", CancellationToken.None);
        world.Mailer.Answer = _ => throw new InvalidOperationException("No mail goes.");
        await MorningTests.TellAsync(world, SpecialistTaskKind.HubFailed, "c", "specialist");
        Assert.Empty(await OpenAsync(world));
    }

    [Theory]
    [InlineData("address", true)]
    [InlineData("confirmed", true)]
    [InlineData("removed", true)]
    [InlineData("phone", false)]
    [InlineData("stopped", false)]
    public async Task A_stopped_address_is_done_once_it_is_confirmed_or_set_anew(string what, bool done)
    {
        var world = await MorningTests.PlannedAsync();
        await MorningTests.TellAsync(world, SpecialistTaskKind.AddressStopped, "c", "bridge-outreach", "luc");
        var today = new LocalDate(2026, 12, 1);
        if (what == "removed") await world.ChangeAsync("bridge-outreach", o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "luc")] });
        else
        {
            await world.ChangeContactAsync("bridge-outreach", "luc", c => what switch
            {
                "address" => c with { Address = "luc.fontaine@bridge.example", Changed = today },
                "confirmed" => c with { Confirmed = today, ConfirmedBy = "Robin" },
                "stopped" => c with { Stopped = today, Confirmed = today, ConfirmedBy = "Robin" },
                _ => c with { Phone = "+1 403 555 0199" },
            });
        }

        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(!done, (await OpenAsync(world)).Any(t => t.Cause == "c"));
        var task = (await world.Hub.Tasks.AllAsync(CancellationToken.None)).Single(t => t.Cause == "c");
        Assert.Equal(done, task is { Done: not null, DoneBy: null });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_queue_that_is_read_again_is_done(bool read)
    {
        var world = await MorningTests.PlannedAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        var notice = world.NoticesOf("prairie-hospital")[0];
        await MorningTests.TellAsync(world, SpecialistTaskKind.QueueUnread, notice + ".1", "prairie-hospital");
        await MorningTests.TellAsync(world, SpecialistTaskKind.QueueUnread, "another", "prairie-hospital");
        if (read) await world.Hub.AcknowledgeNotice.FetchedAsync("prairie-hospital", notice, CancellationToken.None);
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(read ? 0 : 2, (await OpenAsync(world)).Count(t => t.Kind == SpecialistTaskKind.QueueUnread));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_about_a_notice_is_done_once_a_person_has_answered_it(bool answered)
    {
        var world = await MorningTests.PlannedAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        var notice = world.NoticesOf("prairie-hospital")[0];
        await MorningTests.TellAsync(world, SpecialistTaskKind.AgencySuspended, "silent." + notice, "river-icm");
        if (answered) await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", notice));
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(answered ? 0 : 1, (await OpenAsync(world)).Count(t => t.Kind == SpecialistTaskKind.AgencySuspended));
    }

    [Fact]
    public async Task A_possible_partner_with_whom_a_step_was_taken_is_done()
    {
        var world = await MorningTests.PlannedAsync();
        await world.ReceiveAsync(world.Suggest("river-icm", "Galt Street Library"));
        await world.ReceiveAsync(world.Suggest("river-icm", "Food Bank"));
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(2, (await OpenAsync(world)).Count);
        var at = await world.Hub.Directory.NowAsync(CancellationToken.None);
        await world.Hub.RecordStep.RunAsync(
            new ProspectId("galt-street-library"), new RecruitmentStep(0, RecruitmentState.Approached, at.Today, "Robin", null, null), at, CancellationToken.None);
        await world.AdvanceToAsync(2, 7, 0);
        Assert.Equal("Food Bank", Assert.Single(await OpenAsync(world)).Organisation);
        await world.Hub.Network.RemoveAsync(new ProspectId("food-bank"), CancellationToken.None);
        await world.AdvanceToAsync(3, 7, 0);
        Assert.Empty(await OpenAsync(world));
    }

    [Fact]
    public async Task A_failed_message_is_done_once_its_dead_letter_is_gone()
    {
        var world = await MorningTests.PlannedAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "housing.moveIn") with { DeliveryCount = FailMessage.MostDeliveries };
        await world.Hub.FailMessage.RunAsync(message, new IOException("disk"), CancellationToken.None);
        await world.AdvanceToAsync(1, 7, 0);
        Assert.Equal(SpecialistTaskKind.HubFailed, Assert.Single(await OpenAsync(world)).Kind);
        await world.Hub.DeadLetters.RemoveAsync(Assert.Single(await world.Hub.DeadLetters.ListAsync(10, CancellationToken.None)), CancellationToken.None);
        await world.AdvanceToAsync(2, 7, 0);
        Assert.Empty(await OpenAsync(world));
    }

    [Fact]
    public async Task A_note_is_forgotten_after_90_days_and_a_task_that_is_done_after_400()
    {
        var world = await MorningTests.PlannedAsync();
        await world.ReceiveAsync(world.Activity("river-icm", "ca.housingfirst.specialist.requested.v1", "\"about\":\"advice\",\"note\":\"about a form\"", "HF-7Q2K"));
        await world.AdvanceToAsync(80, 7, 0);
        Assert.NotNull(Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None)).Request!.Note);
        await world.AdvanceToAsync(92, 7, 0);
        var task = Assert.Single(await world.Hub.Tasks.AllAsync(CancellationToken.None));
        Assert.Equal(new RequestedHelp(HelpAbout.Advice, null, null, null), task.Request);
        await world.Hub.Tasks.DoneAsync(task, world.Clock.GetCurrentInstant(), "Robin", CancellationToken.None);
        await world.AdvanceToAsync(92 + 402, 7, 0);
        await world.AdvanceToAsync(92 + 405, 7, 0);
        Assert.Empty(await world.Hub.Tasks.AllAsync(CancellationToken.None));
    }

    private static async Task<IReadOnlyList<SpecialistTask>> OpenAsync(HubWorld world) =>
        [.. (await world.Hub.Tasks.AllAsync(CancellationToken.None)).Where(t => t.Done is null)];
}
