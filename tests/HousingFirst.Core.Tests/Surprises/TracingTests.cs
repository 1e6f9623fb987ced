using CsCheck;
using HousingFirst.Core.Surprises;

namespace HousingFirst.Core.Tests.Surprises;

/// <summary>Every surprise has exactly one cause, the same however the changes are listed.</summary>
public sealed class TracingTests
{
    private static readonly LocalDate Today = new(2026, 12, 20);

    private static readonly string[] Codes = ["away.hospital.in", "housing.leaseChanged", "consent.given", "housing.moveIn", "person.nameOrPronoun"];

    private static readonly Gen<Telling> AnyTelling =
        from code in Gen.Int[0, Codes.Length - 1]
        from key in Gen.Int[0, 6]
        from ago in Gen.Int[-3, 40]
        from late in Gen.Int[-2, 5]
        from fate in Gen.Enum<TellingFate>()
        from told in Gen.Int[-3, 6]
        let occurred = Today.PlusDays(-ago)
        select new Telling(
            $"c{key}", Vocabulary.Current[Codes[code]], occurred, occurred.PlusDays(late), fate, told == 6 ? null : occurred.PlusDays(told));

    private static readonly Gen<(SurpriseReport Report, Telling[] Tellings)> World =
        from tellings in AnyTelling.Array[0, 8]
        from day in Gen.Int[-1, 40]
        from code in Gen.Int[-4, Codes.Length - 1]
        select (
            new SurpriseReport(day < 0 ? null : Today.PlusDays(-day), code < 0 ? null : Vocabulary.Current[Codes[code]], Today),
            tellings.DistinctBy(t => t.Change).ToArray());

    [Fact]
    public void Every_world_has_one_cause_and_a_second_telling_of_the_rules_finds_the_same() => World.Sample(
        world =>
        {
            var traced = Tracing.Trace(world.Report, world.Tellings);
            Assert.True(Enum.IsDefined(traced.Cause));
            Assert.Equal(traced.Cause == SurpriseCause.NoMessage, traced.Of is null);
            var (cause, of) = Second(world.Report, world.Tellings);
            Assert.Equal((cause, of), (traced.Cause, traced.Of?.Change));
        },
        iter: 20_000);

    [Fact]
    public void The_order_in_which_changes_are_listed_says_nothing() => World.Sample(
        world => Assert.Equal(Tracing.Trace(world.Report, world.Tellings), Tracing.Trace(world.Report, world.Tellings.Reverse())), iter: 5_000);

    [Fact]
    public void Each_cause_is_found_and_none_hides_another()
    {
        var seen = new HashSet<SurpriseCause>();
        World.Sample(
            world =>
            {
                lock (seen) seen.Add(Tracing.Trace(world.Report, world.Tellings).Cause);
            },
            iter: 5_000);
        Assert.Equal(SurpriseCauses.All, seen.Order());
    }

    [Theory]
    [InlineData(TellingFate.AtOnce, 0, 0, SurpriseCause.NoMessage)]
    [InlineData(TellingFate.AtOnce, 0, 1, SurpriseCause.ToldLate)]
    [InlineData(TellingFate.AtOnce, 2, 2, SurpriseCause.ToldLate)]
    [InlineData(TellingFate.ByDigest, 0, 1, SurpriseCause.DigestTooLate)]
    [InlineData(TellingFate.ByDigest, 0, null, SurpriseCause.DigestTooLate)]
    [InlineData(TellingFate.ByDigest, 1, 2, SurpriseCause.ToldLate)]
    [InlineData(TellingFate.ByDigest, 0, 0, SurpriseCause.NoMessage)]
    [InlineData(TellingFate.Withheld, 0, null, SurpriseCause.NoConsent)]
    [InlineData(TellingFate.NotDelivered, 0, null, SurpriseCause.Bounced)]
    [InlineData(TellingFate.NoLine, 0, null, SurpriseCause.NotOnTeam)]
    [InlineData(TellingFate.Source, 0, null, SurpriseCause.NoMessage)]
    public void One_change_near_that_day(TellingFate fate, int accepted, int? told, SurpriseCause cause)
    {
        var day = Today.PlusDays(-3);
        var telling = new Telling("c", Vocabulary.Current["away.hospital.in"], day, day.PlusDays(accepted), fate, told is { } days ? day.PlusDays(days) : null);
        Assert.Equal(cause, Tracing.Trace(new SurpriseReport(day, null, Today), [telling]).Cause);
        Assert.Equal(SurpriseCause.NoMessage, Tracing.Trace(new SurpriseReport(day.PlusDays(-8), null, Today), [telling]).Cause);
        Assert.Equal(SurpriseCause.NoMessage, Tracing.Trace(new SurpriseReport(day, Vocabulary.Current["housing.moveIn"], Today), [telling]).Cause);
    }

    /// <summary>The rules told a second time: what went wrong with each change, and of those with a line the nearest that did.</summary>
    private static (SurpriseCause Cause, string? Of) Second(SurpriseReport report, Telling[] tellings)
    {
        var days = report.OccurredOn is { } on
            ? Enumerable.Range(-7, 15).Select(on.PlusDays).ToHashSet()
            : Enumerable.Range(0, 31).Select(n => report.Reported.PlusDays(-n)).ToHashSet();
        var meant = tellings.Where(t => days.Contains(t.OccurredOn)
            && (report.Change is null ? t.Code.Urgency > Urgency.U0 && t.Code.Code.Split('.')[0] != "consent" : t.Code == report.Change)).ToList();
        var wrong = meant.Where(t => t.Fate != TellingFate.NoLine && Wrong(t) is not null).ToList();
        if (wrong.Count == 0) wrong = [.. meant.Where(t => t.Fate == TellingFate.NoLine)];
        if (wrong.Count == 0) return (SurpriseCause.NoMessage, null);
        var about = report.OccurredOn ?? report.Reported;
        var nearest = wrong.Aggregate((a, b) => Compare(a, b, about) <= 0 ? a : b);
        return (Wrong(nearest)!.Value, nearest.Change);
    }

    private static int Compare(Telling a, Telling b, LocalDate about)
    {
        int Away(Telling t) => t.OccurredOn < about ? Period.DaysBetween(t.OccurredOn, about) : Period.DaysBetween(about, t.OccurredOn);
        var away = Away(a).CompareTo(Away(b));
        if (away != 0) return away;
        var later = b.Accepted.CompareTo(a.Accepted);
        return later != 0 ? later : string.CompareOrdinal(a.Change, b.Change);
    }

    private static SurpriseCause? Wrong(Telling t)
    {
        if (t.Fate == TellingFate.NoLine) return SurpriseCause.NotOnTeam;
        if (t.Fate == TellingFate.Source) return null;
        if (t.Fate == TellingFate.Withheld) return SurpriseCause.NoConsent;
        if (t.Fate == TellingFate.NotDelivered) return SurpriseCause.Bounced;
        var inTime = t.Told is { } told && told <= t.OccurredOn;
        if (inTime) return null;
        var cameInTime = t.Accepted <= t.OccurredOn;
        return cameInTime && t.Fate == TellingFate.ByDigest ? SurpriseCause.DigestTooLate : SurpriseCause.ToldLate;
    }
}
