using CsCheck;
using HousingFirst.Core.MonthEnd;

namespace HousingFirst.Core.Tests.MonthEnd;

/// <summary>What a report on many may say of few.</summary>
public sealed class SmallNumbersTests
{
    [Fact]
    public void What_is_about_fewer_than_six_clients_is_not_named_however_often_it_happened()
    {
        var shown = SmallNumbers.Of([new Cell<string>("no-consent", 20, 6), new Cell<string>("safety-plan", 30, 5), new Cell<string>("not-named", 1, 1)], 9);
        Assert.Equal(["no-consent"], shown.Named.Select(c => c.Of));
        Assert.Equal((31, 51), (shown.Others, shown.Total));
    }

    [Fact]
    public void Where_all_kinds_but_one_are_named_the_one_left_over_is_not_named_by_it()
    {
        var shown = SmallNumbers.Of([new Cell<int>(1, 9, 9), new Cell<int>(2, 7, 7), new Cell<int>(3, 2, 2)], 3);
        Assert.Equal([1], shown.Named.Select(c => c.Of));
        Assert.Equal(9, shown.Others);
    }

    [Fact]
    public void Every_number_adds_up_and_no_small_one_can_be_worked_out() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 12].Array[0, 9]).Sample((kinds, counts) =>
        {
            Cell<int>[] cells = [.. counts.Take(kinds).Select((c, n) => new Cell<int>(n, c, c))];
            var shown = SmallNumbers.Of(cells, kinds);
            var hidden = cells.Count(c => c.Count > 0) - shown.Named.Length;
            return shown.Total == cells.Sum(c => c.Count)
                && shown.Named.All(c => c.Clients >= SmallNumbers.Fewest)
                && (hidden == 0 || kinds - shown.Named.Length >= 2 || kinds == 1);
        });

    [Fact]
    public void A_facet_is_never_a_reason_and_three_lines_about_one_client_are_one_clients()
    {
        var count = new CoverageCount();
        var client = new ClientId("HF-7Q2K");
        count.Add(client, [(Role.HLT, CoverageEnd.Withheld, "consent-lacks-health"), (Role.OUT, CoverageEnd.Withheld, "consent-lacks-B"), (Role.HSG, CoverageEnd.Acknowledged, null)]);
        count.Add(client, [(Role.INC, CoverageEnd.Gap, null), (Role.OUT, CoverageEnd.Told, null), (Role.COO, CoverageEnd.NotReached, null)]);
        count.Add(new ClientId("HF-3MXB"), []);
        var month = count.Month();
        Assert.Equal((2, 1, 2, 1, 2, 1, 5), (month.Changes, month.Clients, month.Told, month.Acknowledged, month.Withheld, month.NotReached, month.HadToKnow));
        Assert.Equal(new Cell<string>("consent-lacks", 2, 1), Assert.Single(month.Reasons));
        Assert.Equal(new Cell<Role>(Role.INC, 1, 1), Assert.Single(month.Gaps));
        Assert.Null(ShownCoverage.Of(month));
    }

    [Fact]
    public void A_partner_is_quiet_that_two_months_owed_and_nobody_talked_with()
    {
        var (november, december) = (new QuietPartners(), new QuietPartners());
        november.Add(["talked"], ["quiet", "new-talk", "left"]);
        november.Add([], ["quiet"]);
        december.Add(["new-talk"], ["quiet", "talked", "joined"]);
        Assert.Equal(["quiet"], december.AndBefore(november));
    }
}
