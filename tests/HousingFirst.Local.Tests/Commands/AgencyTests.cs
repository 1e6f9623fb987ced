using System.Text.Json;
using System.Text.Json.Nodes;
using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using NodaTime;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub agency</c> and <c>hub directory</c>, beside a running hub and without one.</summary>
public sealed class AgencyTests
{
    [Fact]
    public async Task What_is_shown_can_be_written_back_and_changes_nothing_but_what_it_changes()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var printed = await world.DoAsync("agency", "show", "prairie-hospital", "--json");
        Assert.Contains("Nothing to change", await world.DoAsync("agency", "change", "prairie-hospital", world.File("same.json", printed)), StringComparison.Ordinal);

        var json = JsonNode.Parse(printed)!;
        json["areas"] = new JsonArray("Côte Nord", "Downtown");
        json["contacts"]![0]!["phone"] = "+1 403 555 0199";
        var edited = world.File("edited.json", json.ToJsonString());
        await world.DoAsync("agency", "change", "prairie-hospital", "--phone", "+1 403 555 0001");
        var said = await world.DoAsync("agency", "change", "prairie-hospital", edited, "--by", "Robin");
        Assert.Contains("areas: - -> Côte Nord, Downtown", said, StringComparison.Ordinal);
        Assert.DoesNotContain("0001", said, StringComparison.Ordinal);

        var now = await world.JsonAsync("agency", "show", "prairie-hospital");
        Assert.Equal("+1 403 555 0001", now.GetProperty("phone").GetString());
        Assert.Equal(2, now.GetProperty("revision").GetInt32());

        // The same field, changed since the file was printed.
        json["phone"] = "+1 403 555 0002";
        var refused = await world.RefusedAsync("agency", "change", "prairie-hospital", world.File("stale.json", json.ToJsonString()));
        Assert.Contains("`phone`: somebody else changed it meanwhile", refused, StringComparison.Ordinal);

        var log = await world.JsonAsync("directory", "log", "prairie-hospital");
        Assert.Equal(["Robin", Environment.UserName], log.EnumerateArray().Select(e => e.GetProperty("by").GetString()));
        Assert.Contains("contacts.marieve.phone", await world.DoAsync("directory", "log", "prairie-hospital"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_defect_of_a_file_and_of_options_is_named_and_nothing_is_changed()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var file = world.File("bad.json", """{ "nameEnn": "x", "phone": 7, "areas": [1], "contacts": [{ "name": "No Id" }, { "id": "ari", "colour": "red" }] }""");
        var error = await world.RefusedAsync("agency", "change", "river-icm", file);
        foreach (var said in new[] { "did you mean `nameEn`?", "`phone`: neither text", "`areas`: neither text", "`contacts[0]`: not a contact with an `id`", "`contacts[1]`: a field that is none" })
            Assert.Contains(said, error, StringComparison.Ordinal);

        error = await world.RefusedAsync("agency", "add", "--id", "haven", "--kind", "shelter", "--hours", "always", "--agreement-ends", "soon");
        foreach (var said in new[] { "`kind`: not in its form; write one of", "`hours`: not in its form", "`agreementEnds`: not in its form", "`nameEn`: missing", "`phone`: missing" })
            Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("always", error, StringComparison.Ordinal);

        await world.RefusedAsync("agency", "add", "--name-en", "x");
        await world.RefusedAsync("agency", "change", "river-icm");
        await world.RefusedAsync("agency", "change", "river-icm", world.File("list.json", "[]"));
        await world.RefusedAsync("agency", "change", "river-icm", world.File("other.json", """{ "id": "coulee-act", "phone": "1" }"""));
        Assert.Contains("did you mean river-icm?", await world.RefusedAsync("agency", "show", "river-icn"), StringComparison.Ordinal);
        Assert.Contains("did you mean dana?", await world.RefusedAsync("agency", "contact", "change", "river-icm", "dona", "--phone", "1"), StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("agency", "change", "river-icm", "--phone", "1", "--by", "")).Code);
        Assert.Equal(0, (await world.JsonAsync("agency", "show", "river-icm")).GetProperty("revision").GetInt32());
        Assert.Empty((await world.JsonAsync("directory", "log", "river-icm")).EnumerateArray());
    }

    [Fact]
    public async Task A_suspended_agency_is_stopped_within_a_minute_and_taken_back()
    {
        await using var world = await CommandWorld.RunningAsync();
        var change = await world.SampleAsync("away.hospital.in", "prairie-hospital");
        var dry = await world.DoAsync("agency", "suspend", "prairie-hospital", "--dry-run");
        Assert.Contains("It stays on the teams of 3 clients", dry, StringComparison.Ordinal);
        Assert.Contains("coulee-act 1, river-icm 2", dry, StringComparison.Ordinal);
        Assert.DoesNotContain("HF-", dry, StringComparison.Ordinal);
        Assert.DoesNotContain("suspended", await world.DoAsync("agency", "list"), StringComparison.Ordinal);

        Assert.Contains("prairie-hospital is suspended.", await world.DoAsync("agency", "suspend", "prairie-hospital"), StringComparison.Ordinal);
        world.Clock.Advance(Duration.FromSeconds(61));
        Assert.Contains("refused (sender.suspended)", await world.RefusedAsync("send", "--as", "prairie-hospital", change), StringComparison.Ordinal);
        Assert.Contains("suspended", await world.DoAsync("community"), StringComparison.Ordinal);

        await world.DoAsync("agency", "resume", "prairie-hospital");
        world.Clock.Advance(Duration.FromSeconds(61));
        await world.DoAsync("send", "--as", "prairie-hospital", await world.SampleAsync("away.hospital.in", "prairie-hospital"));
        var audit = await AuditAsync(world);
        Assert.Equal(["agency.resume prairie-hospital", "agency.suspend prairie-hospital"], audit.Where(a => a.StartsWith("agency.", StringComparison.Ordinal)));
        Assert.Contains("lead organisation", await world.RefusedAsync("agency", "suspend", "specialist"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_says_what_follows_and_is_done_only_with_yes()
    {
        await using var world = await CommandWorld.StoppedAsync();

        var ran = await world.RunAsync("agency", "leave", "income-support");
        Assert.Equal(1, ran.Code);
        Assert.Contains("It stays on the teams of 2 clients", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Those programs end the memberships (`team.left`)", ran.Out, StringComparison.Ordinal);
        Assert.Contains("With --yes it is", ran.Error, StringComparison.Ordinal);
        await world.DoAsync("agency", "leave", "income-support", "--dry-run");
        Assert.Equal("Active", (await world.JsonAsync("agency", "show", "income-support")).GetProperty("state").GetProperty("standing").GetString());

        await world.DoAsync("agency", "leave", "income-support", "--yes");
        Assert.Equal("Left", (await world.JsonAsync("agency", "show", "income-support")).GetProperty("state").GetProperty("standing").GetString());
        Assert.Contains("has left", await world.DoAsync("agency", "list"), StringComparison.Ordinal);
        Assert.Contains("it is the program of 2 clients", (await world.RefusedAsync("agency", "leave", "river-icm", "--yes")).Replace("river-icm is", "it is", StringComparison.Ordinal), StringComparison.Ordinal);
        await world.DoAsync("agency", "resume", "income-support");
        Assert.Contains("All well.", await world.DoAsync("check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_shown_by_version_and_rotated_for_one_agency()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var (mine, others) = (await world.DoAsync("signing-key", "river-icm"), await world.DoAsync("signing-key", "coulee-act"));

        Assert.Contains("version 1 is the one to use.", await world.DoAsync("agency", "keys", "river-icm"), StringComparison.Ordinal);
        var rotated = await world.DoAsync("agency", "keys", "river-icm", "--rotate");
        Assert.Contains("version 1.1 is the one to use; still good: 1.", rotated, StringComparison.Ordinal);
        Assert.DoesNotContain(mine.Trim(), rotated, StringComparison.Ordinal);
        Assert.NotEqual(mine, await world.DoAsync("signing-key", "river-icm"));
        Assert.Equal(others, await world.DoAsync("signing-key", "coulee-act"));
        Assert.Equal(["1.2", "1.1"], (await world.JsonAsync("agency", "keys", "river-icm", "--rotate")).GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public async Task A_programs_monthly_partners_are_the_rules_and_its_own()
    {
        await using var world = await CommandWorld.StoppedAsync();
        async Task<string[]> OwedAsync(params string[] args) =>
            [.. (await world.JsonAsync(["agency", "partners", "river-icm", .. args])).GetProperty("partners").EnumerateArray().Select(p => p.GetString()!)];

        Assert.Equal(["coordinated-access", "income-support", "prairie-hospital", "southside-housing"], await OwedAsync());
        Assert.Equal(["coordinated-access", "downtown-police", "prairie-hospital", "southside-housing"], await OwedAsync("--add", "downtown-police", "--remove", "income-support"));
        Assert.Equal(["coordinated-access", "income-support", "prairie-hospital", "southside-housing"], await OwedAsync("--remove", "downtown-police", "--add", "income-support"));
        Assert.Contains("no funded program", await world.RefusedAsync("agency", "partners", "legal-aid"), StringComparison.Ordinal);
        await world.RefusedAsync("agency", "partners", "river-icm", "--add", "legal-aid", "--remove", "legal-aid");
        await world.RefusedAsync("agency", "partners", "river-icm", "--add", "river-icm");
        Assert.Equal(2, (await world.JsonAsync("directory", "log", "river-icm")).GetArrayLength());
    }

    [Fact]
    public async Task Contacts_come_change_and_leave_and_what_hangs_on_one_is_said_first()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("agency", "contact", "add", "river-icm", "lee", "--name", "Lee Example", "--address", "lee@river-icm.example", "--phone", "+1 403 555 0188", "--language", "fr");
        Assert.Contains("never confirmed", await world.DoAsync("agency", "show", "river-icm"), StringComparison.Ordinal);
        await world.RefusedAsync("agency", "contact", "add", "river-icm", "lee", "--name", "Lee", "--phone", "1", "--address", "a@b.ca");
        await world.RefusedAsync("agency", "contact", "add", "river-icm", "priya", "--name", "Someone Else", "--phone", "1", "--address", "a@b.ca");
        await world.DoAsync("agency", "contact", "change", "river-icm", "dana", "--alternate", "lee", "--phone", "+1 403 555 0177");
        await world.DoAsync("agency", "change", "river-icm", "--answers", "lee");
        Assert.Equal("lee", (await world.JsonAsync("agency", "show", "river-icm")).GetProperty("contacts")[0].GetProperty("id").GetString());

        Assert.Contains("alternate of dana", await world.RefusedAsync("agency", "contact", "remove", "river-icm", "lee"), StringComparison.Ordinal);
        Assert.Contains("on the teams of 2 clients", await world.RefusedAsync("agency", "contact", "remove", "river-icm", "dana"), StringComparison.Ordinal);
        await world.DoAsync("agency", "contact", "remove", "river-icm", "sam");
        await world.DoAsync("agency", "contact", "remove", "river-icm", "dana", "--yes");
        Assert.Equal(["lee"], (await world.JsonAsync("agency", "show", "river-icm")).GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Contains("also a contact of coordinated-access", await world.DoAsync("agency", "contact", "change", "bridge-outreach", "amina", "--phone", "+1 403 555 0001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirming_is_recorded_with_who_and_when_and_what_is_unconfirmed_is_found()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("unconfirmed since 2026-08-03", await world.DoAsync("community"), StringComparison.Ordinal);
        async Task<string[]> UnconfirmedAsync() =>
            [.. (await world.JsonAsync("directory", "search", "--unconfirmed")).GetProperty("partners").EnumerateArray().Select(o => o.GetProperty("id").GetString()!)];
        Assert.Equal(["coordinated-access", "income-support"], await UnconfirmedAsync());

        Assert.Contains("Confirmed: Gurpreet Sandhu, gurpreet@income-support.example.", await world.DoAsync("directory", "confirm", "income-support", "gurpreet", "--by", "Robin"), StringComparison.Ordinal);
        Assert.Equal(["coordinated-access"], await UnconfirmedAsync());
        Assert.Contains("Mail to it has stopped", await world.RefusedAsync("directory", "confirm", "coordinated-access", "ines"), StringComparison.Ordinal);
        Assert.Equal("directory.confirm income-support gurpreet Robin", (await AuditAsync(world))[0] + " Robin");
        Assert.Equal("2026-12-01", (await world.JsonAsync("agency", "show", "income-support")).GetProperty("contacts")[0].GetProperty("state").GetProperty("confirmed").GetString());
    }

    [Fact]
    public async Task A_search_shows_an_agency_what_it_may_see()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync(
            "agency", "add", "--id", "haven", "--name-en", "Haven House", "--name-fr", "Maison du Havre", "--phone", "+1 403 555 0170", "--tier", "specialist",
            "--location", "12 Quiet Street", "--areas", "North side", "--roles", "OUT");
        JsonElement Only(JsonElement found) => Assert.Single(found.EnumerateArray());

        Assert.Equal("12 Quiet Street", Only((await world.JsonAsync("directory", "search", "maison")).GetProperty("partners")).GetProperty("location").GetString());
        Assert.Equal("12 Quiet Street", Only((await world.JsonAsync("directory", "search", "maison", "--as", "specialist")).GetProperty("partners")).GetProperty("location").GetString());
        var seen = Only((await world.JsonAsync("directory", "search", "MAISON havre", "--role", "out", "--as", "river-icm")).GetProperty("partners"));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("location").ValueKind);
        Assert.Equal(0, seen.GetProperty("areas").GetArrayLength());
        Assert.Contains("Nobody found.", await world.DoAsync("directory", "search", "--area", "north SIDE", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("location: specialist only", await world.DoAsync("agency", "list"), StringComparison.Ordinal);
        await world.RefusedAsync("directory", "search", "--role", "POL");
        await world.RefusedAsync("directory", "search", "--language", "de");
    }

    private static async Task<string[]> AuditAsync(CommandWorld world)
    {
        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        return [.. (await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken)).Select(a => $"{a.Action} {a.About}")];
    }
}
