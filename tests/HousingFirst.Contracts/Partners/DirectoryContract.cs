using HousingFirst.Contracts.World;
using HousingFirst.Core.Partners;
using HousingFirst.Hub.Directory;
using HousingFirst.Hub.Tables;
using NodaTime;
using Xunit;

namespace HousingFirst.Contracts.Partners;

/// <summary>What the partner directory promises over any store. A subclass gives empty stores.</summary>
public abstract partial class DirectoryContract
{
    protected const string By = "Robin";

    private static readonly LocalDate Today = new(2026, 12, 1);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How many worlds a property is tried on.</summary>
    protected virtual int Worlds => 40;

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<ITables> OpenAsync();

    /// <summary>Closes what <see cref="OpenAsync"/> opened.</summary>
    protected virtual ValueTask CloseAsync(ITables tables) => ValueTask.CompletedTask;

    /// <summary>Does something in the fictional community over a store of its own.</summary>
    protected async Task InAsync(Func<HubWorld, Task> does, Func<Ports, Ports>? through = null)
    {
        var tables = await OpenAsync();
        try
        {
            await HubWorld.CreateAsync(tables);
            var world = await HubWorld.CreateAsync(tables, load: false, through: through);
            await world.Hub.Directory.NowAsync(Stop);
            await does(world);
        }
        finally
        {
            await CloseAsync(tables);
        }
    }

    [Fact]
    public Task An_edit_is_seen_at_once_here_and_within_a_minute_by_a_hub_that_runs() => InAsync(async world =>
    {
        var running = await HubWorld.CreateAsync(world.Tables, load: false, clock: world.Clock);
        await running.Hub.Directory.NowAsync(Stop);

        await world.DoneAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0199" });

        Assert.Equal("+1 403 555 0199", await PhoneAsync(world));
        Assert.Equal("+1 403 555 0150", await PhoneAsync(running));
        world.Clock.Advance(Duration.FromSeconds(60));
        Assert.Equal("+1 403 555 0199", await PhoneAsync(running));
    });

    [Fact]
    public Task Every_edit_leaves_one_line_of_the_log_and_one_audit_entry() => InAsync(async world =>
    {
        await world.DoneAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0199", Areas = ["North side"] });
        world.Clock.Advance(Duration.FromMinutes(1));
        await world.DoneAsync("river-icm", "agency.suspend", o => o with { Standing = new Standing(StandingKind.Suspended, HubWorld.Start) });
        Assert.IsType<EditOutcome.Unchanged>(await world.EditAsync("river-icm", "agency.suspend", o => o));

        var log = await world.Hub.DirectoryLog.ReadAsync("river-icm", Stop);
        Assert.Equal(["agency.suspend", "agency.change"], log.Select(e => e.Action));
        Assert.All(log, e => Assert.Equal(By, e.By));
        Assert.Equal(
            ["areas: - -> North side", "phone: +1 403 555 0150 -> +1 403 555 0199"],
            log[1].Changes.Select(c => $"{c.Field}: {c.Was ?? "-"} -> {c.Is ?? "-"}"));
        Assert.Equal(HubWorld.Start, log[1].At);
        var audit = await world.Hub.Audit.ReadAsync(HubWorld.Start, Stop);
        Assert.Equal([("agency.suspend", "river-icm", By), ("agency.change", "river-icm", By)], audit.Select(a => (a.Action, a.About, a.By)));
        Assert.Empty(await world.Hub.DirectoryLog.ReadAsync("coulee-act", Stop));
    });

    [Fact]
    public Task Two_who_change_different_fields_of_what_they_saw_are_both_kept_and_one_who_changes_the_same_is_told() => InAsync(async world =>
    {
        var seen = (await world.Hub.Partners.CardAsync("river-icm", Stop))!.Organisation;
        await world.DoneAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001" });
        await world.Hub.Directory.ChangeAsync("river-icm", o => o with { FirstAcknowledged = HubWorld.Start }, Stop);

        await world.DoneAsync("river-icm", "agency.change", _ => seen with { NameEn = "River Team" }, seen);
        var refused = Assert.IsType<EditOutcome.Refused>(await world.EditAsync("river-icm", "agency.change", _ => seen with { Phone = "+1 403 555 0002" }, seen));

        var now = (await world.Hub.Partners.CardAsync("river-icm", Stop))!.Organisation;
        Assert.Equal(("River Team", "+1 403 555 0001", HubWorld.Start), (now.NameEn, now.Phone, now.FirstAcknowledged));
        Assert.Equal("`phone`: somebody else changed it meanwhile; look at it as it is now (`hub agency show`), and make the change again", Assert.Single(refused.Defects).ToString());
    });

    [Fact]
    public Task Only_a_confirmation_of_the_same_person_at_the_same_address_confirms() => InAsync(async world =>
    {
        async Task<Contact> GurpreetAsync() => (await world.Hub.Partners.CardAsync("income-support", Stop))!.Organisation.Contact("gurpreet")!;
        Assert.True((await GurpreetAsync()).IsUnconfirmed(Today));
        var seen = (await world.Hub.Partners.CardAsync("income-support", Stop))!.Organisation;

        await world.DoneAsync("income-support", "agency.contact.change", o => Changed(o, c => c with { Phone = "+1 403 555 0001", Language = Core.Glossary.Language.French }));
        Assert.Equal(new LocalDate(2026, 8, 3), (await GurpreetAsync()).Confirmed);
        await world.DoneAsync("income-support", "agency.contact.change", o => Changed(o, c => c with { Address = "g@income-support.example" }));
        Assert.Equal((new LocalDate(2026, 8, 3), Today), ((await GurpreetAsync()).Confirmed, (await GurpreetAsync()).Changed));

        // Who confirms on what they saw before confirms nobody.
        var refused = Assert.IsType<EditOutcome.Refused>(await ConfirmAsync(world, seen));
        Assert.Equal("contacts.gurpreet.address", Assert.Single(refused.Defects).Path);
        Assert.True((await GurpreetAsync()).IsUnconfirmed(Today));

        Assert.IsType<EditOutcome.Done>(await ConfirmAsync(world, (await world.Hub.Partners.CardAsync("income-support", Stop))!.Organisation));
        var confirmed = await GurpreetAsync();
        Assert.Equal((Today, By, null), (confirmed.Confirmed, confirmed.ConfirmedBy, confirmed.Changed));
        Assert.False(confirmed.IsUnconfirmed(Today.PlusDays(89)));
        Assert.True(confirmed.IsUnconfirmed(Today.PlusDays(90)));
        Assert.Single(await world.Hub.Audit.ReadAsync(HubWorld.Start, Stop), a => (a.Action, a.About, a.By) == ("directory.confirm", "income-support gurpreet", By));
    });

    [Fact]
    public Task A_new_address_works_until_it_is_found_not_to() => InAsync(async world =>
    {
        Assert.NotNull((await world.ContactAsync("coordinated-access", "ines")).Stopped);
        await world.DoneAsync("coordinated-access", "agency.contact.change", o => o.WithContact("ines", c => c with { Address = "ines.moreau@coordinated-access.example" }));
        Assert.Null((await world.ContactAsync("coordinated-access", "ines")).Stopped);
    });

    [Fact]
    public Task An_organisation_is_added_once_and_what_does_not_hold_is_named() => InAsync(async world =>
    {
        var shelter = world.Shelter();
        Assert.IsType<EditOutcome.Done>(await world.Hub.EditOrganisation.AddAsync(shelter, By, Stop));
        Assert.IsType<EditOutcome.Unchanged>(await world.Hub.EditOrganisation.AddAsync(shelter, By, Stop));
        Assert.IsType<EditOutcome.Refused>(await world.Hub.EditOrganisation.AddAsync(shelter with { Phone = "+1 403 555 0001" }, By, Stop));
        Assert.Single(await world.Hub.DirectoryLog.ReadAsync("haven", Stop));

        var contact = shelter.Contacts[0];
        var wrong = shelter with
        {
            Id = "Haven 2",
            Kind = OrganisationKind.SourceOnly,
            Contacts = [contact with { Id = "dana" }, contact with { Id = "ari", Address = null, Alternate = "nobody" }, contact with { Id = "ari", Alternate = "ari" }],
        };
        var refused = Assert.IsType<EditOutcome.Refused>(await world.Hub.EditOrganisation.AddAsync(wrong, By, Stop));
        Assert.Equal(
            ["contacts.ari", "contacts.ari", "contacts.ari.address", "contacts.ari.alternate", "contacts.ari.alternate", "contacts.dana", "id", "roles"],
            refused.Defects.Select(d => d.Path).Order(StringComparer.Ordinal));
        Assert.Null(await world.Hub.Partners.CardAsync("Haven 2", Stop));
        Assert.IsType<EditOutcome.Refused>(await world.EditAsync("nobody", "agency.change", o => o));
    });

    [Fact]
    public Task What_an_edit_would_make_wrong_is_refused_and_changes_nothing() => InAsync(async world =>
    {
        var refused = Assert.IsType<EditOutcome.Refused>(
            await world.EditAsync("river-icm", "agency.contact.remove", o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "sam")] }));
        Assert.Equal("contacts.dana.alternate", Assert.Single(refused.Defects).Path);
        Assert.Equal(2, (await world.Hub.Partners.CardAsync("river-icm", Stop))!.Organisation.Contacts.Count);
        Assert.Empty(await world.Hub.Audit.ReadAsync(HubWorld.Start, Stop));
    });

    [Fact]
    public Task A_file_written_from_an_older_revision_changes_only_what_it_changes() => InAsync(async world =>
    {
        await world.DoneAsync("river-icm", "agency.change", o => o with { Areas = ["Downtown"] });
        var printed = (await world.Hub.Partners.CardAsync("river-icm", Stop))!;
        await world.DoneAsync("river-icm", "agency.change", o => o with { Phone = "+1 403 555 0001" });
        await world.DoneAsync("river-icm", "agency.contact.change", o => o.WithContact("dana", c => c with { Name = "Dana K" }));
        var now = (await world.Hub.Partners.CardAsync("river-icm", Stop))!;
        Assert.Equal((1L, 3L), (printed.Revision, now.Revision));

        var basis = (await world.Hub.EditOrganisation.AsOfAsync(now.Organisation, printed.Revision, Stop))!;

        Assert.Equal((printed.Organisation.Phone, "Dana Kowalchuk"), (basis.Phone, basis.Contact("dana")!.Name));
        await world.DoneAsync("river-icm", "agency.change", _ => basis with { NameFr = "Équipe Rivière" }, basis);
        var after = (await world.Hub.Partners.CardAsync("river-icm", Stop))!.Organisation;
        Assert.Equal(("Équipe Rivière", "+1 403 555 0001", "Dana K"), (after.NameFr, after.Phone, after.Contact("dana")!.Name));
    });

    private static Organisation Changed(Organisation organisation, Func<Contact, Contact> change) =>
        organisation.WithContact("gurpreet", change);

    private static ValueTask<EditOutcome> ConfirmAsync(HubWorld world, Organisation seen) => world.Hub.EditOrganisation.RunAsync(
        seen.Id,
        new EditOf("directory.confirm", By, "gurpreet") { Relied = ["contacts.gurpreet.name", "contacts.gurpreet.address"] },
        o => Changed(o, c => c with { Confirmed = Today, ConfirmedBy = By, Changed = null }),
        seen,
        Stop);

    private static async Task<string> PhoneAsync(HubWorld world) => (await world.Hub.Directory.NowAsync(Stop)).Directory.Find("river-icm")!.Phone;
}
