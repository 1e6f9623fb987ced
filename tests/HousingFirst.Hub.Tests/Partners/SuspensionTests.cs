using HousingFirst.Contracts.Crashes;
using HousingFirst.Contracts.Partners;
using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Coverages;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Senders;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Partners;

/// <summary>What becomes of what a suspended agency sends, and of what it would be told.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task Its_messages_are_refused_in_words_by_mail_until_it_is_resumed()
    {
        var world = await HubWorld.CreateAsync();
        await world.SuspendAsync("prairie-hospital");

        var refused = Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in")));
        Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(world.Acknowledge("prairie-hospital", "PH-0018", "n.x.y.1")));

        Assert.Equal("sender.suspended", refused.Reason);
        Assert.Contains("this agency is suspended", refused.Description, StringComparison.Ordinal);
        Assert.Empty(world.Queues.BodiesOf("prairie-hospital"));
        var mail = world.Mailer.To("marieve").OfType<MailContent.Rejection>().First();
        Assert.Equal("sender.suspended", mail.Reason);

        await world.DoneAsync("prairie-hospital", "agency.resume", o => o with { Standing = Standing.Active });
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(world.Change("prairie-hospital", "PH-0018", "away.hospital.in")));
    }

    [Fact]
    public async Task What_waits_for_it_does_not_leave_and_is_not_sent_afterwards()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "program.worker");
        await world.ReceiveAsync(message);
        await world.SuspendAsync("bridge-outreach");
        await EndState.RunOutAsync(world);
        await world.DoneAsync("bridge-outreach", "agency.resume", o => o with { Standing = Standing.Active });
        await EndState.RunOutAsync(world);

        Assert.Equal("withheld: agreement expired", Line(await world.CoverageAsync(message), "luc"));
        Assert.Empty(world.Mailer.To("luc"));
    }

    [Fact]
    public async Task What_its_own_program_would_be_told_is_a_task_for_the_specialist_that_names_no_client()
    {
        var world = await HubWorld.CreateAsync();
        await world.SuspendAsync("river-icm");
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);

        Assert.Equal("address stopped: task for the specialist", Line(await world.CoverageAsync(message), "dana"));
        Assert.Empty(world.Queues.BodiesOf("river-icm"));
        var task = Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>(), t => t.Task == SpecialistTaskKind.AgencySuspended);
        Assert.Equal(("robin", "River ICM Team"), (task.To.Contact, task.Organisation));
    }

    [Fact]
    public async Task A_withdrawal_still_tells_it_to_stop_by_mail()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "program.worker"));
        await world.AdvanceAsync(Duration.FromHours(2));
        await world.SuspendAsync("prairie-hospital");
        var queued = world.Queues.BodiesOf("prairie-hospital").Count();

        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "consent.revoked", "\"consent\":{\"id\":\"K1\"}"));

        Assert.Single(world.Mailer.To("marieve").OfType<MailContent.Notice>(), n => n.Kind == NoticeKind.Withdrawal);
        Assert.Equal(queued, world.Queues.BodiesOf("prairie-hospital").Count());
    }

    [Fact]
    public async Task Who_was_added_or_given_a_key_this_moment_is_no_stranger_to_a_hub_that_runs()
    {
        var running = await HubWorld.CreateAsync();
        await running.Hub.Directory.NowAsync(CancellationToken.None);
        running.Clock.Advance(Duration.FromSeconds(10));
        var command = await HubWorld.CreateAsync(running.Tables, load: false, clock: running.Clock);
        await command.Hub.EditOrganisation.AddAsync(command.Shelter(), "Robin", CancellationToken.None);
        await command.DoneAsync("river-icm", "agency.keys.rotate", o => o with { KeyRotation = 1 });

        var added = Assert.IsType<Settlement.DeadLetter>(await running.ReceiveAsync(command.Change("haven", "HV-0001", "housing.moveIn")));
        Assert.Equal("client.notYours", added.Reason);
        Assert.IsType<Settlement.Complete>(await running.ReceiveAsync(command.Change("river-icm", "HF-7Q2K", "program.worker")));
        Assert.Equal("sender.unproven", Assert.IsType<Settlement.DeadLetter>(await running.ReceiveAsync(command.Change("nobody", "HF-7Q2K", "housing.moveIn"))).Reason);
    }

    [Fact]
    public async Task A_rotated_key_lives_until_the_next_rotation_and_every_other_agencys_stays()
    {
        var world = await HubWorld.CreateAsync();
        await world.Hub.Directory.NowAsync(CancellationToken.None);
        string[] Versions(string agency) => [.. world.Hub.AgencyKeys.Of(agency).Select(k => k.Version)];
        var first = world.Hub.AgencyKeys.Of("river-icm")[0];
        var others = world.Hub.AgencyKeys.Of("coulee-act")[0];
        var old = world.Change("river-icm", "HF-7Q2K", "housing.moveIn");

        await world.DoneAsync("river-icm", "agency.keys.rotate", o => o with { KeyRotation = o.KeyRotation + 1 });
        Assert.Equal(["1.1", "1"], Versions("river-icm"));
        Assert.Equal(first, world.Hub.AgencyKeys.Of("river-icm")[1]);
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(old));
        Assert.NotEqual(Signature.Of(first, old.Body.Span), Signature.Of(world.Hub.AgencyKeys.Of("river-icm")[0], old.Body.Span));

        await world.DoneAsync("river-icm", "agency.keys.rotate", o => o with { KeyRotation = o.KeyRotation + 1 });
        Assert.Equal(["1.2", "1.1"], Versions("river-icm"));
        Assert.Equal("sender.unproven", Assert.IsType<Settlement.DeadLetter>(await world.ReceiveAsync(old)).Reason);
        Assert.Equal(others, Assert.Single(world.Hub.AgencyKeys.Of("coulee-act")));
    }

    [Fact]
    public async Task What_hangs_on_an_agency_or_a_contact_is_counted()
    {
        var world = await HubWorld.CreateAsync();

        var hospital = await world.Hub.ReadDependents.RunAsync("prairie-hospital", null, CancellationToken.None);
        Assert.Equal((3, 0), (hospital.Teams, hospital.OwnClients));
        Assert.Equal(new Dictionary<string, int> { ["coulee-act"] = 1, ["river-icm"] = 2 }, hospital.Programs);
        Assert.True(hospital.Consents > 0);
        var tom = await world.Hub.ReadDependents.RunAsync("prairie-hospital", "tom", CancellationToken.None);
        Assert.Equal((1, "marieve"), (tom.Teams, Assert.Single(tom.Alternates)));
        var river = await world.Hub.ReadDependents.RunAsync("river-icm", null, CancellationToken.None);
        Assert.Equal((2, 2), (river.Teams, river.OwnClients));
        Assert.Empty(river.Programs);
        var police = await world.Hub.ReadDependents.RunAsync("downtown-police", null, CancellationToken.None);
        Assert.Equal(0, police.Teams);
    }

    private static string Line(CoverageView.Whole coverage, string contact) => coverage.Lines.Single(l => l.Who == contact).Outcome;
}
