using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary>The first steps of a new town: an empty hub, its settings, its agencies, a first change.</summary>
public sealed class NewTownTests
{
    [Fact]
    public async Task An_empty_hub_with_settings_and_agencies_takes_a_first_change()
    {
        await using var world = await CommandWorld.RunningAsync("--empty");
        Assert.Contains("No community is set up", await world.RefusedAsync("agency", "list"), StringComparison.Ordinal);
        var set = await world.DoAsync("community", "set", world.File("town.json", """{ "nameEn": "Taber", "nameFr": "Taber", "zone": "America/Edmonton", "leadOrganisation": "taber-lead" }"""));
        Assert.Contains("hub agency add --id taber-lead --kind lead", set, StringComparison.Ordinal);

        await world.DoAsync("agency", "add", world.File("lead.json", Agency("taber-lead", "Taber Lead", "lead", "SPC", "kim")));
        await world.DoAsync("agency", "add", world.File("program.json", Agency("taber-icm", "Taber ICM", "funded-program", "PRG", "lee")), "--reads-queue", "yes");
        Assert.Contains("It has nobody yet", await world.DoAsync(
            "agency", "add", "--id", "taber-hospital", "--name-en", "Taber Hospital", "--name-fr", "Hôpital de Taber", "--kind", "partner", "--roles", "HLT",
            "--agreement-ends", "2027-12-31", "--phone", "+1 403 555 0133"), StringComparison.Ordinal);
        await world.DoAsync("agency", "contact", "add", "taber-hospital", "ari", "--name", "Ari Example", "--address", "ari@hospital.example", "--phone", "+1 403 555 0134");
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);

        // The hub has looked at its directory before the last was added, and looks again before it turns anyone away.
        world.Clock.Advance(Duration.FromSeconds(2));
        await SendAsync(world, "taber-icm", "TB-0001", """ "change":"program.enrolled" """);
        await SendAsync(world, "taber-icm", "TB-0001", """
            "change":"team.joined","member":{"organisation":"taber-hospital","contact":"ari","role":"HLT","visits":false,"theirRef":"TH-0001"}
            """);
        await SendAsync(world, "taber-icm", "TB-0001", """
            "change":"consent.given","consent":{"id":"C1","recipient":"taber-hospital","allows":["B","housing"],"from":"2026-12-01","to":"2027-11-30","method":"written","form":"2026-1"}
            """);
        var key = await SendAsync(world, "taber-icm", "TB-0001", """ "change":"program.exit.unplanned" """);

        var coverage = await world.DoAsync("coverage", key);
        Assert.Contains("told U3 mail en", coverage, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(world.Data, "mail"), "*.eml"));
        Assert.Equal(
            ["taber-hospital"],
            (await world.JsonAsync("agency", "partners", "taber-icm")).GetProperty("partners").EnumerateArray().Select(p => p.GetString()));
    }

    private static string Agency(string id, string name, string kind, string role, string contact) => $$"""
        { "id": "{{id}}", "nameEn": "{{name}}", "nameFr": "{{name}}", "kind": "{{kind}}", "roles": ["{{role}}"], "agreementEnds": "2027-12-31",
          "phone": "+1 403 555 0130",
          "contacts": [ { "id": "{{contact}}", "name": "{{contact}} Example", "address": "{{contact}}@{{id}}.example", "phone": "+1 403 555 0131", "language": "en" } ] }
        """;

    /// <summary>Sends a change and waits for what the hub makes of it.</summary>
    private static async Task<string> SendAsync(CommandWorld world, string agency, string subject, string data)
    {
        var file = world.File($"{Guid.NewGuid():N}.json", $$"""
            {"specversion":"1.0","type":"ca.housingfirst.client.changed.v1","source":"/agencies/{{agency}}","id":"{{Guid.NewGuid():N}}","subject":"{{subject}}",
             "data":{ {{data}},"occurredOn":"2026-12-01"} }
            """);
        var sent = (await world.JsonAsync("send", "--as", agency, file))[0];
        Assert.Equal("Accepted", sent.GetProperty("outcome").GetString());
        return sent.GetProperty("change").GetString()!;
    }
}
