using HousingFirst.Local.Running;
using HousingFirst.Local.StartUp;
using Xunit;

namespace HousingFirst.Local.Tests.Commands;

/// <summary><c>hub terms</c> and <c>hub glossary</c>, from outside.</summary>
public sealed class TermsCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mapped_term_is_sent_previewed_and_validated_by_its_agency_only()
    {
        await using var world = await CommandWorld.RunningAsync();
        Assert.Contains("Mapped to away.hospital.in.", await world.DoAsync("terms", "map", "On the ward", "away.hospital.in", "--as", "prairie-hospital"), StringComparison.Ordinal);
        var file = world.File("own.json", (await world.DoAsync("sample", "away.hospital.in", "--as", "prairie-hospital")).Replace("away.hospital.in", "on the WARD", StringComparison.Ordinal));

        await world.DoAsync("validate", file, "--as", "prairie-hospital");
        Assert.Contains("hub terms map", await world.RefusedAsync("validate", file), StringComparison.Ordinal);
        Assert.Contains("hub terms map", await world.RefusedAsync("validate", file, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("program will be told", await world.DoAsync("preview", file, "--as", "prairie-hospital"), StringComparison.Ordinal);
        Assert.Contains("away.hospital.in", await world.DoAsync("preview", file), StringComparison.Ordinal);

        var sent = (await world.JsonAsync("send", "--as", "prairie-hospital", file))[0];
        Assert.Equal("Accepted", sent.GetProperty("outcome").GetString());
        Assert.Contains("away.hospital.in", await world.DoAsync("coverage", sent.GetProperty("change").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terms_are_listed_replaced_and_unmapped_each_with_an_audit_entry()
    {
        await using var world = await CommandWorld.StoppedAsync();
        Assert.Contains("hub terms starter", await world.DoAsync("terms", "list", "--as", "river-icm"), StringComparison.Ordinal);
        await world.DoAsync("terms", "map", "Moved in", "housing.matched", "--as", "river-icm");
        Assert.Contains("it was housing.matched", await world.DoAsync("terms", "map", "MOVED IN", "housing.moveIn", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("already", await world.DoAsync("terms", "map", "moved in", "housing.moveIn", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Equal("housing.moveIn", Assert.Single((await world.JsonAsync("terms", "list", "--as", "river-icm")).EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(0, (await world.JsonAsync("terms", "list", "--as", "coulee-act")).GetArrayLength());

        Assert.Contains("did you mean `housing.moveIn`?", await world.RefusedAsync("terms", "map", "x", "housing.movein", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("a code's own name", await world.RefusedAsync("terms", "map", "Housing Lost", "other", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("did you mean \"MOVED IN\"?", await world.RefusedAsync("terms", "unmap", "movd in", "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("did you mean river-icm?", await world.RefusedAsync("terms", "list", "--as", "river-icn"), StringComparison.Ordinal);
        await world.DoAsync("terms", "unmap", "moved-in", "--as", "river-icm");
        Assert.Equal(0, (await world.JsonAsync("terms", "list", "--as", "river-icm")).GetArrayLength());

        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var audit = await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop);
        Assert.Equal(["terms.map", "terms.map", "terms.map", "terms.unmap"], audit.Select(a => a.Action).Order(StringComparer.Ordinal));
        Assert.All(audit, a => Assert.Equal("river-icm", a.About));
    }

    [Theory]
    [InlineData("term,code\nMoved in,housing.moveIn\n\"Out, of jail\",away.custody.out\n")]
    [InlineData("\uFEFFterm;code;remark\r\nMoved in;housing.moveIn;\r\n\"Out, of jail\";away.custody.out;x\r\n\r\n")]
    [InlineData("Code\tTerm\nhousing.moveIn\tMoved in\naway.custody.out\tOut, of jail")]
    public async Task A_sheet_is_imported_whatever_spreadsheet_wrote_it_and_again_changes_nothing(string csv)
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("terms", "map", "moved in", "housing.matched", "--as", "river-icm");
        var file = world.File("terms.csv", csv);
        Assert.Contains("Would map 1 new, 1 to another code", await world.DoAsync("terms", "import", file, "--as", "river-icm", "--dry-run"), StringComparison.Ordinal);
        Assert.Equal(1, (await world.JsonAsync("terms", "list", "--as", "river-icm")).GetArrayLength());

        var imported = await world.DoAsync("terms", "import", file, "--as", "river-icm");
        Assert.Contains("Moved in: housing.matched -> housing.moveIn", imported, StringComparison.Ordinal);
        Assert.Contains("Mapped 1 new, 1 to another code; 0 as they are.", imported, StringComparison.Ordinal);
        Assert.Equal(2, (await world.JsonAsync("terms", "import", file, "--as", "river-icm")).GetProperty("same").GetInt32());
        Assert.Equal(
            ["Moved in", "Out, of jail"],
            (await world.JsonAsync("terms", "list", "--as", "river-icm")).EnumerateArray().Select(t => t.GetProperty("term").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_wrong_line_of_a_sheet_is_named_by_its_number_and_nothing_is_mapped()
    {
        await using var world = await CommandWorld.StoppedAsync();
        var said = await world.RefusedAsync(
            "terms", "import", world.File("terms.csv", "term,code\nMoved in,housing.moveIn\n\"two\nlines\",other\n,other\nEvicted,housing.los\nmoved-in,housing.lost\n"), "--as", "river-icm");
        Assert.Contains("line 3: `term`: a line break", said, StringComparison.Ordinal);
        Assert.Contains("line 5: `term`: empty", said, StringComparison.Ordinal);
        Assert.Contains("line 6: `code`: not a code; did you mean `housing.lost`?", said, StringComparison.Ordinal);
        Assert.Contains("line 7: `term`: the same as in line 2, with another code", said, StringComparison.Ordinal);
        Assert.Contains("no column code", await world.RefusedAsync("terms", "import", world.File("b.csv", "term,meaning\nx,y"), "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Contains("not closed", await world.RefusedAsync("terms", "import", world.File("c.csv", "term,code\n\"x,other"), "--as", "river-icm"), StringComparison.Ordinal);
        var latin = Path.Combine(world.Files, "latin.csv");
        await File.WriteAllBytesAsync(latin, [.. "term,code\nd"u8, 0xE9, .. "c,other\n"u8], Stop);
        Assert.Contains("not UTF-8", await world.RefusedAsync("terms", "import", latin, "--as", "river-icm"), StringComparison.Ordinal);
        Assert.Equal(0, (await world.JsonAsync("terms", "list", "--as", "river-icm")).GetArrayLength());
    }

    [Fact]
    public async Task The_starter_maps_what_has_one_meaning_and_leaves_the_agencys_own_alone()
    {
        await using var world = await CommandWorld.StoppedAsync();
        await world.DoAsync("terms", "map", "GRADUATED", "program.transfer", "--as", "river-icm");
        var shown = await world.DoAsync("terms", "starter", "--as", "river-icm");
        Assert.Contains("graduated\tprogram.exit.planned\tprogram.transfer", shown, StringComparison.Ordinal);
        Assert.Contains("admitted\taway.hospital.in or away.psychiatric.in or", shown, StringComparison.Ordinal);

        Assert.Contains("1 as they are", await world.DoAsync("terms", "starter", "--as", "river-icm", "--apply"), StringComparison.Ordinal);
        var terms = (await world.JsonAsync("terms", "list", "--as", "river-icm")).EnumerateArray().ToDictionary(t => t.GetProperty("term").GetString()!, t => t.GetProperty("code").GetString());
        Assert.Equal("program.transfer", terms["GRADUATED"]);
        Assert.Equal("away.hospital.out", terms["discharged from hospital"]);
        Assert.Equal("housing.notice", terms["avis d’expulsion"]);
        Assert.DoesNotContain("admitted", terms.Keys);
        Assert.Contains("Mapped 0 new", await world.DoAsync("terms", "starter", "--as", "river-icm", "--apply"), StringComparison.Ordinal);
        Assert.Equal(0, (await world.JsonAsync("terms", "list", "--as", "coulee-act")).GetArrayLength());
    }

    [Fact]
    public async Task A_new_agency_is_offered_the_starter_and_takes_it_at_once_with_a_flag()
    {
        await using var world = await CommandWorld.StoppedAsync();
        string[] added = ["agency", "add", "--id", "haven", "--name-en", "Haven", "--name-fr", "Havre", "--roles", "OUT", "--phone", "+1 403 555 0190"];
        Assert.Contains("hub terms starter --as haven (--apply takes them)", await world.DoAsync(added), StringComparison.Ordinal);
        Assert.Equal(0, (await world.JsonAsync("terms", "list", "--as", "haven")).GetArrayLength());

        // As after a command that was cut off once the agency was there.
        await world.DoAsync("terms", "map", "barred", "other", "--as", "haven");
        Assert.Contains("Its own words: Mapped", await world.DoAsync([.. added, "--starter-terms"]), StringComparison.Ordinal);
        Assert.Contains("Mapped 0 new", await world.DoAsync([.. added, "--starter-terms"]), StringComparison.Ordinal);
        var terms = (await world.JsonAsync("terms", "list", "--as", "haven")).EnumerateArray().ToDictionary(t => t.GetProperty("term").GetString()!, t => t.GetProperty("code").GetString());
        Assert.Equal(("other", "housing.lost"), (terms["barred"], terms["evicted"]));
        await world.RefusedAsync([.. added, "--kind", "shelter", "--starter-terms"]);

        await using var local = LocalHub.Open(DataFolder.Open(world.Data), world.Clock);
        var audit = await local.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), Stop);
        Assert.Contains(audit, a => a is { Action: "terms.starter", About: "haven" });
    }

    [Fact]
    public async Task The_glossary_says_what_a_word_means_and_needs_no_hub()
    {
        await using var world = new CommandWorld();
        var one = await world.DoAsync("glossary", "away.hospital.in");
        Assert.Contains("en  Admitted to hospital", one, StringComparison.Ordinal);
        Assert.Contains("fr  Admission à l’hôpital", one, StringComparison.Ordinal);
        Assert.DoesNotContain("Admitted", await world.DoAsync("glossary", "away.hospital.in", "--language", "fr"), StringComparison.Ordinal);
        Assert.Contains("away.hospital.out (code)", await world.DoAsync("glossary", "congé de l'hopital"), StringComparison.Ordinal);
        Assert.Equal(8, (await world.DoAsync("glossary", "role")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("did you mean consent?", await world.RefusedAsync("glossary", "consnt"), StringComparison.Ordinal);

        var all = await world.JsonAsync("glossary");
        Assert.Equal(("1", "1", 171), (all.GetProperty("version").GetString(), all.GetProperty("vocabulary").GetString(), all.GetProperty("entries").GetArrayLength()));
        var french = (await world.JsonAsync("glossary", "PRG", "--language", "fr")).GetProperty("entries")[0];
        Assert.Equal(("role", "Programme financé"), (french.GetProperty("kind").GetString(), french.GetProperty("label").GetString()));
        Assert.False(french.TryGetProperty("labelEn", out _));
        Assert.False(Directory.Exists(world.Data));
    }
}
