using System.Text;
using HousingFirst.Contracts.Teams;
using HousingFirst.Contracts.World;
using HousingFirst.Hub.Teams;
using Xunit;

namespace HousingFirst.Hub.Tests.Teams;

/// <summary>Everything that is wrong with a sheet is said at once: line, column, rule, mend; never what a cell says.</summary>
public sealed class SheetDefectsTests
{
    private const string Member = "RI-1,,bridge-outreach,luc,OUT,yes,BO-9001,,,,,,,,\n";

    [Theory]
    [InlineData("RI 1,,,,,,,,,,,,,,", "line 2, client: not in its form; write 4 to 32 letters, digits, hyphens; no nine digits in a row")]
    [InlineData("123456789,,,,,,,,,,,,,,", "line 2, client: nine digits in a row; use a reference of your own, never a health or insurance number")]
    [InlineData(",,bridge-outreach,luc,OUT,yes,BO-9001,,,,,,,,", "line 2, client: missing; write your own reference for the client on every line")]
    [InlineData("RI-9001,2027-01-01,,,,,,,,,,,,,", "line 2, since: a date out of its limits; write a date like `2026-12-01`, from 2000-01-01 to today")]
    [InlineData("RI-9001,,bridge-outreach,,,,,,,,,,,,", "line 2, contact: missing;")]
    [InlineData("RI-9001,,bridge-outreach,luc,OUT,maybe,BO-9001,,,,,,,,", "line 2, visits: not yes or no; write `yes` or `no`")]
    [InlineData("RI-9001,,bridge-outreach,luc,OUTREACH,yes,BO-9001,,,,,,,,", "line 2, role: not one of its words; write one of `PRG`")]
    [InlineData("RI-9001,,bridge-outrech,luc,OUT,yes,BO-9001,,,,,,,,", "line 2, partner: not an agency id of the partner directory; use an id that `hub community` lists")]
    [InlineData("RI-9001,,bridge-outreach,marieve,OUT,yes,BO-9001,,,,,,,,", "line 2, contact: not a contact of that organisation;")]
    [InlineData("RI-9001,,downtown-police,bellamy,OUT,no,DP-9001,,,,,,,,", "line 2, partner: police, child services and corrections are never on a team; leave it out")]
    [InlineData("RI-9001,,bridge-outreach,luc,OUT,yes,BO-204,,,,,,,,", "line 2, partner_reference: that agency uses this reference for another client;")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B helth,2026-12-01,2027-11-30,written,,1", "line 2, allows: not one of its words; write one of `B`")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B,12/01/2026,2027-11-30,written,,1", "line 2, from: not a date; write a date like `2026-12-01`")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B,2026-12-01,2028-12-01,written,,1", "line 2, to: more than 366 days; end it sooner and renew it then")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B health,2026-12-01,2027-11-30,spoken,Sam,1", "line 2, allows: a spoken consent can't allow `health`;")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B,2026-12-01,2027-11-30,spoken,,1", "line 2, witness: missing; a spoken consent names the worker who heard it")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,B,2026-12-01,2027-11-30,written,,", "line 2, form: missing;")]
    [InlineData("RI-9001,,,,,,,,downtown-police,B,2026-12-01,2027-11-30,written,,1", "line 2, consent_to: police, child services and corrections are never told anything, with consent or without; leave this consent out")]
    [InlineData("RI-9001,,,,,,,,prairie-hospital,R health,2026-12-01,2027-11-30,written,,1", "line 2, allows: R is allowed to one person, not to an organisation; name the contact in `recipient`")]
    [InlineData("RI-9001,,,,,,,,,,,,,,,surplus", "line 2, column 16: a cell with no head over it; give the column a head, or empty the cell")]
    [InlineData("RI-9001,,,,,,,\"C\"1,,,,,,,", "line 2, the line: a quotation mark inside a cell, or one that is not closed;")]
    [InlineData("\n\nRI-9001,,\"bridge-outreach\n\",luc,OUT,yes,BO-9001,,,,,,,,\nRI-9001,,x y,luc,OUT,yes,BO-9001,,,,,,,,", "line 6, partner: not in its form;")]
    public async Task A_line_that_is_wrong_is_named_with_its_column_rule_and_mend(string line, string expected)
    {
        var world = await HubWorld.CreateAsync();
        var defects = await world.DefectsAsync(TeamsSteps.Heads + line + "\n");
        Assert.True(defects.Any(d => d.ToString().StartsWith(expected, StringComparison.Ordinal)), $"Expected: {expected}\nFound:\n{string.Join('\n', defects)}");
        Assert.Empty(world.Queues.Messages);
    }

    [Fact]
    public async Task Every_defect_of_a_file_is_named_at_once_in_the_order_of_its_lines_and_nothing_is_changed()
    {
        var world = await HubWorld.CreateAsync();
        var defects = await world.DefectsAsync(
            TeamsSteps.Heads
            + "RI-9001,,bridge-outreach,luc,OUT,maybe,BO-9001,,,B,2026-12-01,never,written,,1\n"
            + "RI-9002,,bridge-outreach,luc,OUT,yes,BO-9001,,,,,,,,\n"
            + "RI-9001,,bridge-outreach,luc,COO,yes,BO-9001,,,,,,,,\n"
            + "RI-9003,,bridge-outreach,luc,OUT,yes,BO-9003,C1,,B,2026-12-01,2027-11-30,written,,1\n"
            + "RI-9003,,,,,,,C1,income-support,B,2026-12-01,2027-11-30,written,,1\n");
        Assert.Equal(
            [
                "line 2, to: not a date",
                "line 2, visits: not yes or no",
                "line 3, partner_reference: on line 2 too, for another client",
                "line 4, contact: on line 2 too, with other cells",
                "line 6, consent: on line 5 too, with other cells",
            ],
            defects.Select(d => $"line {d.Line}, {d.Column}: {d.Rule}"));
        Assert.Empty(world.Queues.Messages);
        Assert.DoesNotContain(await world.Hub.Audit.ReadAsync(world.Clock.GetCurrentInstant(), TestContext.Current.CancellationToken), e => e.Action == "teams.import");
    }

    [Fact]
    public async Task A_defect_names_the_heads_as_the_file_has_them()
    {
        var world = await HubWorld.CreateAsync();
        var defects = await world.DefectsAsync(
            "Client;Partenaire;Personne-ressource;Rôle;Visites;Référence du partenaire;Permet;Du;Au;Mode;Témoin;Formulaire\r\n"
            + "RI-9001;bridge-outreach;luc;OUT;peut-être;BO 9001;logement;2026-12-01;2027-11-30;écrit;;2026-1\r\n");
        Assert.Equal(["line 2, référence_du_partenaire", "line 2, visites"], defects.Select(d => $"line {d.Line}, {d.Column}"));
    }

    [Theory]
    [InlineData("client,nme,partner\nRI-9001,Jane Doe,\n", "line 1, column 2: not a column of the teams sheet; leave the column out; a client's name never goes in")]
    [InlineData("client,partnr\nRI-9001,\n", "line 1, column 2: not a column of the teams sheet; did you mean `partner`?")]
    [InlineData("client,from,from\nRI-9001,,\n", "line 1, column 3: the same head as another column; keep one of them")]
    [InlineData("partner,contact\nbridge-outreach,luc\n", "line 1, client: missing; add the column: every line has your reference for its client")]
    [InlineData("", "line 1, the file: empty; begin with the head line: `hub teams template` prints one")]
    [InlineData("client,since\n\n", "line 1, the file: no line below the head; add a line for each partner of each client")]
    public void A_file_that_is_no_teams_sheet_says_why(string csv, string expected) =>
        Assert.Equal(expected, TeamsSheet.Read(Encoding.UTF8.GetBytes(csv)).Defects[0].ToString());

    [Fact]
    public void A_file_in_another_character_set_says_how_to_save_it() => Assert.Equal(
        "line 1, the file: not UTF-8; save it as \"CSV UTF-8\" (« CSV UTF-8 »)", Assert.Single(TeamsSheet.Read(Encoding.Latin1.GetBytes("client,rôle\n")).Defects).ToString());

    [Fact]
    public async Task Defects_never_say_what_a_cell_says()
    {
        var world = await HubWorld.CreateAsync();
        var cells = Enumerable.Range(0, 15).Select(i => $"Zuzana {i}").ToArray();
        foreach (var text in (string[])[string.Join(',', cells), "RI-9001," + string.Join(',', cells[1..])])
        {
            var defects = await world.DefectsAsync(TeamsSteps.Heads + text + "\nZuzana\n");
            Assert.All(defects, d => Assert.DoesNotContain("Zuzana", d.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Only_a_program_whose_client_it_is_may_load_a_team()
    {
        var world = await HubWorld.CreateAsync();
        var second = Assert.Single(await world.DefectsAsync(TeamsSteps.Heads + "HF-9ZTD,,bridge-outreach,luc,OUT,yes,BO-9001,,,,,,,,\n", "coulee-act"));
        Assert.Equal("line 2, client: this client has a program already; that program's membership must end (`team.left`) before yours can enrol", second.ToString());
        var partner = Assert.Single(await world.DefectsAsync(TeamsSteps.Heads + Member.Replace("RI-1,", "RI-9001,", StringComparison.Ordinal), "prairie-hospital"));
        Assert.StartsWith("line 2, client: not a client of", partner.ToString(), StringComparison.Ordinal);
    }
}
