using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Hub.Addresses;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Mailing;
using HousingFirst.Hub.Notices;
using HousingFirst.Hub.Queues;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Addresses;

/// <summary>An address that doesn't reach its person gets no more mail, from that moment on, and people are told who can mend it.</summary>
public sealed class StopAddressTests
{
    private static readonly ClientId Client = new("HF-7Q2K");

    [Theory]
    [InlineData(StopReason.NotMe)]
    [InlineData(StopReason.Bounced)]
    [InlineData(StopReason.Complained)]
    [InlineData(StopReason.Unsubscribed)]
    public async Task A_stop_is_in_the_directory_at_once_and_its_log_says_why(StopReason reason)
    {
        var world = await HubWorld.CreateAsync();
        await StopAsync(world, "luc", reason);

        var luc = await world.ContactAsync("bridge-outreach", "luc");
        Assert.Equal(new LocalDate(2026, 12, 1), luc.Stopped);
        var line = (await world.Hub.DirectoryLog.ReadAsync("bridge-outreach", TestContext.Current.CancellationToken))[0];
        Assert.Equal(($"address.{reason}", "hub", "contacts.luc.stopped"), (line.Action, line.By, Assert.Single(line.Changes).Field));
        await world.AdvanceAsync(Duration.FromSeconds(5));
        var task = Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>());
        Assert.Equal((SpecialistTaskKind.AddressStopped, "Luc Fontaine"), (task.Task, task.Contact));
    }

    [Fact]
    public async Task A_person_is_stopped_in_every_organisation_and_whoever_has_the_same_address_too()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeContactAsync("river-icm", "sam", c => c with { Address = "Amina@Bridge-Outreach.example" });
        await StopAsync(world, "amina", StopReason.Bounced);

        Assert.NotNull((await world.ContactAsync("bridge-outreach", "amina")).Stopped);
        Assert.NotNull((await world.ContactAsync("coordinated-access", "amina")).Stopped);
        Assert.NotNull((await world.ContactAsync("river-icm", "sam")).Stopped);
        Assert.Null((await world.ContactAsync("bridge-outreach", "luc")).Stopped);
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        var tables = new CountingTables(new MemoryTables());
        var world = await HubWorld.CreateAsync(tables);
        await StopAsync(world, "luc", StopReason.Bounced);
        await world.AdvanceAsync(Duration.FromSeconds(5));
        var mails = world.Mailer.Mails.Count;
        tables.Reset();

        await StopAsync(world, "luc", StopReason.Complained);
        Assert.Empty(tables.Requests);
        await world.AdvanceAsync(Duration.FromSeconds(5));
        Assert.Equal(mails, world.Mailer.Mails.Count);
        await StopAsync(world, "nobody", StopReason.Bounced);
    }

    [Fact]
    public async Task A_mail_in_the_outbox_does_not_leave_for_a_stopped_address()
    {
        var world = await HubWorld.CreateAsync();
        var message = world.Change("river-icm", "HF-7Q2K", "program.worker");
        Assert.IsType<Settlement.Complete>(await world.ReceiveAsync(message));
        await StopAsync(world, "luc", StopReason.Bounced);
        await world.AdvanceAsync(Duration.FromHours(1));

        Assert.Empty(world.Mailer.To("luc"));
        var line = await LineAsync(world, message, "luc");
        Assert.Equal("amina", line.SentTo);
        Assert.Single(world.Mailer.To("amina"), m => m.MailId == line.MessageId);
    }

    [Fact]
    public async Task A_digest_does_not_leave_for_a_stopped_address_and_its_task_is_one_a_day()
    {
        var world = await HubWorld.CreateAsync();
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "person.documents"));
        await world.ReceiveAsync(world.Change("river-icm", "HF-7Q2K", "housing.leaseChanged"));
        await world.AdvanceToAsync(1, 7, 0);
        await StopAsync(world, "gurpreet", StopReason.Complained);
        for (var minutes = 0; minutes < 40; minutes += 5) await world.AdvanceAsync(Duration.FromMinutes(5));

        Assert.Empty(world.Mailer.To("gurpreet"));
        Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>(), t => t.Contact == "Gurpreet Sandhu");
    }

    [Fact]
    public async Task A_mail_that_waits_to_be_tried_again_does_not_leave_for_a_stopped_address()
    {
        var world = await HubWorld.CreateAsync(mailer: new RecordingMailer
        {
            Answer = m => m.To.Contact == "luc" ? throw new IOException("No route to the provider.") : MailOutcome.Sent,
        });
        var message = world.Change("southside-housing", "SH-12B", "housing.notice", "\"deadline\":\"2026-12-15\"");
        await world.ReceiveAsync(message);
        await StopAsync(world, "luc", StopReason.NotMe);
        world.Mailer.Answer = null;
        await world.AdvanceAsync(Duration.FromHours(1));

        Assert.Empty(world.Mailer.To("luc"));
        Assert.NotEqual("luc", (await LineAsync(world, message, "luc")).SentTo);
    }

    [Fact]
    public async Task An_address_set_anew_lifts_the_stop()
    {
        var world = await HubWorld.CreateAsync();
        await StopAsync(world, "luc", StopReason.Bounced);
        var edited = await world.Hub.EditOrganisation.RunAsync(
            "bridge-outreach", new EditOf("agency.contact", "robin", "luc"), o => o.WithContact("luc", c => c with { Address = "luc.fontaine@bridge-outreach.example" }),
            null, TestContext.Current.CancellationToken);

        Assert.IsType<EditOutcome.Done>(edited);
        Assert.Null((await world.ContactAsync("bridge-outreach", "luc")).Stopped);
        await world.AdvanceAsync(Duration.FromHours(1));
        Assert.Null((await world.ContactAsync("bridge-outreach", "luc")).Stopped);
    }

    [Fact]
    public async Task Who_wants_no_mail_is_named_once_to_each_program_of_their_clients_and_no_client_is()
    {
        var tables = new CountingTables(new MemoryTables());
        var world = await HubWorld.CreateAsync(tables);
        await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken);
        tables.Reset();
        await StopAsync(world, "luc", StopReason.Unsubscribed);
        var stop = tables.Requests.Count;
        tables.Reset();
        await world.AdvanceAsync(Duration.FromSeconds(5));
        var tell = tables.Requests.Count;

        var mails = world.Mailer.Mails.OfType<MailContent.AnotherChannel>().OrderBy(m => m.To.Contact, StringComparer.Ordinal).ToArray();
        Assert.Equal(["dana", "priya"], mails.Select(m => m.To.Contact));
        Assert.All(mails, m => Assert.Equal("Luc Fontaine", m.Partner.Worker));
        Assert.DoesNotContain(mails, m => m.ToString().Contains("HF-", StringComparison.Ordinal));

        // The due row; card, version, both written; audit and log; the directory read again, twice; the due row once more.
        Assert.Equal(9, stop);

        // What is due; the specialist's task, and whether it was told before; the partner's references, a range a client; the due row off.
        Assert.Equal(7, tell);
    }

    [Fact]
    public async Task A_provider_that_is_down_holds_up_no_stop_and_the_word_of_it_leaves_later()
    {
        var down = true;
        var world = await HubWorld.CreateAsync(mailer: new RecordingMailer { Answer = _ => down ? throw new IOException("Down.") : MailOutcome.Sent });
        await StopAsync(world, "luc", StopReason.Unsubscribed);
        Assert.NotNull((await world.ContactAsync("bridge-outreach", "luc")).Stopped);
        await world.AdvanceAsync(Duration.FromMinutes(1));
        down = false;
        await world.AdvanceAsync(Duration.FromMinutes(10));

        Assert.Single(world.Mailer.Mails.OfType<MailContent.SpecialistTask>());
        Assert.Equal(2, world.Mailer.Mails.OfType<MailContent.AnotherChannel>().Count());
    }

    private static async Task StopAsync(HubWorld world, string contact, StopReason reason)
    {
        var at = await world.Hub.Directory.NowAsync(TestContext.Current.CancellationToken);
        await world.Hub.StopAddress.RunAsync(contact, reason, at, TestContext.Current.CancellationToken);
    }

    private static async Task<Notice> LineAsync(HubWorld world, InboundMessage message, string contact) =>
        (await world.Hub.Clients.NoticesAsync(Client, HubWorld.KeyOf(message), CancellationToken.None)).Single(n => n.Recipient?.Contact == contact);
}
