using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Core.ClientChanges;
using HousingFirst.Core.Glossary;
using NodaTime;
using Xunit;

namespace HousingFirst.Hub.Tests.Rules;

public sealed class CantBeToldTests
{
    [Fact]
    public async Task A_program_sees_who_has_no_live_consent_and_since_when()
    {
        var world = await HubWorld.CreateAsync();
        Assert.Equal(
            [
                ("HF-9ZTD", "priya", WithheldKind.NoConsent, null),
                ("HF-9ZTD", "amina", WithheldKind.NoConsent, null),
                ("HF-9ZTD", "tom", WithheldKind.ConsentWithdrawn, new LocalDate(2026, 11, 10)),
            ],
            await NoConsentAsync(world, "river-icm"));
        Assert.Equal(
            [
                ("HF-3MXB", "marieve", WithheldKind.ConsentExpired, new LocalDate(2026, 10, 15)),
                ("HF-3MXB", "gurpreet", WithheldKind.ConsentNotStarted, (LocalDate?)new LocalDate(2026, 12, 15)),
            ],
            await NoConsentAsync(world, "coulee-act"));
    }

    [Fact]
    public async Task A_consent_that_ends_by_itself_is_on_the_list_the_day_after_its_last()
    {
        var world = await HubWorld.CreateAsync();
        await world.AdvanceToAsync(3, 23, 59);
        Assert.DoesNotContain(await NoConsentAsync(world, "river-icm"), l => l.Contact == "morgan");
        await world.AdvanceToAsync(4, 0, 0);
        Assert.Contains(("HF-7Q2K", "morgan", WithheldKind.ConsentExpired, new LocalDate(2026, 12, 4)), await NoConsentAsync(world, "river-icm"));
    }

    [Fact]
    public async Task It_names_roles_nobody_holds_agreements_that_ended_and_addresses_nobody_confirmed()
    {
        var world = await HubWorld.CreateAsync();
        var lines = await ReadAsync(world, "river-icm");
        Assert.Equal([Role.HSG, Role.INC, Role.COO, Role.JUS, Role.SPC], lines.OfType<CantBeTold.NobodyHolds>().Single(l => l.Client.Value == "HF-9ZTD").Roles);
        Assert.DoesNotContain(lines.OfType<CantBeTold.NobodyHolds>(), l => l.Client.Value == "HF-7Q2K");
        Assert.Equal(["legal-aid"], lines.OfType<CantBeTold.AgreementEnded>().Select(l => l.Agency));
        Assert.Equal([("ines", 1)], lines.OfType<CantBeTold.AddressStopped>().Select(l => (l.Contact, l.Clients)));
        Assert.Equal(["gurpreet"], lines.OfType<CantBeTold.Unconfirmed>().Select(l => l.Contact));
    }

    [Fact]
    public async Task An_entry_is_flagged_from_its_ninetieth_day()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeContactAsync("river-icm", "dana", c => c with { Confirmed = new LocalDate(2026, 12, 1).PlusDays(-89) });
        Assert.DoesNotContain((await ReadAsync(world, "river-icm")).OfType<CantBeTold.Unconfirmed>(), l => l.Contact == "dana");
        await world.ChangeContactAsync("river-icm", "dana", c => c with { Confirmed = new LocalDate(2026, 12, 1).PlusDays(-90) });
        Assert.Contains((await ReadAsync(world, "river-icm")).OfType<CantBeTold.Unconfirmed>(), l => l is { Contact: "dana", Clients: 2 });
    }

    [Fact]
    public async Task A_contact_the_directory_no_longer_lists_is_on_it_and_a_client_who_died_is_not()
    {
        var world = await HubWorld.CreateAsync();
        await world.ChangeAsync("bridge-outreach", o => o with { Contacts = [.. o.Contacts.Where(c => c.Id != "amina")] });
        Assert.Contains(await ReadAsync(world, "river-icm"), l => l is CantBeTold.NotListed { Contact: "amina", Clients: 1 });
        await world.ReceiveAsync(world.Change("river-icm", "HF-9ZTD", "person.deceased"));
        Assert.DoesNotContain(await ReadAsync(world, "river-icm"), l => l is CantBeTold.NoConsent { Client.Value: "HF-9ZTD" } or CantBeTold.NobodyHolds { Client.Value: "HF-9ZTD" });
    }

    [Fact]
    public async Task A_second_program_and_a_partner_see_nothing_of_a_client_that_is_not_theirs()
    {
        var world = await HubWorld.CreateAsync();
        Assert.DoesNotContain(await NoConsentAsync(world, "coulee-act"), l => l.Client == "HF-9ZTD");
        Assert.Empty(await ReadAsync(world, "prairie-hospital"));
    }

    [Fact]
    public async Task It_takes_a_read_a_client_and_one_a_thousand_references()
    {
        CountingTables? tables = null;
        var world = await HubWorld.CreateAsync(through: p => p with { Tables = tables = new CountingTables(p.Tables) });
        await world.LoadAsync(TeamsSteps.Heads + string.Concat(Enumerable.Range(0, 1200).Select(n => $"RI-{n:D4},,,,,,,,,,,,,,\n")));
        tables!.Reset();
        var lines = await ReadAsync(world, "river-icm");
        Assert.Equal(1200, lines.OfType<CantBeTold.NobodyHolds>().Count(l => l.Client.Value.StartsWith("RI-", StringComparison.Ordinal)));
        Assert.Equal(1 + 2 + 1202, tables.Requests.Count); // The audit row; two pages of references; each client.
    }

    private static async Task<List<CantBeTold>> ReadAsync(HubWorld world, string program)
    {
        var lines = new List<CantBeTold>();
        await foreach (var line in world.Hub.ReadCantBeTold.RunAsync(program, TestContext.Current.CancellationToken)) lines.Add(line);
        return lines;
    }

    private static async Task<List<(string Client, string Contact, WithheldKind Reason, LocalDate? Since)>> NoConsentAsync(HubWorld world, string program) =>
        [.. (await ReadAsync(world, program)).OfType<CantBeTold.NoConsent>().Select(l => (l.Client.Value, l.Contact, l.Reason, l.Since))];
}
