using System.Diagnostics;
using HousingFirst.Local.Tests.Docs;
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

    /// <summary>The guide's own words, typed one by one.</summary>
    [Fact]
    public async Task The_first_steps_in_the_guide_lead_to_a_first_change()
    {
        Guide.Needs("bash");
        var guide = await Guide.ReadAsync("docs/operating.md", TestContext.Current.CancellationToken);
        var steps = guide.Split("## A new town")[1].Split("\n## ")[0];
        await using var world = await CommandWorld.RunningAsync("--empty");
        foreach (var (args, input) in Typed(world, Guide.Fences(steps, "bash")[1]))
        {
            var ran = await world.RunAsync([.. args, "--data", world.Data], new StringWriter(), TestContext.Current.CancellationToken, input);
            Assert.True(ran.Code == 0, $"hub {string.Join(' ', args)}: {ran.Error}");
        }

        world.Clock.Advance(Duration.FromSeconds(2));
        var sent = await world.JsonAsync("send", "--as", "taber-icm", world.File("change.json", Assert.Single(Guide.Fences(steps, "json"))));
        Assert.Equal("Accepted", sent[0].GetProperty("outcome").GetString());
        Assert.Equal(3, (await world.JsonAsync("agency", "list")).GetArrayLength());
    }

    /// <summary>What a shell would call <c>hub</c> with, each time: the shell itself says.</summary>
    private static IReadOnlyList<(string[] Args, string Input)> Typed(CommandWorld world, string script)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = world.Files, RedirectStandardOutput = true };
        start.ArgumentList.Add("-euc");
        start.ArgumentList.Add("hub() { printf '%s\\0' \"$@\"; printf '\\1'; case \" $* \" in *' - '*) cat ;; esac; printf '\\2'; }\n" + script);
        using var bash = Process.Start(start)!;
        var calls = bash.StandardOutput.ReadToEnd().Split('\u0002', StringSplitOptions.RemoveEmptyEntries);
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
        return [.. calls.Select(c => c.Split('\u0001')).Select(c => (c[0].Split('\0', StringSplitOptions.RemoveEmptyEntries), c[1]))];
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
