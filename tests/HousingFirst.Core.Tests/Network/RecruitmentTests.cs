using CsCheck;
using HousingFirst.Core.Network;

namespace HousingFirst.Core.Tests.Network;

/// <summary>Growing the network (practice 7): any order, nothing required, nobody judged, nobody nudged twice.</summary>
public sealed class RecruitmentTests
{
    [Fact]
    public void Any_state_may_follow_any_other_and_none_is_required() =>
        Gen.Select(AnyProspect.WithSteps, AnyProspect.Step).Sample((prospect, step) =>
        {
            Assert.Empty(Recruitment.Check(step, AnyProspect.Today));
            var next = prospect.With(step);
            Assert.Contains(next.Steps, s => s.State == step.State && s.On == step.On);
            Assert.Equal(prospect.Steps, next.Steps.Take(prospect.Steps.Length));
        });

    [Fact]
    public void What_stands_is_the_last_step_by_its_day_whatever_the_order_of_recording() =>
        AnyProspect.WithSteps.Sample(prospect =>
        {
            var standing = Recruitment.Standing(prospect, AnyProspect.Today);
            var candidates = prospect.Steps.Where(s => !IsOverAt(s, prospect, AnyProspect.Today)).ToArray();
            if (candidates.Length == 0)
            {
                Assert.Null(standing);
                return;
            }

            Assert.DoesNotContain(candidates, s => s.On > standing!.On || (s.On == standing.On && s.Number > standing.Number));
        });

    [Fact]
    public void A_rest_is_over_by_itself_after_ninety_days_and_what_stood_before_stands_again() =>
        Gen.Select(AnyProspect.WithSteps, Gen.Int[0, 200]).Sample((prospect, later) =>
        {
            var rest = new RecruitmentStep(0, RecruitmentState.Resting, AnyProspect.Today, "Robin", null, null);
            var before = Recruitment.Standing(prospect with { Steps = [.. prospect.Steps.Where(s => s.State != RecruitmentState.Resting)] }, AnyProspect.Today);
            var standing = Recruitment.Standing(prospect.With(rest), AnyProspect.Today.PlusDays(later));
            if (later < 90) Assert.Equal(RecruitmentState.Resting, standing!.State);
            else Assert.Equal(before, standing);
        });

    [Fact]
    public void At_most_one_prompt_waits_and_a_later_step_takes_its_place() =>
        Gen.Select(AnyProspect.WithSteps, AnyProspect.Step).Sample((prospect, step) =>
        {
            var next = prospect.With(step with { On = AnyProspect.Today, By = "Somebody else" });
            var prompt = Recruitment.PromptOf(next, AnyProspect.Zone);
            switch (step.State)
            {
                case RecruitmentState.NotNow:
                    Assert.Equal((PromptReason.AskAgain, step.AskAgain), (prompt!.Reason, prompt.On));
                    break;
                case RecruitmentState.Resting:
                    Assert.Equal((PromptReason.RestOver, AnyProspect.Today.PlusDays(90)), (prompt!.Reason, prompt.On));
                    break;
                default:
                    Assert.Null(prompt);
                    break;
            }
        });

    [Fact]
    public void Two_prompts_of_a_prospect_never_have_the_same_cause() =>
        AnyProspect.Step.Array[1, 8].Sample(steps =>
        {
            var seen = new Dictionary<string, Prompt>(StringComparer.Ordinal);
            var prospect = AnyProspect.New;
            foreach (var step in steps)
            {
                prospect = prospect.With(step);
                if (Recruitment.PromptOf(prospect, AnyProspect.Zone) is not { } prompt) continue;
                if (seen.TryGetValue(prompt.Cause, out var known)) Assert.Equal(known, prompt);
                seen[prompt.Cause] = prompt;
            }
        });

    [Fact]
    public void The_last_entry_recorded_again_changes_nothing() =>
        Gen.Select(AnyProspect.WithSteps, AnyProspect.Step).Sample((prospect, step) =>
        {
            var once = prospect.With(step);
            Assert.Same(once, once.With(step));
            var gift = new Contribution(0, AnyProspect.Today, "Robin", "a warm room");
            var given = once.With(gift);
            Assert.Same(given, given.With(gift));
            Assert.Same(given, given.With(step));
            Assert.Equal(given.Steps.Select(s => s.Number).Concat(given.Contributions.Select(c => c.Number)).Distinct().Count(), given.Steps.Length + 1);
        });

    [Theory]
    [InlineData(RecruitmentState.NotNow, null, "ask-again", "missing")]
    [InlineData(RecruitmentState.NotNow, 0, "ask-again", "not a day to come")]
    [InlineData(RecruitmentState.NotNow, 3700, "ask-again", "more than 10 years away")]
    [InlineData(RecruitmentState.Resting, 10, "ask-again", "only with `notNow`")]
    public void Ask_again_has_a_day_with_not_now_and_only_then(RecruitmentState state, int? ahead, string path, string rule)
    {
        var step = new RecruitmentStep(0, state, AnyProspect.Today, "Robin", null, ahead is { } days ? AnyProspect.Today.PlusDays(days) : null);
        var defect = Assert.Single(Recruitment.Check(step, AnyProspect.Today));
        Assert.Equal((path, rule), (defect.Path, defect.Rule));
    }

    [Fact]
    public void Who_and_when_must_hold_and_no_number_of_a_client_belongs_in_a_text()
    {
        var step = new RecruitmentStep(0, RecruitmentState.Approached, AnyProspect.Today.PlusDays(1), " ", new string('x', 301), null);
        Assert.Equal(["by", "on", "next"], Recruitment.Check(step, AnyProspect.Today).Select(d => d.Path));
        var gift = new Contribution(0, new LocalDate(1999, 12, 31), "Robin\n", "their number is 123456789");
        Assert.Equal(["by", "on", "text"], Recruitment.Check(gift, AnyProspect.Today).Select(d => d.Path));
        Assert.DoesNotContain(Recruitment.Check(gift, AnyProspect.Today), d => d.ToString().Contains("123456789", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("visionPresented", RecruitmentState.VisionPresented)]
    [InlineData("vision-presented", RecruitmentState.VisionPresented)]
    [InlineData("Not now", RecruitmentState.NotNow)]
    [InlineData("unsuitable", null)]
    public void A_state_is_found_by_its_word(string word, RecruitmentState? state) => Assert.Equal(state, RecruitmentStates.Find(word));

    [Fact]
    public void A_suggestion_waits_for_the_next_morning_until_a_step_is_taken()
    {
        var suggested = AnyProspect.New.With(new Suggestion("k1", "river-icm", null, AnyProspect.Now)).With(new Suggestion("k2", null, "Robin", AnyProspect.Now));
        Assert.Equal(new Prompt(PromptReason.Suggested, new LocalDate(2026, 12, 2), "suggested"), Recruitment.PromptOf(suggested, AnyProspect.Zone));
        Assert.Equal(Instant.FromUtc(2026, 12, 2, 12, 0), Recruitment.PromptOf(suggested, AnyProspect.Zone)!.At(AnyProspect.Zone));
        Assert.Null(Recruitment.PromptOf(AnyProspect.New.With(new Suggestion("k2", null, "Robin", AnyProspect.Now)), AnyProspect.Zone));
        Assert.Null(Recruitment.PromptOf(
            suggested.With(new RecruitmentStep(0, RecruitmentState.Approached, AnyProspect.Today, "Robin", null, null)), AnyProspect.Zone));
        Assert.Same(suggested, suggested.With(new Suggestion("k1", "river-icm", null, AnyProspect.Now)));
    }

    /// <summary>Told another way: a rest stands for ninety days, and only while nothing came after it.</summary>
    private static bool IsOverAt(RecruitmentStep step, Prospect prospect, LocalDate today)
    {
        if (step.State != RecruitmentState.Resting) return false;
        var last = prospect.Steps.OrderBy(s => s.On).ThenBy(s => s.Number).Last();
        return last.State == RecruitmentState.Resting && Period.DaysBetween(last.On, today) >= 90;
    }
}
